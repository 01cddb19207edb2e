"""Numbers for a lead, from the recorded data only: nothing is estimated, and every number has its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, select

from assistant.errors import AccessError
from assistant.records import tables as t
from assistant.records.deadlines import risk
from assistant.records.model import Role, User
from assistant.records.store import Records
from knowledge.model import Decision, Status

NO_FAMILY = "unrecognised"


@dataclass(frozen=True, slots=True)
class Volume:
    """Cases added on a day, and cases by state in all."""

    cases: int
    items: int
    signed_items: int
    by_state: tuple[tuple[str, int], ...]
    by_day: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class FamilyOutcome:
    """One kind of treatment: what was recommended, what was signed. ``none``: no recommendation."""

    family: str
    items: int
    upheld: int
    overturned: int
    none: int
    signed_upheld: int
    signed_overturned: int


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """One criterion of a pack over all items it was tried on; ``deciding`` counts where it carried."""

    pack: str
    criterion: str
    says: str
    met: int
    not_met: int
    not_documented: int
    not_applicable: int
    deciding: int


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """One override with its reason; ``recommendation`` is None where there was none."""

    case_id: int
    item: int
    treatment: str
    recommendation: Decision | None
    decision: Decision
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule of the checker complained, in the assistant's drafts and in reviewers' texts."""

    rule: str
    severity: str
    in_drafts: int
    in_edits: int


@dataclass(frozen=True, slots=True)
class Times:
    """From adding a case to its last signature, over the cases that are wholly signed.

    ``each``: case number or file, reviewer and time, the longest first.
    """

    cases: int
    median: timedelta | None
    longest: timedelta | None
    each: tuple[tuple[str, str, timedelta], ...] = ()


