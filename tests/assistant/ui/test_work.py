"""Several works at once on one page: nothing is dropped, done twice, or takes the reviewer away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.records import SINGLE_USER, OpenCase, User, open_records
from assistant.records.store import Records
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.ui.events import Events
from assistant.ui.handlers.work import InHand, Running, Tabs, Works
from assistant.ui.html.progress import Line
from assistant.ui.shown import Parts, View

USER = SINGLE_USER
TAB = View(tab="this tab")


@pytest.fixture
def events(tools: Tools, tmp_path: Path) -> Events:
    return Events(Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")))


def file(folder: Path, number: str) -> str:
    path = folder / f"{number}.txt"
    path.write_text(sample_text("work-hardening.txt").replace("SAMPLE-0002", number))
    return str(path)


def shown(events: Events, steps: Iterator[Parts]) -> Parts:
    """What the page shows in the end; it tells what it looks at, as the page does."""
    merged: Parts = {}
    for parts in steps:
        if "view" in parts:
            events.tabs.looks(parts["view"])
        merged |= parts
    return merged


def until_read(steps: Iterator[Parts]) -> None:
    """Go on until the first file has been read."""
    while "ready" not in next(steps).get("cases", ""):
        pass


def test_files_added_while_others_are_read_are_read_too(events: Events, tmp_path: Path) -> None:
    first = events.add_files(USER, TAB, [file(tmp_path, "ONE-1")])
    until_read(first)
    second = shown(events, events.add_files(USER, TAB, [file(tmp_path, "TWO-2")]))
    assert "stop" in second
    assert second["stop"].visible, "the first is not done"
    assert "ONE-1.txt" in second["progress"]
    assert "TWO-2.txt" in second["progress"]
    ended = shown(events, first)
    assert not ended["stop"].visible
    assert ended["progress"] == ""
    assert ended["cases"].count("drafted") == 2
    assert not events.works


def test_whoever_turned_to_another_case_stays_there(events: Events, tmp_path: Path) -> None:
    view = shown(events, events.add_sample(USER, TAB, "back-and-knee.txt"))["view"]
    work = events.add_files(USER, view, [file(tmp_path, "ONE-1")])
    until_read(work)
    events.tabs.acts(view)
    shown(events, events.select(USER, view, 2))
    ended = shown(events, work)
    assert "view" not in ended
    assert "editor" not in ended
    assert "chat" not in ended
    assert events.tabs.at(view).item == 2
    assert ended["cases"].count("drafted") == 2


def test_a_case_opened_while_it_is_reviewed_is_shown_when_done(events: Events, tmp_path: Path) -> None:
    work = events.add_files(USER, TAB, [file(tmp_path, "ONE-1"), file(tmp_path, "TWO-2")])
    until_read(work)
    events.tabs.acts(TAB)
    waiting = shown(events, events.open_case(USER, TAB, 1))
    assert "at this moment" in waiting["chat"][0].content
    assert "progress" not in waiting, "the bars stay"
    ended = shown(events, work)
    assert ended["view"].case_id == 1
    assert "medically necessary" in ended["document"]
    assert events.desk.records.open_case(2, USER).summary.state == "drafted"


def test_an_item_chosen_while_a_fact_is_weighed_stays_in_view(events: Events) -> None:
    view = shown(events, events.add_sample(USER, TAB, "back-and-knee.txt"))["view"]
    work = events.tell_fact(USER, view, "The employer offered the former job", "a call")
    while "progress" not in next(work):
        pass
    events.tabs.acts(view)
    shown(events, events.select(USER, view, 3))
    assert shown(events, work)["view"].item == 3


def test_of_two_quick_choices_the_later_one_is_shown(
    events: Events, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("ONE-1", "TWO-2"):
        shown(events, events.add_files(USER, TAB, [file(tmp_path, number)]))
    real, later = Records.open_case, []

    def slowly(records: Records, case_id: int, user: User) -> OpenCase:
        if case_id == 1 and not later:
            later.append(shown(events, events.open_case(USER, TAB, 2)))
        return real(records, case_id, user)

    monkeypatch.setattr(Records, "open_case", slowly)
    assert shown(events, events.open_case(USER, TAB, 1)) == {}
    assert later[0]["view"].case_id == 2


def test_stopping_an_answer_stops_no_review(events: Events, tmp_path: Path) -> None:
    work = events.add_files(USER, TAB, [file(tmp_path, "ONE-1")])
    until_read(work)
    shown(events, events.halt(USER, TAB))
    assert "drafted" in shown(events, work)["cases"]


def test_a_work_that_begins_while_others_stop_is_not_stopped() -> None:
    works = Works()
    with works.of("t", [Line("a", "waiting", 0.0)]) as first:
        works.stop("t")
        with works.of("t", [Line("b", "waiting", 0.0)]) as second:
            assert first.stop.is_set()
            assert not second.stop.is_set()
        works.stop("another")
    assert not works


def test_a_work_left_in_the_middle_gives_its_case_free() -> None:
    now = [0.0]
    hand = InHand(lambda: now[0])
    hand.touch([1, 2])
    hand.drop([2])
    assert 1 in hand
    assert 2 not in hand
    now[0] = 60.0
    assert 1 not in hand


def test_lines_of_a_work_that_is_over_stay_while_another_goes_on() -> None:
    running, one, two = Running(), [Line("a", "drafted", 1.0)], [Line("b", "waiting", 0.0)]
    running.begin(one)
    running.begin(two)
    assert not running.is_newest(one)
    assert not running.end(one)
    assert [line.name for line in running.lines] == ["a", "b"]
    assert running.end(two)


def test_only_so_many_tabs_are_remembered() -> None:
    tabs = Tabs()
    for number in range(1500):
        tabs.looks(View(case_id=number, tab=str(number)))
    assert tabs.at(View(tab="0")).case_id is None
    assert tabs.at(View(tab="1499")).case_id == 1499
