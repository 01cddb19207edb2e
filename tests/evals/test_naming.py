"""Which criterion a reviewer named: the facts, the shares, and an order fitted from cases."""

from __future__ import annotations

import csv

from evals.naming import FACTS, Agreement, Blocking, Named, agreement, fitted_order, load_named, ordered
from knowledge.packs import load_packs


def named(case: str, *criteria: str) -> Named:
    return Named(case, 1, "pack", criteria, sure=True)


def said(*criteria: str) -> Blocking:
    return Blocking("pack", criteria)


def test_the_facts_name_criteria_that_exist_and_hold_no_text_of_records() -> None:
    packs = {pack.id: {c.id for c in pack.criteria} for pack in load_packs().packs}
    with FACTS.open(encoding="utf-8", newline="") as file:
        assert csv.DictReader(file).fieldnames == ["case_number", "item", "pack", "named", "sure", "note"]
    rows = load_named()
    assert [n for n in rows if set(n.criteria) - packs.get(n.pack, set())] == []
    assert len({n.id for n in rows}) == len(rows) == 244
    assert sum(bool(n.criteria) for n in rows) >= 220


def test_an_item_counts_by_the_first_by_the_first_two_and_by_all() -> None:
    rows = [named("a", "x", "y"), named("b", "x"), named("c", "x"), named("d"), named("e", "x")]
    answers = {"a-1": said("y", "x"), "b-1": said("z", "x"), "e-1": said("v", "w", "x", "z")}
    found = agreement(rows, answers)
    assert found == Agreement(4, main=0.0, any=0.25, any_of_two=0.5, any_of_all=0.75, shared=0.4375)


def test_nothing_named_is_nothing_to_count() -> None:
    assert agreement([named("a")], {}).items == 0


def test_an_order_is_taken_from_two_cases_and_never_from_one() -> None:
    answers = {f"{case}-1": said("x", "y") for case in "abcd"}
    assert fitted_order([named("a", "y")], answers) == {}
    assert fitted_order([named("a", "y"), named("b", "y")], answers) == {"pack": ("y",)}
    assert fitted_order([named("a", "y"), named("b", "y"), named("c", "x")], answers) == {}


def test_what_leads_goes_first_where_it_blocks() -> None:
    orders = {"pack": ("y", "w")}
    assert ordered(said("x", "y", "z"), orders) == said("y", "x", "z")
    assert ordered(said("x"), orders) == said("x")
