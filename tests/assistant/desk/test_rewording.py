"""Other words at the reviewer's wish: always checked, always a version, never the reviewer's own text."""

from __future__ import annotations

import pytest

from assistant.desk import ATTESTATION, Desk
from assistant.desk.asking import answer
from assistant.drafting.styles import Style
from assistant.errors import RecordsError, SignedError
from assistant.records import SINGLE_USER, DraftVersion, OpenCase, Signer
from assistant.samples import sample_text
from tests.assistant.desk.conftest import add

USER = SINGLE_USER


@pytest.fixture
def opened(desk: Desk) -> OpenCase:
    return add(desk, "work-hardening.txt", sample_text("work-hardening.txt").encode())


def draft_of(opened: OpenCase) -> DraftVersion:
    draft = opened.item(1).draft
    assert draft is not None
    return draft


def test_a_shorter_draft_keeps_guideline_grounds_and_conclusion(desk: Desk, opened: OpenCase) -> None:
    before = draft_of(opened)
    kept = desk.reword(opened, 1, Style.SHORTER, None, USER)
    assert kept.report.passed
    assert len(kept.text) < 0.7 * len(before.text)
    assert kept.text.startswith(before.sentences[0].text)
    assert kept.text.endswith(before.sentences[-1].text)
    assert "3 years, 1 month and 13 days" in kept.text


def test_a_plainer_draft_says_the_same_with_the_same_support(desk: Desk, opened: OpenCase) -> None:
    kept = desk.reword(opened, 1, Style.PLAINER, None, USER)
    assert "The record does not show" in kept.text
    assert [s.supports for s in kept.sentences] == [s.supports for s in draft_of(opened).sentences]


def test_more_on_a_criterion_gives_its_full_condition(desk: Desk, opened: OpenCase) -> None:
    kept = desk.reword(opened, 1, Style.MORE, 2, USER)
    assert "the guideline's condition in full" in kept.text
    assert kept.text.endswith("not medically necessary.")


def test_wishes_add_up(desk: Desk, opened: OpenCase) -> None:
    answer(desk, opened, 1, "make it shorter", USER)
    again = desk.records.open_case(opened.id, USER)
    answer(desk, again, 1, "more on criterion 2, please", USER)
    kept = draft_of(desk.records.open_case(opened.id, USER))
    assert kept.by == "grounded, more on criterion 2"
    assert "condition in full" in kept.text
    assert "The guideline looks for" not in kept.text


def test_the_reviewers_own_text_stays(desk: Desk, opened: OpenCase) -> None:
    own = desk.save(opened, 1, f"{draft_of(opened).text} Reviewed with care.", 1, USER)
    said = answer(desk, desk.records.open_case(opened.id, USER), 1, "plainer", USER)
    assert "Your own text stays" in said.text
    item = said.opened.item(1)
    assert item.draft == own
    assert item.proposal is not None


def test_the_same_wish_twice_changes_nothing(desk: Desk, opened: OpenCase) -> None:
    desk.reword(opened, 1, Style.SHORTER, None, USER)
    with pytest.raises(RecordsError, match="stays as it is"):
        desk.reword(desk.records.open_case(opened.id, USER), 1, Style.SHORTER, None, USER)


def test_a_criterion_that_is_not_there_is_said(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(RecordsError, match="criteria 1 to"):
        desk.reword(opened, 1, Style.MORE, 99, USER)


def test_a_signed_item_is_not_put_in_other_words(desk: Desk, opened: OpenCase) -> None:
    desk.sign(opened, 1, Signer("Alex Example", "MD, invented", ATTESTATION), USER)
    with pytest.raises(SignedError):
        desk.reword(opened, 1, Style.SHORTER, None, USER)


def test_an_override_leaves_a_wording_to_begin_from(desk: Desk, opened: OpenCase) -> None:
    item = desk.override(opened, 1, "Overturned", "The job offer came in", USER)
    assert item.working is not None
    assert "The job offer came in." in item.working.text
    assert item.working.text.endswith("program is medically necessary.")
    assert not desk.check(opened, 1, item.working.text).report.errors
    assert item.draft == opened.item(1).draft


def test_an_override_leaves_what_is_typed_alone(desk: Desk, opened: OpenCase) -> None:
    desk.type(opened, 1, "My own words so far.", 0, USER)
    item = desk.override(opened, 1, "Overturned", "The job offer came in", USER)
    assert item.working is not None
    assert item.working.text == "My own words so far."


def test_a_corrected_request_is_reviewed_anew(desk: Desk, opened: OpenCase) -> None:
    wording = "6 sessions of a work hardening program"
    after = desk.change_request(opened, 1, wording, "The form asks for six.", USER)
    assert after.item(1).treatment == wording
    assert wording in draft_of(after).text
    changed = [e for e in desk.records.history(opened.id, USER) if e.action == "request changed"]
    assert "The form asks for six." in changed[0].body
    desk.records.verify()


@pytest.mark.parametrize(("wording", "says"), [("  ", "in full"), ("", "in full")])
def test_an_empty_request_is_refused(desk: Desk, opened: OpenCase, wording: str, says: str) -> None:
    with pytest.raises(RecordsError, match=says):
        desk.change_request(opened, 1, wording, "a reason", USER)


def test_an_unchanged_request_or_one_without_reason_is_refused(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(RecordsError, match="already"):
        desk.change_request(opened, 1, opened.item(1).treatment, "a reason", USER)
    with pytest.raises(RecordsError, match="reason"):
        desk.change_request(opened, 1, "Acupuncture, 6 visits", " ", USER)


def test_nothing_is_signed_on_a_review_that_a_correction_outdated(desk: Desk, opened: OpenCase) -> None:
    signer = Signer("Alex Example", "MD, invented", ATTESTATION)
    kept = desk.keep_request(opened, 1, "6 sessions of a work hardening program", "Read wrongly.", USER)
    assert kept.outdated
    with pytest.raises(RecordsError, match="after the review"):
        desk.sign(kept, 1, signer, USER)
    *_, last = desk.resume(kept.summary, USER)
    assert last.opened is not None
    assert desk.sign(last.opened, 1, signer, USER).signed


def test_a_wording_after_an_override_holds_no_ground_that_the_checker_refuses(desk: Desk) -> None:
    *_, last = desk.add("back-and-knee.txt", sample_text("back-and-knee.txt").encode(), USER)
    assert last.opened is not None
    for kept in last.opened.items:
        other = "Upheld" if kept.decision == "Overturned" else "Overturned"
        item = desk.override(last.opened, kept.number, other, "The later visit settles it", USER)
        assert item.working is not None
        assert desk.check(last.opened, kept.number, item.working.text).report.passed
