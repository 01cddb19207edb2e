"""Deadlines by the statutory clock, and the numbers of the dashboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.case import Case
from assistant.errors import AccessError
from assistant.records import OpenCase, Records
from assistant.records.deadlines import deadline, risk
from assistant.records.figures import figures
from assistant.results import CheckReport, Finding, Review, Severity, Verdict
from knowledge.model import Decision
from tests.assistant.records.conftest import ANN, BEN, LEAD, SIGNER, Clock, keep

ADDED = date(2017, 3, 1)


def test_a_regular_case_is_due_thirty_days_after_its_assignment(back_and_knee: Case) -> None:
    case = replace(back_and_knee, priority="Standard", date_assigned=date(2017, 1, 30))
    found = deadline(case, ADDED)
    assert (found.due, found.expedited, found.confirm) == (date(2017, 3, 1), False, False)
    assert "4610.6(d)" in found.why
    assert found.days_left(date(2017, 3, 2)) == -1


def test_an_expedited_case_is_due_in_three_days_to_be_confirmed(back_and_knee: Case) -> None:
    case = replace(back_and_knee, priority="EXPEDITED", date_assigned=date(2017, 2, 27))
    found = deadline(case, ADDED)
    assert (found.due, found.expedited, found.confirm) == (date(2017, 3, 2), True, True)
    assert "confirm" in found.why


@pytest.mark.parametrize(
    ("received", "due"), [(date(2017, 1, 10), date(2017, 2, 9)), (None, date(2017, 3, 31))]
)
def test_without_an_assignment_the_clock_starts_at_what_is_known(
    back_and_knee: Case, received: date | None, due: date
) -> None:
    case = replace(back_and_knee, priority=None, date_assigned=None, application_received=received)
    assert deadline(case, ADDED).due == due


@pytest.mark.parametrize(("days", "word"), [(-1, "overdue"), (0, "soon"), (5, "soon"), (6, "in time")])
def test_the_risk_of_a_deadline(days: int, word: str) -> None:
    assert risk(ADDED + timedelta(days=days), ADDED) == word


def test_empty_records_have_empty_figures(records: Records) -> None:
    empty = figures(records, LEAD)
    assert (empty.volume.cases, empty.volume.items, empty.families, empty.times.median) == (0, 0, (), None)


def test_the_figures_count_what_is_recorded(
    records: Records, opened: OpenCase, review: Review, clock: Clock
) -> None:
    faulty = CheckReport(
        tuple(
            Finding(rule, Severity.ERROR, 0, 1, "T", Verdict.UNSUPPORTED, "why")
            for rule in ("TST01", "TST01", "TST02")
        )
    )
    records.save_edit(opened.id, 1, "Some words.", faulty, ANN)
    records.save_edit(opened.id, 1, "Other words.", CheckReport(()), ANN)
    records.override(opened.id, 1, Decision.UPHELD, "The exam is normal.", ANN)
    clock.now += timedelta(hours=2)
    for item in opened.items:
        records.sign(opened.id, item.number, SIGNER, ANN)
    other = keep(records, review, BEN)
    found = figures(records, LEAD)
    assert (found.volume.cases, found.volume.items) == (2, 8)
    assert found.volume.signed_items == 4
    assert dict(found.volume.by_state) == {"drafted": 1, "signed": 1}
    assert found.volume.by_day == ((date(2017, 2, 3), 2),)
    family = next(f for f in found.families if f.family == review.items[0].family)
    assert (family.items, family.overturned, family.signed_upheld) == (2, 2, 1)
    assert [(o.reason, o.recommendation) for o in found.overrides] == [
        ("The exam is normal.", Decision.OVERTURNED)
    ]
    assert [(r.rule, r.in_drafts, r.in_edits) for r in found.rules] == [("TST01", 0, 2), ("TST02", 0, 1)]
    assert found.times.cases == 1
    assert found.times.median is not None
    assert timedelta(hours=2) < found.times.median < timedelta(hours=2, minutes=1)
    assert [d.case_id for d in found.due] == [other.id]


def test_the_criteria_are_counted_over_all_items(
    records: Records, opened: OpenCase, review: Review
) -> None:
    counted = figures(records, LEAD).criteria
    results = [r for item in review.items if item.evaluation for r in item.evaluation.results]
    sums = [c.met + c.not_met + c.not_documented + c.not_applicable for c in counted]
    assert sum(sums) == len(results)
    deciding = sum(len(item.evaluation.deciding) for item in review.items if item.evaluation)
    assert sum(c.deciding for c in counted) == deciding


def test_the_dashboard_is_not_a_reviewers(records: Records) -> None:
    with pytest.raises(AccessError, match="leads"):
        figures(records, ANN)
