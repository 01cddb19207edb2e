"""A review as it happens: its steps, then what they lead to. The draft comes only at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from typing import TypeVar

from assistant.case import Case
from assistant.conversation.session import Session, open_session
from assistant.results import Review
from assistant.review import Step, Tools, review_case

T = TypeVar("T")


def stream_session(case: Case, tools: Tools) -> Iterator[Step | Session]:
    """Yield each step as it is taken, then the session."""
    yield from _stream(lambda watched: open_session(case, watched), tools)


def stream_case(case: Case, tools: Tools) -> Iterator[Step | Review]:
    """Yield each step as it is taken, then the review."""
    yield from _stream(lambda watched: review_case(case, watched), tools)


def _stream(work: Callable[[Tools], T], tools: Tools) -> Iterator[Step | T]:
    steps: SimpleQueue[Step | None] = SimpleQueue()
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(work, replace(tools, on_step=steps.put))
        running.add_done_callback(lambda _: steps.put(None))
        while (step := steps.get()) is not None:
            yield step
        yield running.result()
