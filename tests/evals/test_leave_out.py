"""What a lexicon loses when some cases are taken for unread."""

from __future__ import annotations

import pytest

from evals.leave_out import Attested, alternatives
from knowledge.findings import FindingRule, Findings

TEXTS = {"one": "Numbness of the toes.\nThe knee locks.", "two": "Tingling of the toes."}


def lexicon(*present: str, unless: tuple[str, ...] = ()) -> Findings:
    return Findings.of(
        FindingRule(id="thing", means="Invented for a test.", present=present, unless=unless)
    )


def left(findings: Findings, *left_out: str) -> tuple[str, ...]:
    return Attested.of(findings, TEXTS).without(left_out).by_id["thing"].present


def test_a_pattern_that_only_the_left_out_record_attests_falls() -> None:
    assert left(lexicon("numbness", "tingling", "pins and needles"), "one") == (
        "tingling",
        "pins and needles",
    )


def test_a_pattern_that_another_record_attests_stays() -> None:
    assert left(lexicon("toes"), "one") == ("toes",)


@pytest.mark.parametrize(
    ("left_out", "remains"),
    [("one", "(?:tingling|burning) of"), ("two", "(?:numbness|burning) of")],
)
def test_an_alternative_falls_with_the_record_that_alone_needs_it(left_out: str, remains: str) -> None:
    assert left(lexicon("(?:numbness|tingling|burning) of"), left_out) == (remains,)


def test_a_finding_without_wording_matches_nothing() -> None:
    findings = Attested.of(lexicon("numbness"), TEXTS).without(["one"])
    assert findings.patterns("thing").present.search("numbness and x") is None


@pytest.mark.parametrize(
    ("pattern", "without_one_each"),
    [
        ("a|b", ["b", "a"]),
        ("x(?:a|b|c)y", ["x(?:b|c)y", "x(?:a|c)y", "x(?:a|b)y"]),
        ("(?P<n>a|b)", ["(?P<n>b)", "(?P<n>a)"]),
        (r"[a|b]\|c", []),
        ("(?<!no |not )pain", []),
        ("(?:a(?:b|c)|d)", ["(?:a(?:c)|d)", "(?:a(?:b)|d)", "(?:d)", "(?:a(?:b|c))"]),
    ],
)
def test_each_alternative_can_be_cut(pattern: str, without_one_each: list[str]) -> None:
    assert [pattern[: a.start] + pattern[a.end :] for a in alternatives(pattern)] == without_one_each