@dataclass(frozen=True, slots=True)
class DueCase:
    """An unsigned case by its deadline; ``risk`` is ``overdue``, ``soon`` or ``in time``."""

    case_id: int
    case_number: str | None
    owner: str
    due: date
    days_left: int
    risk: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The dashboard."""

    volume: Volume
    families: tuple[FamilyOutcome, ...]
    criteria: tuple[CriterionOutcome, ...]
    overrides: tuple[OverrideRow, ...]
    rules: tuple[RuleCount, ...]
    times: Times
    due: tuple[DueCase, ...]


def figures(records: Records, user: User) -> Figures:
    """All numbers as of now, over every user's cases.

    Raises:
        AccessError: the user is neither lead nor auditor.
    """
    if user.role is Role.REVIEWER:
        raise AccessError("The dashboard is for leads and auditors.")
    today = records.clock().date()
    with records.database.reading() as connection:
        return Figures(
            volume=_volume(connection),
            families=_families(connection),
            criteria=_criteria(connection),
            overrides=_overrides(connection),
            rules=_rules(connection),
            times=_times(connection),
            due=_due(connection, today),
        )


def _volume(connection: Connection) -> Volume:
    states = connection.execute(
        select(t.cases.c.state, func.count()).group_by(t.cases.c.state).order_by(t.cases.c.state)
    ).all()
    day = func.substr(t.cases.c.at, 1, 10)
    days = connection.execute(select(day, func.count()).group_by(day).order_by(day)).all()
    signed = func.coalesce(_count(t.items.c.signed), 0)
    items, done = connection.execute(select(func.count(), signed).select_from(t.items)).one()
    return Volume(
        cases=sum(count for _, count in states),
        items=items,
        signed_items=done,
        by_state=tuple((state, count) for state, count in states),
        by_day=tuple((date.fromisoformat(text), count) for text, count in days),
    )


def _families(connection: Connection) -> tuple[FamilyOutcome, ...]:
    i = t.items.c
    rows = connection.execute(
        select(i.family, i.recommendation, i.decision, i.signed).where(i.review.is_not(None))
    ).all()
    by_family: dict[str, list[Any]] = {}
    for row in rows:
        by_family.setdefault(row.family or NO_FAMILY, []).append(row)
    return tuple(_family(name, by_family[name]) for name in sorted(by_family))


def _family(name: str, rows: Sequence[Any]) -> FamilyOutcome:
    recommended = Counter(row.recommendation for row in rows)
    signed = Counter(row.decision for row in rows if row.signed)
    return FamilyOutcome(
        family=name,
        items=len(rows),
        upheld=recommended[Decision.UPHELD.value],
        overturned=recommended[Decision.OVERTURNED.value],
        none=recommended[None],
        signed_upheld=signed[Decision.UPHELD.value],
        signed_overturned=signed[Decision.OVERTURNED.value],
    )


def _criteria(connection: Connection) -> tuple[CriterionOutcome, ...]:
    c = t.criteria.c
    group = (c.pack, c.criterion)
    statuses = [_count(c.status == status.value) for status in Status]
    query = (
        select(*group, func.max(c.says), *statuses, _count(c.deciding)).group_by(*group).order_by(*group)
    )
    return tuple(_criterion(tuple(row)) for row in connection.execute(query).all())


def _criterion(row: tuple[Any, ...]) -> CriterionOutcome:
    pack, criterion, says, *counts, deciding = row
    by_status = dict(zip(Status, counts, strict=True))
    return CriterionOutcome(
        pack=pack,
        criterion=criterion,
        says=says,
        met=by_status[Status.MET],
        not_met=by_status[Status.NOT_MET],
        not_documented=by_status[Status.NOT_DOCUMENTED],
        not_applicable=by_status[Status.NOT_APPLICABLE],
        deciding=deciding,
    )


def _overrides(connection: Connection) -> tuple[OverrideRow, ...]:
    o, i = t.overrides.c, t.items.c
    query = (
        select(t.overrides, i.treatment)
        .join(t.items, (i.case_id == o.case_id) & (i.number == o.item))
        .where(o.decision.is_distinct_from(o.recommendation))
        .order_by(o.id.desc())
    )
    return tuple(
        OverrideRow(
            case_id=row.case_id,
            item=row.item,
            treatment=row.treatment,
            recommendation=Decision(row.recommendation) if row.recommendation else None,
            decision=Decision(row.decision),
            reason=row.reason,
            by=row.by,
            at=datetime.fromisoformat(row.at),
        )
        for row in connection.execute(query).all()
    )


def _rules(connection: Connection) -> tuple[RuleCount, ...]:
    f, d = t.findings.c, t.drafts.c
    join = (d.case_id == f.case_id) & (d.item == f.item) & (d.number == f.draft)
    query = (
        select(f.rule, f.severity, _count(~d.by_reviewer), _count(d.by_reviewer))
        .join(t.drafts, join)
        .group_by(f.rule, f.severity)
        .order_by(f.rule, f.severity)
    )
    return tuple(RuleCount(*row) for row in connection.execute(query).all())


def _times(connection: Connection) -> Times:
    s = t.signatures.c
    query = (
        select(
            t.cases.c.case_number,
            t.cases.c.name,
            t.cases.c.owner,
            t.cases.c.at,
            func.max(s.at).label("signed"),
        )
        .join(t.signatures, (s.case_id == t.cases.c.id) & s.withdrawn_at.is_(None))
        .where(t.cases.c.state == "signed")
        .group_by(t.cases.c.id)
    )
    rows = connection.execute(query).all()
    if not rows:
        return Times(0, None, None)
    taken = [(row.case_number or row.name, row.owner, _seconds(row.at, row.signed)) for row in rows]
    taken.sort(key=lambda each: (-each[2], each[0]))
    seconds = [each[2] for each in taken]
    return Times(
        len(seconds),
        timedelta(seconds=median(seconds)),
        timedelta(seconds=max(seconds)),
        tuple((name, owner, timedelta(seconds=took)) for name, owner, took in taken),
    )


def _seconds(since: str, until: str) -> float:
    return (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds()


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows a condition holds for."""
    return func.sum(cast(condition, Integer))


def _due(connection: Connection, today: date) -> tuple[DueCase, ...]:
    c = t.cases.c
    query = (
        select(c.id, c.case_number, c.owner, c.due)
        .where(c.due.is_not(None), c.state != "signed", c.removed_at.is_(None))
        .order_by(c.due, c.id)
    )
    rows = [(row, date.fromisoformat(row.due)) for row in connection.execute(query).all()]
    return tuple(
        DueCase(row.id, row.case_number, row.owner, due, (due - today).days, risk(due, today))
        for row, due in rows
    )
