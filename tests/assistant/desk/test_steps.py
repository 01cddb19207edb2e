"""The steps that are told again after a reload are those that were shown while the review ran."""

from __future__ import annotations

from pathlib import Path

from assistant.desk import Desk
from assistant.desk.steps import kept_steps
from assistant.records import SINGLE_USER, open_records
from assistant.review import Tools
from assistant.samples import sample_text


def test_kept_steps_are_the_steps_that_were_shown(tools: Tools, tmp_path: Path) -> None:
    desk = Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}"))
    *_, last = desk.add("back-and-knee.txt", sample_text("back-and-knee.txt").encode(), SINGLE_USER)
    assert last.opened is not None
    told = kept_steps(desk.records.open_case(last.opened.id, SINGLE_USER), tools.library)
    shown = [
        (s.item, s.name, s.detail.replace("drafting", "drafted").replace("checking", "checked"))
        for s in last.steps
    ]
    assert sorted((s.item, s.name, s.detail) for s in told) == sorted(shown)


def test_a_case_without_a_review_has_no_steps(tools: Tools, tmp_path: Path) -> None:
    desk = Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}"))
    *_, last = desk.add("soup.txt", b"Boil the leek, then add salt.", SINGLE_USER)
    assert kept_steps(desk.records.open_case(last.summary.id, SINGLE_USER), tools.library) == ()
