"""The worked examples that a pack owes: both sides of each limit, silence, and the change of edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from knowledge.complaints import Complaint, tests_of, walk
from knowledge.examples import governing_day
from knowledge.model import (
    Criterion,
    Elapsed,
    ElapsedTest,
    MeasureTest,
    NeverTest,
    Pack,
    Role,
    RowTest,
    Status,
)
from knowledge.places import Key


def missing_examples(pack: Pack) -> Iterator[Complaint]:
    """One complaint for each example that is wanting."""
    for number, criterion in enumerate(pack.criteria):
        keys: tuple[Key, ...] = ("criteria", number)
        if criterion.role is Role.REQUIRED and not _has_silent_example(pack, criterion):
            yield Complaint(
                f"{criterion.id}: no example where it is not documented",
                f"Add an example with status: {{{criterion.id}: not_documented}}.",
                keys,
            )
        for test in tests_of(criterion):
            if isinstance(test, MeasureTest):
                yield from _measure_pairs(pack, criterion, test, keys)
            elif isinstance(test, RowTest):
                yield from _row_pairs(pack, criterion, test, keys)
            elif isinstance(test, ElapsedTest):
                yield from _elapsed_pairs(pack, criterion, test.elapsed, keys)
    if pack.in_force.by == "service_date" and not _parted(pack):
        yield Complaint(
            "no date-flip pair where the service and its request lie on different sides of the first day",
            f"Add examples with service_date {pack.in_force.start} asked for earlier and, governs: false, a"
            " service of the day before asked for later.",
            ("examples",),
        )
    if pack.in_force.end is not None and not _flips(pack, pack.in_force.end):
        after = pack.in_force.end + timedelta(days=1)
        yield Complaint(
            "no date-flip pair: an example on the last day in force and one on the day after",
            f"Add examples with {pack.in_force.by} {pack.in_force.end} and, governs: false, {after}.",
            ("examples",),
        )


def _has_silent_example(pack: Pack, criterion: Criterion) -> bool:
    if all(isinstance(test, NeverTest) for test in walk(criterion.test)):
        return True
    return any(e.status.get(criterion.id) is Status.NOT_DOCUMENTED for e in pack.examples)


def _measure_pairs(
    pack: Pack, criterion: Criterion, test: MeasureTest, keys: tuple[Key, ...]
) -> Iterator[Complaint]:
    seen = {e.facts.measures[test.measure] for e in pack.examples if test.measure in e.facts.measures}
    for limit, step in ((test.at_most, 1), (test.at_least, -1)):
        if limit is not None and not {limit, limit + step} <= seen:
            yield Complaint(
                f"{criterion.id}: no boundary pair {limit} and {limit + step} for {test.measure}",
                "Add an example on the limit and one a unit beyond it.",
                keys,
            )


def _row_pairs(
    pack: Pack, criterion: Criterion, test: RowTest, keys: tuple[Key, ...]
) -> Iterator[Complaint]:
    seen: dict[str, set[Decimal]] = {}
    for example in pack.examples:
        if test.measure in example.facts.measures:
            for row in example.facts.item.get(test.row, ()):
                seen.setdefault(row, set()).add(example.facts.measures[test.measure])
    for row, limit in test.at_most.items():
        if not {limit, limit + 1} <= seen.get(row, set()):
            yield Complaint(
                f"{criterion.id}: no boundary pair {limit} and {limit + 1} for {test.measure} of {row}",
                f"Add an example with {test.row}: [{row}] on the limit and one a unit beyond it.",
                keys,
            )


def _elapsed_pairs(
    pack: Pack, criterion: Criterion, spec: Elapsed, keys: tuple[Key, ...]
) -> Iterator[Complaint]:
    limit, step = (spec.at_most, 1) if spec.at_most is not None else (spec.at_least, -1)
    assert limit is not None  # the schema asks for exactly one
    gaps = set()
    for example in pack.examples:
        since, until = example.facts.dates.get(spec.since), example.facts.dates.get(spec.until)
        if since is not None and until is not None:
            gaps.add((until - limit.after(since)).days)
    if not {0, step} <= gaps:
        yield Complaint(
            f"{criterion.id}: no boundary pair one day apart at {limit.text}",
            f"Add an example with {spec.until} on the last day and one a day beyond it.",
            keys,
        )


def _parted(pack: Pack) -> bool:
    """Whether examples show that the date of service decides, not that of the request, both ways."""
    start, shown = pack.in_force.start, set()
    for example in pack.examples:
        asked, served = (example.facts.dates.get(name) for name in ("request_date", "service_date"))
        if asked is not None and served is not None and (asked < start) != (served < start):
            shown.add((served >= start, example.governs))
    return {(True, True), (False, False)} <= shown


def _flips(pack: Pack, last: date) -> bool:
    days = {(governing_day(example, pack), example.governs) for example in pack.examples}
    return {(last, True), (last + timedelta(days=1), False)} <= days
