"""At the desk a finding is set aside with a reason, seen as such, and let stand again."""

from __future__ import annotations

import pytest

from assistant.desk import Desk
from assistant.desk.asking import answer
from assistant.desk.exporting import export
from assistant.desk.setting_aside import restore, suppress, the_finding, the_suppression
from assistant.errors import RecordsError, SettingsError
from assistant.records import SINGLE_USER, OpenCase
from assistant.samples import sample_text
from tests.assistant.desk.conftest import add

USER = SINGLE_USER
TEXT = "The date of injury was 03/02/2011. The worker has pain."
WHY = "the first injury of that body part is meant"


@pytest.fixture
def opened(desk: Desk) -> OpenCase:
    added = add(desk, "case.txt", sample_text("work-hardening.txt").encode())
    desk.save(added, 1, TEXT, 1, USER)
    return desk.records.open_case(added.id, USER)


def number_of(desk: Desk, opened: OpenCase, rule: str) -> int:
    return next(n for n, f in enumerate(desk.check(opened, 1, TEXT).report.findings) if f.rule == rule)


def test_a_finding_is_set_aside_and_comes_back(desk: Desk, opened: OpenCase) -> None:
    before = desk.check(opened, 1, TEXT)
    after = suppress(desk, opened, 1, TEXT, number_of(desk, opened, "FAC03"), WHY, USER)
    assert [s.suppression.reason for s in after.report.suppressed] == [WHY]
    assert len(after.findings) == len(before.findings) - 1
    again = desk.records.open_case(opened.id, USER)
    assert desk.check(again, 1, TEXT).report == after.report
    assert restore(desk, again, 1, TEXT, 0, USER).report == before.report


def test_without_a_reason_or_a_finding_it_is_refused(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(SettingsError, match="needs a reason"):
        suppress(desk, opened, 1, TEXT, 0, " ", USER)
    for number in (-1, 99):
        with pytest.raises(RecordsError, match="no such finding"):
            suppress(desk, opened, 1, TEXT, number, WHY, USER)
    with pytest.raises(RecordsError, match="no such finding"):
        restore(desk, opened, 1, TEXT, 0, USER)
    assert desk.records.open_case(opened.id, USER).item(1).suppressions == ()


def test_a_finding_is_named_by_rule_and_words(desk: Desk, opened: OpenCase) -> None:
    text, finding = the_finding(desk, opened, 1, "FAC03", "")
    assert (text, finding.quote) == (TEXT, "03/02/2011")
    assert the_finding(desk, opened, 1, "FAC03", "2011")[1] == finding
    with pytest.raises(RecordsError, match="no finding FAC03"):
        the_finding(desk, opened, 1, "FAC03", "2099")
    with pytest.raises(RecordsError, match="no finding ABS01"):
        the_suppression(opened, 1, "ABS01", "")


@pytest.mark.parametrize("name", ["review.json", "evidence.docx", "evidence.pdf"])
def test_the_exports_are_made_with_it(desk: Desk, opened: OpenCase, name: str) -> None:
    plain = export(desk, opened.id, name, USER)
    suppress(desk, opened, 1, TEXT, number_of(desk, opened, "FAC03"), WHY, USER)
    told = export(desk, opened.id, name, USER)
    assert told != plain
    if name.endswith(".json"):
        assert WHY.encode() in told
        assert WHY.encode() not in plain


def test_words_set_aside_with_a_reason_and_restore(desk: Desk, opened: OpenCase) -> None:
    with pytest.raises(SettingsError, match="needs a reason"):
        answer(desk, opened, 1, "set aside FAC03", USER)
    said = answer(desk, opened, 1, f"set aside FAC03 because {WHY}", USER)
    assert "Set aside: **FAC03**" in said.text
    assert [s.reason for s in said.opened.item(1).suppressions] == [WHY]
    checked = answer(desk, said.opened, 1, f"check this text: {TEXT}", USER)
    assert "*Set aside:* FAC03" in checked.text
    assert "with 1 suppressed finding" in checked.text
    back = answer(desk, said.opened, 1, "restore FAC03", USER)
    assert back.opened.item(1).suppressions == ()


@pytest.mark.parametrize(
    "words",
    [
        "check this text: set aside FAC03 because it is fine. The date of injury was 03/02/2011.",
        "The record says: set aside FAC03 because it is fine.",
        "fact: set aside FAC03 because it is fine",
    ],
)
def test_words_quoted_to_the_assistant_set_nothing_aside(desk: Desk, opened: OpenCase, words: str) -> None:
    assert answer(desk, opened, 1, words, USER).opened.item(1).suppressions == ()
