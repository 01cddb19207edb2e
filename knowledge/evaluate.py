"""Decide each criterion of a pack from facts: Kleene logic with a trace.

Pure: same pack and facts, same evaluation. Never sees the text of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from knowledge.asked_for import joined, stated, unstated
from knowledge.deciding import deciding, kleene_all, kleene_at_least, outcome_of, parts_of
from knowledge.document import Assertion
from knowledge.model import (
    AllIds,
    AllTest,
    AnyTest,
    Criterion,
    CriterionResult,
    Decision,
    ElapsedTest,
    Evaluation,
    Expression,
    Facts,
    FindingTest,
    ItemTest,
    MeasureTest,
    NeverTest,
    NotTest,
    Observation,
    Pack,
    ReviewerTest,
    Role,
    RowTest,
    Status,
    Test,
    Trace,
    Value,
)
from knowledge.strength import soft_value, strength_of
from knowledge.wording import as_shown

DOCUMENTED = "the record documents it"
DENIED = "the record denies it"
DOUBTED = "two readings of the record differ and the reviewer has to settle it"
ONLY_AS = "the record mentions it only as"
OTHER_SIDE = f"{ONLY_AS} of the other side"
_CONTRARY = {
    DOCUMENTED: "the record documents the contrary",
    DENIED: "the record denies the contrary",
}
_NOT = {
    Status.MET: Status.NOT_MET,
    Status.NOT_MET: Status.MET,
    Status.NOT_DOCUMENTED: Status.NOT_DOCUMENTED,
    Status.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


def evaluate(pack: Pack, facts: Facts, second: Mapping[str, Facts] | None = None) -> Evaluation:
    """Status of every criterion, and the recommendation they carry.

    A pack without criteria, or whose outcome depends on nothing decidable, recommends nothing. ``second``
    holds another reading of the record for some criteria: one that is not met by it is not established.
    """
    if not pack.criteria:
        return _undecidable(pack)
    results = tuple(CriterionResult(c, _doubted(c, facts, (second or {}).get(c.id))) for c in pack.criteria)
    by_id = {result.id: result for result in results}
    expression = pack.decide or AllIds(all=_default_ids(pack))
    outcome = outcome_of(expression, by_id)
    carried_by = deciding(expression, by_id, pack.names_first)
    recommendation, why = _recommend(pack, outcome, carried_by, by_id)
    plausibility = soft_value(expression, by_id)
    return Evaluation(
        pack=pack,
        results=results,
        outcome=outcome,
        recommendation=recommendation,
        strength=strength_of(recommendation, plausibility),
        deciding=carried_by,
        missing=tuple(r.id for r in results if r.status is Status.NOT_DOCUMENTED and _matters(r.criterion)),
        why=why,
    )


def _undecidable(pack: Pack) -> Evaluation:
    """The evaluation of a pack without criteria: a reviewer decides, and ``no_criteria`` says why."""
    why = pack.no_criteria or "The guideline states no criterion that could be applied."
    return Evaluation(pack, (), Status.NOT_APPLICABLE, None, 0.5, (), (), why)


def _doubted(criterion: Criterion, facts: Facts, second: Facts | None) -> Trace:
    """The trace by ``facts``; what is met falls where the second reading does not find it so."""
    first = evaluate_criterion(criterion, facts)
    if second is None or first.status is not Status.MET:
        return first
    other = evaluate_criterion(criterion, second)
    if other.status in (Status.MET, Status.NOT_APPLICABLE):
        return first
    return Trace(Status.NOT_DOCUMENTED, DOUBTED, first.keys, (first, other))


def evaluate_criterion(criterion: Criterion, facts: Facts) -> Trace:
    """The trace of one criterion; it applies when ``applies_when`` is met, unless ``applies_unless`` is."""
    if criterion.applies_when is not None:
        gate = run(criterion.applies_when, facts)
        if gate.status is not Status.MET:
            return Trace(Status.NOT_APPLICABLE, f"does not apply: {gate.why}", gate.keys, (gate,))
    if criterion.applies_unless is not None:
        gate = run(criterion.applies_unless, facts)
        if gate.status is Status.MET:
            return Trace(Status.NOT_APPLICABLE, f"does not apply: {gate.why}", gate.keys, (gate,))
    return run(criterion.test, facts)


def run(test: Test, facts: Facts) -> Trace:
    """Run one test on the facts."""
    return _RUNNERS[type(test)](test, facts)


def _matters(criterion: Criterion) -> bool:
    return criterion.role is not Role.SUPPORTING


def _default_ids(pack: Pack) -> tuple[Expression, ...]:
    return tuple(c.id for c in pack.criteria if _matters(c))


def ids_of(expression: Expression) -> tuple[str, ...]:
    """All criterion ids that an expression names, in its order."""
    if isinstance(expression, str):
        return (expression,)
    return tuple(name for part in parts_of(expression) for name in ids_of(part))


def _recommend(
    pack: Pack, outcome: Status, deciding: tuple[str, ...], by_id: Mapping[str, CriterionResult]
) -> tuple[Decision | None, str]:
    if outcome is Status.NOT_APPLICABLE:
        return None, pack.no_criteria or "No criterion of the guideline could be applied to this request."
    if outcome is Status.MET:
        return Decision.OVERTURNED, "Every criterion that decides is met."
    leading = by_id[deciding[0]]
    said = "is not met" if leading.status is Status.NOT_MET else "is not documented"
    if all(isinstance(by_id[d].criterion.test, ReviewerTest) for d in deciding):
        return None, f"Only a reviewer can judge: {as_shown(leading.criterion)}"
    return Decision.UPHELD, f"A criterion that decides {said}: {as_shown(leading.criterion)}"


def _run_all(test: AllTest, facts: Facts) -> Trace:
    parts = tuple(run(part, facts) for part in test.all)
    status = kleene_all([p.status for p in parts])
    lacking = [p for p in parts if p.status is Status.NOT_DOCUMENTED]
    if status is Status.NOT_DOCUMENTED and any(not p.keys for p in lacking):
        # where one thing is lacking altogether, that another is only planned does not tell why
        return replace(_combine(status, [p for p in lacking if not p.why.startswith(ONLY_AS)]), parts=parts)
    return _combine(status, parts)


def _run_any(test: AnyTest, facts: Facts) -> Trace:
    parts = tuple(run(part, facts) for part in test.any)
    return _combine(kleene_at_least(1, [p.status for p in parts]), parts)


def _combine(status: Status, parts: Sequence[Trace]) -> Trace:
    carrying = [p for p in parts if p.status is status] or list(parts)
    keys = tuple(dict.fromkeys(key for part in carrying for key in part.keys))
    telling = [p for p in carrying if p.keys] if status is Status.NOT_DOCUMENTED else carrying
    reasons = dict.fromkeys(reason for p in telling or carrying for reason in p.why.split("; "))
    return Trace(status, "; ".join(reasons), keys, tuple(parts))


def _run_not(test: NotTest, facts: Facts) -> Trace:
    inner = run(test.negate, facts)
    why = _CONTRARY.get(inner.why, inner.why)
    return Trace(_NOT[inner.status], why, inner.keys, (inner,))


def _run_never(test: NeverTest, _: Facts) -> Trace:
    return Trace(Status.NOT_MET, test.never)


def _run_reviewer(test: ReviewerTest, _: Facts) -> Trace:
    return Trace(Status.NOT_DOCUMENTED, test.reviewer)


def _run_item(test: ItemTest, facts: Facts) -> Trace:
    values = facts.item.get(test.item, frozenset())
    shared = sorted(values & set(test.among))
    if shared:
        said = test.when_so.replace("{found}", joined(shared))
        return Trace(Status.MET, said or stated(test.item, shared))
    if not values:
        return Trace(Status.NOT_DOCUMENTED, unstated(test.item))
    return Trace(Status.NOT_MET, test.when_not or stated(test.item, values))


def _run_finding(test: FindingTest, facts: Facts) -> Trace:
    seen = [o for o in facts.observations.get(test.finding, ()) if _in_region(o, test, facts)]
    yes = [o for o in seen if o.counts and o.present]
    no = [o for o in seen if o.counts and not o.present]
    if yes and no:
        keys = tuple(o.key for o in (*yes, *no))
        return Trace(Status.NOT_DOCUMENTED, "the record both affirms and denies it", keys)
    if yes:
        return Trace(Status.MET, DOCUMENTED, tuple(o.key for o in yes))
    if no:
        return Trace(Status.NOT_MET, DENIED, tuple(o.key for o in no))
    if seen:
        return Trace(Status.NOT_DOCUMENTED, _why_not_counted(seen), tuple(o.key for o in seen))
    return Trace(Status.NOT_DOCUMENTED, "the record does not mention it")


def _in_region(observation: Observation, test: FindingTest, facts: Facts) -> bool:
    if test.region == "any" or not observation.regions:
        return True
    wanted = facts.item.get("region_related") or facts.item.get("region", frozenset())
    return not wanted or bool(observation.regions & wanted)


def _why_not_counted(seen: Sequence[Observation]) -> str:
    names = {
        Assertion.HYPOTHETICAL: "planned or conditional",
        Assertion.UNCERTAIN: "uncertain",
        Assertion.HISTORICAL: "historical",
    }
    if all(o.other_side for o in seen):
        return OTHER_SIDE
    said = sorted({names.get(o.assertion, "unclear") for o in seen})
    return f"{ONLY_AS} {' and '.join(said)}"


def _run_measure(test: MeasureTest, facts: Facts) -> Trace:
    found = facts.measures.get(test.measure)
    if found is None or isinstance(found.value, date):
        return Trace(Status.NOT_DOCUMENTED, f"{_spoken(test.measure)} is not stated")
    least = found.value if found.least is None else found.least
    within = (test.at_most is None or found.value <= test.at_most) and (
        test.at_least is None or least >= test.at_least
    )
    stated = found.computation or f"{_spoken(test.measure)} is {_number(found.value)} {test.unit}"
    status = Status.MET if within else Status.NOT_MET
    if within and found.open_end and test.at_most is not None:
        status = Status.NOT_DOCUMENTED
    return Trace(status, f"{stated}, with {_limit(test)}{_other_end(test, found)}", found.keys)


def _other_end(test: MeasureTest, found: Value) -> str:
    """What to say of a range that the limit lies in: the cautious end counts."""
    if found.least is None or not isinstance(found.value, Decimal):
        return ""
    if test.at_most is not None and found.least <= test.at_most < found.value:
        return f", and only the lower end of the range, {_number(found.least)}, would be within it"
    if test.at_least is not None and found.least < test.at_least <= found.value:
        return f", and only the upper end of the range, {_number(found.value)}, would reach it"
    return ""


def _run_row(test: RowTest, facts: Facts) -> Trace:
    named = facts.item.get(test.row, frozenset())
    limit = test.limit(named)
    if limit is None:
        return Trace(Status.NOT_APPLICABLE, f"the table holds no row for the {_spoken(test.row)}")
    rows = sorted(value for value in named if test.at_most.get(value) == limit)
    within = _run_measure(MeasureTest(measure=test.measure, unit=test.unit, at_most=limit), facts)
    if not rows:
        return within
    return replace(within, why=f"the row of the table is {_spoken(rows[0])}, and {within.why}")


def _limit(test: MeasureTest) -> str:
    bounds = []
    if test.at_least is not None:
        bounds.append(f"at least {_counted(test.at_least, test.unit)} required")
    if test.at_most is not None:
        most = "at most " if test.at_most else ""
        bounds.append(f"{most}{_counted(test.at_most, test.unit)} allowed")
    return " and ".join(bounds)


def _counted(value: Decimal, unit: str) -> str:
    if not value:
        return f"no {unit}"
    return f"{_number(value)} {unit.removesuffix('s') if value == 1 else unit}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _run_elapsed(test: ElapsedTest, facts: Facts) -> Trace:
    spec = test.elapsed
    since, until = facts.dates.get(spec.since), facts.dates.get(spec.until)
    missing = [_spoken(n) for n, v in ((spec.since, since), (spec.until, until)) if v is None]
    if since is None or until is None:
        return Trace(Status.NOT_DOCUMENTED, f"{' and '.join(missing)} not stated")
    keys = tuple(dict.fromkeys((*since.keys, *until.keys)))
    if since.doubt or until.doubt:
        return Trace(Status.NOT_DOCUMENTED, since.doubt or until.doubt, keys)
    start, end = _as_date(since), _as_date(until)
    limit = spec.at_most or spec.at_least
    assert limit is not None  # the schema asks for exactly one
    within = end <= limit.after(start) if spec.at_most else end >= limit.after(start)
    held = f"at most {limit.text} allowed" if spec.at_most else f"at least {limit.text} required"
    why = (
        f"{elapsed_in_words(start, end)} passed from the {_dated(spec.since, since)}"
        f" to the {_dated(spec.until, until)}, with {held}"
    )
    return Trace(Status.MET if within else Status.NOT_MET, why, keys)


def _dated(name: str, value: Value) -> str:
    """``request date (01/15/2015, date of the utilization review)``."""
    note = f", {value.computation}" if value.computation else ""
    return f"{_spoken(name)} ({_as_date(value):%m/%d/%Y}{note})"


def _as_date(value: Value) -> date:
    if not isinstance(value.value, date):
        raise TypeError(f"{value!r} is not a date")
    return value.value


def elapsed_in_words(start: date, end: date) -> str:
    """Calendar time such as ``2 years, 4 months and 8 days``; days alone below a month."""
    gap = relativedelta(max(start, end), min(start, end))
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((gap.years, "year"), (gap.months, "month"), (gap.days, "day"))
        if count
    ]
    if not parts:
        return "0 days"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


_RUNNERS: Mapping[type, Callable[..., Trace]] = {
    AllTest: _run_all,
    AnyTest: _run_any,
    NotTest: _run_not,
    NeverTest: _run_never,
    ReviewerTest: _run_reviewer,
    ItemTest: _run_item,
    FindingTest: _run_finding,
    MeasureTest: _run_measure,
    RowTest: _run_row,
    ElapsedTest: _run_elapsed,
}
