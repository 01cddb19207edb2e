"""A review as it happens, and how it is stopped."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from assistant.case import Case
from assistant.conversation.stream import stream_case
from assistant.errors import StoppedError
from assistant.results import Review
from assistant.review import Step, Tools


def test_steps_come_first_and_the_review_last(work_hardening: Case, tools: Tools) -> None:
    events = list(stream_case(work_hardening, tools))
    assert all(isinstance(event, Step) for event in events[:-1])
    assert isinstance(events[-1], Review)


def test_a_stopped_review_ends_at_once(work_hardening: Case, tools: Tools) -> None:
    stop = Event()
    events = stream_case(work_hardening, tools, stop)
    assert isinstance(next(events), Step)
    stop.set()
    with pytest.raises(StoppedError, match="from the list"):
        list(events)


def test_nobody_waits_for_work_that_hangs(work_hardening: Case, tools: Tools) -> None:
    release, stop = Event(), Event()

    class Hanging:
        name = "hanging"

        def for_case(self, _: Case) -> Any:
            release.wait(20)
            return self

    events = stream_case(work_hardening, replace(tools, drafter=Hanging()), stop)  # type: ignore[arg-type]
    stop.set()
    with pytest.raises(StoppedError):
        next(events)
    release.set()


def test_an_iterator_that_is_closed_stops_its_own_work_only(work_hardening: Case, tools: Tools) -> None:
    stop = Event()
    events = stream_case(work_hardening, tools, stop)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert not stop.is_set()
    assert isinstance(list(stream_case(work_hardening, tools, stop))[-1], Review)
