"""From rows to values: the cases that a user may see, a case in full, an item's history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from assistant.errors import AccessError, RecordsError
from assistant.records import tables as t
from assistant.records.codec import load_case, load_report, load_review, load_sentences
from assistant.records.model import (
    Action,
    CaseFilter,
    CaseState,
    CaseSummary,
    DraftVersion,
    ItemRecord,
    ItemSummary,
    OpenCase,
    Order,
    Override,
    Signature,
    SuppliedFact,
    User,
    WorkingText,
)
from assistant.results import Suppression
from assistant.suppression import suppress
from knowledge.model import Decision

_LISTED = [column for column in t.cases.columns if column.name not in ("content", "case")]


def summaries(connection: Connection, user: User, wanted: CaseFilter) -> tuple[CaseSummary, ...]:
    """The cases that the user may see and the filter lets through."""
    query = select(*_LISTED).where(*_conditions(user, wanted))
    rows = connection.execute(_sorted(query, wanted.order).limit(wanted.limit)).all()
    by_case = _items_of(connection, [row.id for row in rows])
    return tuple(_summary(row, by_case.get(row.id, ())) for row in rows)


def summary(connection: Connection, case_id: int) -> CaseSummary:
    row = connection.execute(select(*_LISTED).where(t.cases.c.id == case_id)).one()
    return _summary(row, _items_of(connection, [case_id]).get(case_id, ()))


def of_digest(connection: Connection, digest: str, user: User) -> CaseSummary | None:
    """The first case that the user owns of a file with this digest; removed ones do not count."""
    own = (t.cases.c.digest == digest, t.cases.c.owner == user.name, t.cases.c.removed_at.is_(None))
    query = select(t.cases.c.id).where(*own).order_by(t.cases.c.id).limit(1)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else summary(connection, found)


def visible(connection: Connection, case_id: int, user: User) -> Row[Any]:
    """The row of a case, if the user may see it.

    Raises:
        AccessError: it is another user's, or there is none; the sentence is the same.
    """
    row = connection.execute(select(*_LISTED).where(t.cases.c.id == case_id)).one_or_none()
    removed = row is not None and row.removed_at is not None
    if row is None or not (user.sees_all or (row.owner == user.name and not removed)):
        raise AccessError(f"There is no case {case_id} among yours; open one from the list.")
    return row


def full(connection: Connection, case_id: int) -> OpenCase:
    """A case in full."""
    row = connection.execute(
        select(t.cases.c.case, t.cases.c.digest, t.cases.c.versions).where(t.cases.c.id == case_id)
    ).one()
    return OpenCase(
        summary=summary(connection, case_id),
        digest=row.digest,
        case=load_case(row.case) if row.case else None,
        items=items(connection, case_id),
        facts=facts(connection, case_id),
        versions=json.loads(row.versions),
        outdated=_outdated(connection, case_id),
    )


def items(connection: Connection, case_id: int) -> tuple[ItemRecord, ...]:
    """The items of a case as they stand."""
    query = select(t.items).where(t.items.c.case_id == case_id).order_by(t.items.c.number)
    return tuple(_item(connection, row) for row in connection.execute(query).all())


def item(connection: Connection, case_id: int, number: int) -> ItemRecord:
    """One item.

    Raises:
        RecordsError: the case has no such item.
    """
    query = select(t.items).where(t.items.c.case_id == case_id, t.items.c.number == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise RecordsError(f"The case has no item {number}.")
    return _item(connection, row)


def facts(connection: Connection, case_id: int) -> tuple[SuppliedFact, ...]:
    """The facts that stand, in the order in which they were supplied."""
    query = (
        select(t.facts)
        .where(t.facts.c.case_id == case_id, t.facts.c.forgotten_at.is_(None))
        .order_by(t.facts.c.id)
    )
    rows = connection.execute(query).all()
    return tuple(SuppliedFact(r.id, r.text, r.source, r.by, _time(r.at)) for r in rows)


def versions(connection: Connection, case_id: int, number: int) -> tuple[DraftVersion, ...]:
    """Every version of an item's rationale, oldest first."""
    query = (
        select(t.drafts)
        .where(t.drafts.c.case_id == case_id, t.drafts.c.item == number)
        .order_by(t.drafts.c.number)
    )
    aside = suppressions(connection, case_id, number)
    return tuple(_version(row, aside) for row in connection.execute(query).all())


def suppressions(connection: Connection, case_id: int, number: int) -> tuple[Suppression, ...]:
    """What the reviewer has set aside on an item, in the order in which they did."""
    s = t.suppressions.c
    query = (
        select(t.suppressions)
        .where(s.case_id == case_id, s.item == number, s.withdrawn_at.is_(None))
        .order_by(s.id)
    )
    rows = connection.execute(query).all()
    return tuple(Suppression(r.rule, r.quote, r.reason, r.by, r.at, r.sentence) for r in rows)


def signature(row: Row[Any]) -> Signature:
    return Signature(
        name=row.name,
        credentials=row.credentials,
        attestation=row.attestation,
        decision=Decision(row.decision),
        version=row.version,
        text=row.text,
        by=row.by,
        at=_time(row.at),
        despite=row.despite,
    )


def _outdated(connection: Connection, case_id: int) -> bool:
    """Whether what a review rests on changed after the last one, as when a process died in between."""
    a = t.audit.c
    changes = (Action.FACT_ADDED, Action.FACT_FORGOTTEN, Action.REQUEST_CHANGED)
    query = (
        select(a.action)
        .where(a.case_id == case_id, a.action.in_([Action.REVIEWED, *changes]))
        .order_by(a.number.desc())
        .limit(1)
    )
    last = connection.execute(query).scalar_one_or_none()
    return last is not None and last != Action.REVIEWED


