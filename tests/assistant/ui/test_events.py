"""The page's handlers as plain generators: what each part shows, and that nothing is ever markup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from assistant.desk import Desk
from assistant.records import SINGLE_USER, Role, User, open_records
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.ui.events import Events
from assistant.ui.shown import Parts, View

USER = SINGLE_USER


@pytest.fixture
def events(tools: Tools, tmp_path: Path) -> Events:
    return Events(Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")))


def after(shown: Iterable[Parts]) -> Parts:
    """What the page shows once the handler is done."""
    merged: Parts = {}
    for parts in shown:
        merged |= parts
    return merged


@pytest.fixture
def page(events: Events) -> Parts:
    return after(events.add_sample(USER, View(), "work-hardening.txt"))


def text_of(part: Any) -> str:
    return str(part)


def test_a_sample_fills_every_panel(page: Parts) -> None:
    assert "SAMPLE-0002" in page["header"]
    assert "not medically necessary" in page["document"]
    assert "imr-not-met" in page["criteria"]
    assert 'data-keys="E1' in page["record"]
    assert "2009" in page["guideline"]
    assert "03/02/2012" in page["course"]
    assert page["view"].case_id == 1


def test_a_sample_is_opened_again_not_added_again(events: Events, page: Parts) -> None:
    again = after(events.add_sample(USER, page["view"], "work-hardening.txt"))
    assert again["cases"].count("data-case") == 1


def test_the_draft_is_never_shown_before_the_review_is_done(events: Events) -> None:
    shown = list(events.add_sample(USER, View(), "work-hardening.txt"))
    assert [("document" in parts) for parts in shown] == [False] * (len(shown) - 1) + [True]
    assert "medically necessary" not in str(shown[:-1])


def test_words_without_a_case_say_what_to_do(events: Events) -> None:
    said = after(events.say(USER, View(), "why?", []))["chat"][-1].content
    assert "Open a case first" in said


def test_a_question_is_answered_and_the_box_emptied(events: Events, page: Parts) -> None:
    said = after(events.say(USER, page["view"], "what is missing?", []))
    assert "return-to-work goal" in said["chat"][-1].content
    assert said["words"] == ""


def test_a_check_marks_findings_with_their_mends(events: Events, page: Parts) -> None:
    shown = after(events.check(USER, page["view"], "The date of injury was 03/02/2011."))
    assert "data-mend" in shown["findings"]
    assert "Not saved yet" in shown["findings"]


def test_a_conflicting_save_from_another_window_is_refused(events: Events, page: Parts) -> None:
    after(events.save(USER, page["view"], "The worker was injured on 03/02/2012."))
    refused = after(events.save(USER, page["view"], "Another wording."))
    assert "another window" in refused["saying"]


def test_signing_needs_the_attestation_and_locks(events: Events, page: Parts) -> None:
    view = page["view"]
    assert "Tick" in after(events.sign(USER, view, "Alex Example", "MD", False, ""))["said"]
    assert "name" in after(events.sign(USER, view, " ", "MD", True, ""))["said"]
    signed = after(events.sign(USER, view, "Alex Example", "MD", True, ""))
    assert "Signed by Alex Example" in signed["document"]
    assert "signed" in signed["cases"]
    assert "reason" in after(events.reopen(USER, view, ""))["said"]


def test_an_override_is_shown_with_its_reason(events: Events, page: Parts) -> None:
    shown = after(events.override(USER, page["view"], "Overturned", "<b>The job offer</b> came in."))
    assert "&lt;b&gt;The job offer" in shown["criteria"]


def test_the_list_is_narrowed_by_words(events: Events, page: Parts) -> None:
    both = after(events.add_sample(USER, page["view"], "back-and-knee.txt"))
    assert both["cases"].count("data-case") == 2
    found = after(events.filter(USER, both["view"], "hardening", "", "", "", "", "due"))
    assert found["cases"].count("data-case") == 1


def test_another_user_sees_nothing_of_it(events: Events, page: Parts) -> None:
    other = User("somebody else", Role.REVIEWER)
    shown = after(events.start(other, View(), page["view"].case_id))
    assert "SAMPLE" not in text_of(shown)
    assert "no case" in shown["chat"][-1].content
    assert "leads" in after(events.count(other, View()))["dashboard"]


def test_an_upload_leaves_no_copy_behind(events: Events, tmp_path: Path) -> None:
    copy = tmp_path / "case.txt"
    copy.write_text(sample_text("work-hardening.txt"))
    after(events.add_files(USER, View(), [str(copy)]))
    assert not copy.exists()


def test_text_of_a_file_is_never_markup(events: Events) -> None:
    hostile = sample_text("work-hardening.txt").replace(
        "lumbar strain", "<img src=x onerror=alert(1)> strain"
    )
    shown = after(events.add_text(USER, View(), hostile))
    html = "".join(v for v in shown.values() if isinstance(v, str))
    assert "<img" not in html
    assert "&lt;img" in html
