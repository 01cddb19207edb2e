"""Every rule's page is its test: the bad example is found at its place, the good one is clean."""

from __future__ import annotations

import pytest

from assistant.checks import RULES, Example, Rule, check_draft, check_text
from assistant.checks.sample import mini
from assistant.results import CheckReport


def report(example: Example) -> CheckReport:
    case, item, review, draft = mini(example)
    if draft is not None:
        return check_draft(draft, case, item, review)
    return check_text(example.text, case, item, review, human=example.setting.startswith("human"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_bad_example_is_found_at_its_place(rule: Rule) -> None:
    found = [f for f in report(rule.bad).findings if f.rule == rule.id]
    assert found, rule.bad.text
    start = rule.bad.text.index(rule.bad.at)
    assert any(f.start < start + len(rule.bad.at) and start < f.end for f in found)
    assert found[0].severity is rule.severity


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_good_example_has_no_finding_of_that_rule(rule: Rule) -> None:
    assert [f for f in report(rule.good).findings if f.rule == rule.id] == []


def test_rule_ids_are_unique_and_named_by_family() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.family for rule in RULES} == {
        "FAC",
        "ABS",
        "PRE",
        "POL",
        "CRI",
        "CIT",
        "SCO",
        "CON",
        "DRA",
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule: Rule) -> None:
    for part in (rule.id, rule.summary, rule.rationale, rule.bad.text, rule.good.text):
        assert part in rule.explain
