"""The edition by the date that its rule names: request up to 2016, date of service from 12/01/2017 on."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.evaluate import evaluate
from knowledge.model import Facts, Pack, Value
from knowledge.packs import load_packs
from knowledge.treatments import load_taxonomy

PACKS = load_packs()
FAMILIES = tuple(load_taxonomy().families)
FIRST = date(2017, 12, 1)
LAST = date(2017, 11, 30)


def governing(family: str, asked: date, served: date | None = None, region: str = "") -> Pack | None:
    facts = Facts(
        dates={"service_date": Value(served)} if served else {},
        item={"region": frozenset({region})} if region else {},
    )
    return PACKS.governing(family, asked, facts).pack


def why(family: str, asked: date, served: date | None = None) -> str:
    facts = Facts(dates={"service_date": Value(served)} if served else {})
    return PACKS.governing(family, asked, facts).why


@pytest.mark.parametrize("family", FAMILIES)
def test_from_december_2017_the_date_of_service_decides(family: str) -> None:
    asked_early = governing(family, date(2017, 11, 20), FIRST)
    asked_late = governing(family, date(2018, 1, 10), LAST)
    assert asked_early is not None
    assert asked_early.in_force.start == FIRST
    assert asked_late is None or asked_late.in_force.end == LAST


@pytest.mark.parametrize("family", FAMILIES)
def test_no_edition_governs_a_family_twice_or_not_at_all_by_the_rule_of_service(family: str) -> None:
    for served in (LAST, FIRST):
        by_request = governing(family, served)
        assert governing(family, served, served) == by_request
        assert governing(family, date(2018, 3, 1), served) == by_request


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("day", [FIRST, date(2019, 9, 1), date(2022, 2, 1), date(2025, 6, 1)])
def test_where_the_text_is_licensed_the_review_says_how_to_load_it(family: str, day: date) -> None:
    pack = governing(family, day, region="elbow")
    assert pack is not None
    assert not pack.text_loaded
    found = evaluate(pack, Facts())
    assert found.recommendation is None
    assert "not loaded: load it with imr ingest" in found.why


@pytest.mark.parametrize(
    ("family", "asked", "served", "start"),
    [
        ("opioid", date(2016, 7, 28), None, date(2009, 7, 18)),
        ("opioid", date(2016, 7, 29), None, date(2016, 7, 29)),
        ("opioid", date(2016, 7, 29), date(2016, 7, 1), date(2016, 7, 29)),  # 2016 goes by the request
        ("opioid", date(2016, 7, 28), date(2016, 8, 3), date(2009, 7, 18)),
        ("mri_spine_lumbar", date(2019, 8, 10), None, FIRST),
        ("mri_spine_lumbar", date(2019, 8, 1), date(2019, 8, 11), date(2019, 8, 11)),
        ("mri_spine_lumbar", date(2021, 12, 20), date(2021, 11, 22), date(2019, 8, 11)),
        ("mri_spine_lumbar", date(2021, 11, 1), date(2021, 11, 23), date(2021, 11, 23)),
        ("surgery_knee", date(2020, 9, 20), None, FIRST),
        ("surgery_knee", date(2020, 9, 21), None, date(2020, 9, 21)),
        ("mri_hip", date(2019, 10, 6), None, FIRST),
        ("mri_hip", date(2019, 10, 7), None, date(2019, 10, 7)),
        ("surgery_elbow", date(2019, 4, 17), None, FIRST),
        ("surgery_elbow", date(2019, 4, 18), None, date(2019, 4, 18)),
    ],
)
def test_each_edition_by_its_own_rule(family: str, asked: date, served: date | None, start: date) -> None:
    pack = governing(family, asked, served)
    assert pack is not None
    assert pack.in_force.start == start


def test_the_review_says_which_date_selected_the_edition() -> None:
    assert "request date 12/05/2016." in why("opioid", date(2016, 12, 5))
    assert "stands in for the date of service" in why("opioid", date(2018, 1, 5))
    assert "date of service 12/05/2017." in why("opioid", date(2017, 11, 20), date(2017, 12, 5))
    told = why("opioid", date(2018, 1, 10), date(2017, 11, 15))
    assert "date of service 11/15/2017 and the request date 01/10/2018" in told
