"""The rows that a change writes. Each function works in the transaction that it is given and notes nothing
in the audit: that is the caller's.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from assistant.case import Case
from assistant.errors import SignedError
from assistant.records import reading
from assistant.records import tables as t
from assistant.records.audit import Change
from assistant.records.codec import dump_case, dump_report, dump_review, dump_sentences
from assistant.records.deadlines import deadline
from assistant.records.model import CaseState, ItemRecord
from assistant.results import CheckReport, ItemReview, Review, Sentence
from knowledge.model import Decision
from knowledge.wording import as_shown


def unsigned(change: Change, case_id: int, number: int) -> ItemRecord:
    """An item that may be changed.

    Raises:
        SignedError: it is signed.
    """
    found = reading.item(change.connection, case_id, number)
    if found.signature:
        raise SignedError(
            f"Item {number} was signed by {found.signature.name} on {found.signature.at:%m/%d/%Y} and is"
            " locked; reopen it with a reason to change it."
        )
    return found


def set_case(change: Change, case_id: int, **values: Any) -> None:
    change.connection.execute(update(t.cases).where(t.cases.c.id == case_id).values(values))


def set_item(change: Change, case_id: int, number: int, **values: Any) -> None:
    here = (t.items.c.case_id == case_id) & (t.items.c.number == number)
    change.connection.execute(update(t.items).where(here).values(values))


def put_case(change: Change, case_id: int, case: Case) -> None:
    """What was read of the file: header, deadline, items without a review."""
    due = deadline(case, change.at.date())
    set_case(
        change,
        case_id,
        case=dump_case(case),
        state=CaseState.READY.value,
        problem="",
        case_number=case.case_number,
        priority=case.priority,
        due=due.due.isoformat(),
        due_why=due.why,
    )
    change.connection.execute(delete(t.items).where(t.items.c.case_id == case_id))
    for item in case.items:
        change.connection.execute(
            insert(t.items).values(
                case_id=case_id,
                number=item.number,
                treatment=item.treatment,
                strength=0.5,
                overridden=False,
                withheld=False,
                signed=False,
            )
        )


def put_review(change: Change, case_id: int, review: Review, entry: int) -> None:
    """The review of every item that is not signed; a signed one stays as it was signed."""
    for item in review.items:
        kept = reading.item(change.connection, case_id, item.item.number)
        if not kept.signed:
            _put_item(change, case_id, item, kept, entry)
    set_case(change, case_id, versions=json.dumps(review.versions))
    settle(change, case_id)


def put_version(
    change: Change,
    case_id: int,
    number: int,
    text: str,
    report: CheckReport,
    by: str,
    *,
    by_reviewer: bool,
    entry: int,
    sentences: tuple[Sentence, ...] = (),
) -> int:
    """Append a version of the rationale with its findings; gives its number."""
    version = next_version(change, case_id, number)
    change.connection.execute(
        insert(t.drafts).values(
            case_id=case_id,
            item=number,
            number=version,
            text=text,
            report=dump_report(CheckReport(report.everything)),
            by=by,
            by_reviewer=by_reviewer,
            at=change.when,
            entry=entry,
            sentences=dump_sentences(sentences),
        )
    )
    found = [
        {
            "case_id": case_id,
            "item": number,
            "draft": version,
            "number": n,
            "rule": f.rule,
            "severity": str(f.severity),
        }
        for n, f in enumerate(report.everything, start=1)
    ]
    if found:
        change.connection.execute(insert(t.findings), found)
    return version


def drop_working(change: Change, case_id: int, number: int) -> None:
    """What was typed and not saved is no longer needed."""
    w = t.working.c
    change.connection.execute(delete(t.working).where(w.case_id == case_id, w.item == number))


def next_version(change: Change, case_id: int, number: int) -> int:
    d = t.drafts.c
    query = select(func.max(d.number)).where(d.case_id == case_id, d.item == number)
    return (change.connection.execute(query).scalar_one() or 0) + 1


def settle(change: Change, case_id: int) -> None:
    """The state of a case from the states of its items."""
    i = t.items.c
    query = select(i.withheld, i.signed, i.review.is_(None).label("fresh")).where(i.case_id == case_id)
    rows = change.connection.execute(query).all()
    if any(row.fresh for row in rows):
        state = CaseState.READY
    elif all(row.signed for row in rows):
        state = CaseState.SIGNED
    elif any(row.withheld and not row.signed for row in rows):
        state = CaseState.WITHHELD
    else:
        state = CaseState.DRAFTED
    set_case(change, case_id, state=state.value)


def _put_item(change: Change, case_id: int, item: ItemReview, kept: ItemRecord, entry: int) -> None:
    number = item.item.number
    recommendation = item.evaluation.recommendation if item.evaluation else None
    decision = kept.override.decision if kept.override else recommendation
    written = kept.draft is not None and kept.draft.by_reviewer
    set_item(
        change,
        case_id,
        number,
        treatment=item.item.treatment,
        review=dump_review(item),
        family=item.family,
        recommendation=_value(recommendation),
        strength=item.evaluation.strength if item.evaluation else 0.5,
        decision=_value(decision),
        withheld=item.draft is None and not written,
    )
    _put_criteria(change, case_id, item)
    latest = kept.proposal or (None if written else kept.draft)
    found = latest.report.everything if latest else ()
    if item.draft and not (latest and latest.text == item.draft.text and found == item.checks.everything):
        put_version(
            change,
            case_id,
            number,
            item.draft.text,
            item.checks,
            item.draft.drafter,
            by_reviewer=False,
            entry=entry,
            sentences=item.draft.sentences,
        )


def _put_criteria(change: Change, case_id: int, item: ItemReview) -> None:
    here = (t.criteria.c.case_id == case_id) & (t.criteria.c.item == item.item.number)
    change.connection.execute(delete(t.criteria).where(here))
    if item.evaluation is None or not item.evaluation.results:
        return
    rows = [
        {
            "case_id": case_id,
            "item": item.item.number,
            "criterion": result.id,
            "pack": item.evaluation.pack.id,
            "says": as_shown(result.criterion),
            "status": str(result.status),
            "deciding": result.id in item.evaluation.deciding,
        }
        for result in item.evaluation.results
    ]
    change.connection.execute(insert(t.criteria), rows)


def _value(decision: Decision | None) -> str | None:
    return decision.value if decision else None
