"""The desk: what a reviewer does with a kept case, and what is kept of it."""

from __future__ import annotations

import pytest

from assistant.desk import ATTESTATION, Desk
from assistant.desk.asking import answer
from assistant.desk.exporting import KINDS, export
from assistant.desk.moments import moments
from assistant.desk.wording import compare
from assistant.errors import AccessError, RecordsError
from assistant.mending import mended, replacement
from assistant.records import SINGLE_USER, CaseState, OpenCase, Role, Signer, User
from assistant.results import Finding, Severity, Verdict
from assistant.samples import sample_text
from tests.assistant.desk.conftest import add

USER = SINGLE_USER
SIGNER = Signer("Alex Example", "MD, invented", ATTESTATION)


@pytest.fixture
def opened(desk: Desk) -> OpenCase:
    return add(desk, "work-hardening.txt", sample_text("work-hardening.txt").encode())


def test_a_file_becomes_a_drafted_case_step_by_step(desk: Desk) -> None:
    progress = list(desk.add("case.txt", sample_text("work-hardening.txt").encode(), USER))
    assert [p.summary.state for p in progress][:2] == [CaseState.READING, CaseState.READY]
    assert progress[-1].opened is not None
    assert progress[-1].opened.summary.state is CaseState.DRAFTED
    assert progress[-1].steps


@pytest.mark.parametrize(
    "content", [b"", b"Boil the leek, then add salt and serve it warm.", bytes(range(256))]
)
def test_a_file_that_is_no_case_is_kept_with_its_problem(desk: Desk, content: bytes) -> None:
    *_, last = desk.add("soup.txt", content, USER)
    assert last.opened is None
    assert last.summary.state is CaseState.UNREADABLE
    assert last.summary.problem


def test_a_case_left_in_the_middle_is_resumed(desk: Desk) -> None:
    begun = desk.add("case.txt", sample_text("work-hardening.txt").encode(), USER)
    left = next(begun).summary
    del begun  # nobody asks it for the next step
    *_, last = desk.resume(left, USER)
    assert last.opened is not None
    assert last.opened.summary.state is CaseState.DRAFTED


def test_a_wrong_date_is_found_and_mended_with_one_click(desk: Desk, opened: OpenCase) -> None:
    text = "The date of injury was 03/02/2011. The request is not medically necessary."
    checked = desk.check(opened, 1, text)
    number = next(n for n, (_, mend) in enumerate(checked.findings) if mend == "03/02/2012")
    again = desk.mend(opened, 1, text, number)
    assert "03/02/2012" in again.text
    assert "03/02/2012" not in {mend for _, mend in again.findings}


def test_an_edit_is_kept_with_its_findings(desk: Desk, opened: OpenCase) -> None:
    kept = desk.save(opened, 1, "The date of injury was 03/02/2011.", 1, USER)
    assert not kept.report.passed
    assert desk.records.open_case(opened.id, USER).item(1).draft == kept


def test_an_empty_rationale_is_refused(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(RecordsError, match="empty"):
        desk.save(opened, 1, "  ", 1, USER)


def test_a_decision_must_be_one_of_the_two(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(RecordsError, match="Upheld or Overturned"):
        desk.override(opened, 1, "Perhaps", "a reason", USER)


def test_a_told_fact_is_kept_with_its_source_and_recomputes(desk: Desk, opened: OpenCase) -> None:
    words = (
        "The employer and the employee agreed on a defined return-to-work goal. (source: call on 4/2/2015)"
    )
    said = answer(desk, opened, 1, words, USER)
    assert "return-to-work goal" in said.text
    assert [(f.source, f.by) for f in said.opened.facts] == [("call on 4/2/2015", USER.name)]
    back = answer(desk, said.opened, 1, "forget that fact", USER)
    assert back.opened.facts == ()


def test_words_override_only_with_a_reason(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(RecordsError, match="reason"):
        answer(desk, opened, 1, "overturn it", USER)
    said = answer(desk, opened, 1, "overturn because the job offer came in", USER)
    override = said.opened.item(1).override
    assert override is not None
    assert (str(override.decision), override.reason) == ("Overturned", "the job offer came in")


def test_words_alone_never_sign(desk: Desk, opened: OpenCase) -> None:
    assert "Decide and sign" in answer(desk, opened, 1, "sign it", USER).text
    assert not desk.records.open_case(opened.id, USER).item(1).signed


def test_what_changed_compares_the_last_two_versions(desk: Desk, opened: OpenCase) -> None:
    assert "one version only" in answer(desk, opened, 1, "what changed?", USER).text
    draft = opened.item(1).draft
    assert draft is not None
    desk.save(opened, 1, f"{draft.text} Reviewed with care.", draft.number, USER)
    assert "**Reviewed with care" in answer(desk, opened, 1, "what has changed?", USER).text


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_document_is_made_and_noted(desk: Desk, opened: OpenCase, name: str) -> None:
    desk.sign(opened, 1, SIGNER, USER)
    content = export(desk, opened.id, name, USER)
    assert content.startswith({"x": b"PK", "f": b"%PDF", "n": b"{"}[name[-1]])
    assert any(name in entry.body for entry in desk.records.history(opened.id, USER))


def test_another_reviewer_gets_no_document(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(AccessError):
        export(desk, opened.id, "review.json", User("somebody else", Role.REVIEWER))


def test_the_course_holds_header_days_and_dated_sentences(opened: OpenCase) -> None:
    assert opened.case is not None
    found = moments(opened.case)
    assert [m.day for m in found] == sorted(m.day for m in found)
    assert "Date of injury" in {m.label for m in found}
    assert any(m.quote and "progress note" in m.label for m in found)


def test_a_comparison_joins_back_to_both_wordings() -> None:
    before, after = "The left knee hurts, since May.", "The right knee hurts, it swells, since May."
    passages = compare(before, after)
    assert "".join(p.text for p in passages if p.kind != "added") == before
    assert "".join(p.text for p in passages if p.kind != "removed") == after


def finding(text: str, quote: str, mend: str) -> Finding:
    start = text.index(quote)
    place = (start, start + len(quote), quote)
    return Finding("X01", Severity.ERROR, *place, Verdict.CONTRADICTED, "Told wrong.", mend=mend)


def test_mends_write_remove_or_leave_it_to_a_person() -> None:
    text = "There were 7 visits in all. Nonsense here. The end."
    assert mended(text, finding(text, "7", "Write 8.")) == text.replace("7", "8")
    assert (
        mended(text, finding(text, "Nonsense here.", "Remove it."))
        == "There were 7 visits in all. The end."
    )
    vague = finding(text, "visits", "Name the request exactly.")
    assert replacement(vague) is None
    assert mended(text, vague) == text


def test_a_mend_whose_place_has_moved_changes_nothing() -> None:
    text = "There were 7 visits."
    assert mended(f"So {text}", finding(text, "7", "Write 8.")) == f"So {text}"


def test_a_wrong_number_is_mended_in_the_words_of_the_record(desk: Desk, opened: OpenCase) -> None:
    checked = desk.check(opened, 1, "The worker is a 45 year old female.")
    assert "36 year old" in {mend for _, mend in checked.findings}