def _conditions(user: User, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if not user.sees_all:
        yield t.cases.c.owner == user.name
    yield t.cases.c.removed_at.is_not(None) if wanted.removed else t.cases.c.removed_at.is_(None)
    if wanted.state:
        yield t.cases.c.state == wanted.state.value
    if wanted.priority:
        yield func.lower(t.cases.c.priority) == wanted.priority.lower()
    if wanted.due_by:
        yield t.cases.c.due <= wanted.due_by.isoformat()
        yield t.cases.c.state != CaseState.SIGNED.value
    if wanted.family:
        yield _has_item(t.items.c.family == wanted.family)
    if wanted.recommendation:
        yield _has_item(t.items.c.recommendation == wanted.recommendation.value)
    for word in wanted.search.split():
        yield or_(
            t.cases.c.case_number.icontains(word, autoescape=True),
            t.cases.c.name.icontains(word, autoescape=True),
            _has_item(t.items.c.treatment.icontains(word, autoescape=True)),
        )


def _has_item(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(and_(t.items.c.case_id == t.cases.c.id, condition))


def _sorted(query: Select[Any], order: Order) -> Select[Any]:
    if order is Order.NEWEST:
        return query.order_by(t.cases.c.id.desc())
    if order is Order.NUMBER:
        return query.order_by(t.cases.c.case_number.is_(None), t.cases.c.case_number, t.cases.c.id)
    done = t.cases.c.state == CaseState.SIGNED.value
    return query.order_by(done, t.cases.c.due.is_(None), t.cases.c.due, t.cases.c.id)


def _items_of(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[ItemSummary, ...]]:
    columns = [column for column in t.items.columns if column.name != "review"]
    query = select(*columns).where(t.items.c.case_id.in_(ids)).order_by(t.items.c.case_id, t.items.c.number)
    found: dict[int, tuple[ItemSummary, ...]] = {}
    for row in connection.execute(query):
        found[row.case_id] = (*found.get(row.case_id, ()), _item_summary(row))
    return found


def _item_summary(row: Row[Any]) -> ItemSummary:
    return ItemSummary(
        number=row.number,
        treatment=row.treatment,
        family=row.family,
        recommendation=_decision(row.recommendation),
        strength=row.strength,
        decision=_decision(row.decision),
        withheld=row.withheld,
        signed=row.signed,
    )


def _summary(row: Row[Any], listed: tuple[ItemSummary, ...]) -> CaseSummary:
    return CaseSummary(
        id=row.id,
        owner=row.owner,
        name=row.name,
        state=CaseState(row.state),
        added_at=_time(row.at),
        case_number=row.case_number,
        priority=row.priority,
        due=date.fromisoformat(row.due) if row.due else None,
        due_why=row.due_why,
        problem=row.problem,
        items=listed,
    )


def _item(connection: Connection, row: Row[Any]) -> ItemRecord:
    here = (row.case_id, row.number)
    aside = suppressions(connection, *here)
    draft = _latest(connection, *here, aside, by_reviewer=True)
    proposal = _latest(connection, *here, aside, by_reviewer=False)
    if draft is None:
        draft, proposal = proposal, None
    elif proposal and proposal.number < draft.number:
        proposal = None
    return ItemRecord(
        number=row.number,
        treatment=row.treatment,
        review=load_review(row.review),
        draft=draft,
        proposal=proposal,
        override=_override(connection, *here) if row.overridden else None,
        signature=_signature(connection, *here) if row.signed else None,
        working=working(connection, *here),
        suppressions=aside,
    )


def working(connection: Connection, case_id: int, number: int) -> WorkingText | None:
    """What is typed on an item and not saved yet."""
    w = t.working.c
    query = select(t.working).where(w.case_id == case_id, w.item == number)
    row = connection.execute(query).one_or_none()
    return WorkingText(row.text, row.based_on, row.revision, _time(row.at)) if row else None


def _latest(
    connection: Connection,
    case_id: int,
    number: int,
    aside: tuple[Suppression, ...],
    *,
    by_reviewer: bool,
) -> DraftVersion | None:
    d = t.drafts.c
    query = (
        select(t.drafts)
        .where(d.case_id == case_id, d.item == number, d.by_reviewer == by_reviewer)
        .order_by(d.number.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return _version(row, aside) if row else None


def _override(connection: Connection, case_id: int, number: int) -> Override | None:
    o = t.overrides.c
    query = select(t.overrides).where(o.case_id == case_id, o.item == number).order_by(o.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Override(Decision(row.decision), row.reason, row.by, _time(row.at))


def _signature(connection: Connection, case_id: int, number: int) -> Signature | None:
    s = t.signatures.c
    query = select(t.signatures).where(s.case_id == case_id, s.item == number, s.withdrawn_at.is_(None))
    row = connection.execute(query).one_or_none()
    return signature(row) if row else None


def _version(row: Row[Any], aside: tuple[Suppression, ...]) -> DraftVersion:
    """The version; what was found in it is kept whole, and what is set aside now stands aside."""
    return DraftVersion(
        row.number,
        row.text,
        suppress(load_report(row.report), row.text, aside),
        row.by,
        row.by_reviewer,
        _time(row.at),
        load_sentences(row.sentences),
    )


def _decision(text: str | None) -> Decision | None:
    return Decision(text) if text else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
