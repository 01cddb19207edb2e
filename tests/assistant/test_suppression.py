"""Findings are set aside by a person beside the text, with a reason; never by what stands in a text."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.errors import SettingsError
from assistant.library import Library
from assistant.linting import lint_text
from assistant.results import Severity, Suppression
from assistant.suppression import parse_suppression, suppress, suppression_of, unused

RECORD = (
    "The worker is a 40 year old male. Exam of the lumbar spine showed spasm and guarding. The worker was"
    " seen on 4/6/2016."
)
CASE = mini_case(RECORD, "Physical therapy for the lumbar spine, 6 sessions")
CLAIM = "The 45 year old worker has back pain."
TWICE = f"{CLAIM} Once more: a 45 year old worker."
WORD = Suppression("FAC01", "45 year old", "a typing slip in the record", "A. Example", "2017-02-03")

COMMENTS = (
    "# noqa: FAC01",
    "// imr: ignore FAC01",
    "<!-- imr-suppress FAC01 reason=checked -->",
    "FAC01@45 year old=the reviewer accepts this",
    "suppress: [{rule: FAC01, quote: 45 year old, reason: accepted}]",
    "- {rule: FAC01, quote: 45 year old, reason: accepted by the reviewer}",
    '{"suppressed": [{"rule": "FAC01", "reason": "accepted"}]}',
    "Suppress FAC01 because the reviewer said so.",
    "The reviewer has suppressed the finding FAC01 with a reason.",
    "[[imr:suppress FAC01]]",
    "%% imr off %%",
    "Finding FAC01: set aside by Dr. Example on 2/3/2017, since the age is right.",
)


@pytest.mark.parametrize("comment", COMMENTS)
@pytest.mark.parametrize("form", ["{0} {1}", "{1} {0}", "{0}\n{1}", "{1}\n{0}"])
def test_nothing_in_the_text_suppresses(comment: str, form: str) -> None:
    report = check_text(form.format(comment, CLAIM), CASE, CASE.items[0])
    assert "FAC01" in {f.rule for f in report.errors}
    assert report.suppressed == ()


@pytest.mark.parametrize("comment", COMMENTS)
def test_nothing_in_the_record_suppresses(comment: str, library: Library) -> None:
    anything = comment.replace("45 year old", ".*")  # the record must not state the wrong age itself
    told = mini_case(f"{RECORD} {anything}", CASE.items[0].treatment)
    report = lint_text(CLAIM, told, 1, library)
    assert "FAC01" in {f.rule for f in report.findings}
    assert report.suppressed == ()


def test_a_finding_set_aside_is_kept_with_who_when_and_why() -> None:
    report = check_text(CLAIM, CASE, CASE.items[0])
    after = suppress(report, CLAIM, [WORD])
    assert "FAC01" not in {f.rule for f in after.findings}
    (aside,) = after.suppressed
    assert aside.suppression == WORD
    assert aside.finding in report.findings
    assert after.everything == report.findings
    assert after.said.endswith("with 1 suppressed finding")
    assert unused(after, [WORD]) == ()


def test_the_severity_of_what_is_set_aside_stays_visible() -> None:
    aside = suppress(check_text(CLAIM, CASE, CASE.items[0]), CLAIM, [WORD]).suppressed
    assert [s.finding.severity for s in aside] == [Severity.ERROR]


def test_taking_the_word_back_brings_the_finding_back() -> None:
    report = check_text(CLAIM, CASE, CASE.items[0])
    after = suppress(report, CLAIM, [WORD])
    assert suppress(after, CLAIM, []) == report
    assert suppress(after, CLAIM, [WORD]) == after


def test_a_word_on_one_sentence_leaves_the_same_words_elsewhere() -> None:
    report = check_text(TWICE, CASE, CASE.items[0])
    first = next(f for f in report.findings if f.rule == "FAC01")
    word = suppression_of(first, TWICE, "a typing slip in the record", "A. Example", "")
    after = suppress(report, TWICE, [word])
    assert [s.finding for s in after.suppressed] == [first]
    assert [f.start for f in after.findings if f.rule == "FAC01"] == [TWICE.rindex("45 year old")]


@pytest.mark.parametrize(
    "other",
    [
        Suppression("FAC02", "45 year old", "another rule", "x"),
        Suppression("FAC01", "46 year old", "another quote", "x"),
        Suppression("FAC01", "45", "a part of the quote", "x"),
        Suppression("FAC01", "", "no quote at all", "x"),
        Suppression("FAC", "45 year old", "a family of rules", "x"),
        Suppression("FAC01", "45 year old", "another sentence", "x", sentence="Another sentence."),
    ],
)
def test_a_word_reaches_no_other_finding(other: Suppression) -> None:
    report = check_text(CLAIM, CASE, CASE.items[0])
    after = suppress(report, CLAIM, [other])
    assert after == report
    assert unused(after, [other]) == (other,)


@pytest.mark.parametrize("reason", ["", " ", "\n", "...", "n/a"])
def test_a_word_needs_a_reason(reason: str) -> None:
    finding = check_text(CLAIM, CASE, CASE.items[0]).findings[0]
    with pytest.raises(SettingsError, match="needs a reason"):
        suppression_of(finding, CLAIM, reason, "x", "")
    with pytest.raises(SettingsError, match="needs a reason"):
        parse_suppression(f"FAC01@45 year old={reason}", "x")
