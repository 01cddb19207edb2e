"""Find what is wrong with a set of criteria packs before a case does: one sentence a flaw.

Looks at the packs as data; worked examples are run by ``knowledge.examples``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import combinations

from knowledge.evaluate import ids_of
from knowledge.examples import governing_day
from knowledge.model import (
    AllTest,
    AnyTest,
    Confidence,
    Criterion,
    Elapsed,
    ElapsedTest,
    FindingTest,
    ItemTest,
    MeasureTest,
    NeverTest,
    NotTest,
    Pack,
    Role,
    Status,
    Test,
)
from knowledge.packs import Packs


def lint(
    packs: Packs,
    findings: Collection[str],
    measures: Collection[str] = (),
    families: Collection[str] = (),
    regions: Collection[str] = (),
) -> tuple[str, ...]:
    """All flaws of the packs, in the order of pack ids; an empty vocabulary is not checked."""
    flaws: list[str] = []
    for pack in packs:
        own = [
            *_unknown_names(pack, findings, measures, families, regions),
            *_bad_ids(pack),
            *_bad_citations(pack),
            *_missing_examples(pack),
        ]
        flaws += [f"{pack.id}: {flaw}" for flaw in own]
    return (*flaws, *_overlaps(packs))


def tests_of(criterion: Criterion) -> tuple[Test, ...]:
    """Every test of a criterion, nested ones and the gate included."""
    gates = (criterion.applies_when, criterion.applies_unless)
    own = (criterion.test, *(gate for gate in gates if gate is not None))
    return tuple(inner for test in own for inner in walk(test))


def walk(test: Test) -> Iterator[Test]:
    """The test and all tests inside it."""
    yield test
    inner: tuple[Test, ...] = ()
    if isinstance(test, AllTest):
        inner = test.all
    elif isinstance(test, AnyTest):
        inner = test.any
    elif isinstance(test, NotTest):
        inner = (test.negate,)
    for part in inner:
        yield from walk(part)


def _unknown_names(
    pack: Pack,
    findings: Collection[str],
    measures: Collection[str],
    families: Collection[str],
    regions: Collection[str],
) -> Iterator[str]:
    known = [test for c in pack.criteria for test in tests_of(c)]
    known += list(walk(pack.when)) if pack.when is not None else []
    for test in known:
        if isinstance(test, FindingTest) and test.finding not in findings:
            yield f"unknown finding {test.finding!r}"
        if isinstance(test, MeasureTest) and measures and test.measure not in measures:
            yield f"unknown measure {test.measure!r}"
        if isinstance(test, ItemTest) and test.item == "region" and regions:
            yield from (f"unknown region {name!r}" for name in test.among if name not in regions)
    for example in pack.examples:
        told = (*example.facts.present, *example.facts.absent)
        yield from (f"example {example.name!r}: unknown finding {n!r}" for n in told if n not in findings)
    if families:
        yield from (f"unknown family {name!r}" for name in pack.families if name not in families)
    if regions:
        yield from (f"unknown region {name!r}" for name in pack.regions if name not in regions)


def _bad_ids(pack: Pack) -> Iterator[str]:
    counts = Counter(criterion.id for criterion in pack.criteria)
    yield from (f"criterion id {name!r} is used {n} times" for name, n in counts.items() if n > 1)
    if pack.decide is None:
        return
    named = Counter(ids_of(pack.decide))
    yield from (f"decide names the unknown criterion {name!r}" for name in named if name not in counts)
    yield from (f"decide names {name!r} {n} times" for name, n in named.items() if n > 1)
    yield from (
        f"required criterion {c.id!r} is left out of decide"
        for c in pack.criteria
        if c.role is Role.REQUIRED and c.id not in named
    )


def _bad_citations(pack: Pack) -> Iterator[str]:
    if not pack.criteria and not pack.no_criteria:
        yield "has neither criteria nor the reason why there are none"
    if not pack.text_loaded and pack.criteria:
        yield "has criteria although its text is not loaded"
    for criterion in pack.criteria:
        if criterion.confidence is Confidence.HIGH and not (criterion.pages or criterion.source):
            yield f"{criterion.id}: high confidence needs a page or a source"
        if criterion.role is Role.REQUIRED and not criterion.documentation:
            yield f"{criterion.id}: say in documentation what would show it"


def _missing_examples(pack: Pack) -> Iterator[str]:
    for criterion in pack.criteria:
        if criterion.role is Role.REQUIRED and not _has_silent_example(pack, criterion):
            yield f"{criterion.id}: no example where it is not documented"
        for test in tests_of(criterion):
            if isinstance(test, MeasureTest):
                yield from _measure_pairs(pack, criterion, test)
            elif isinstance(test, ElapsedTest):
                yield from _elapsed_pairs(pack, criterion, test.elapsed)
    if pack.in_force.end is not None and not _flips(pack, pack.in_force.end):
        yield "no date-flip pair: an example on the last day in force and one on the day after"


def _has_silent_example(pack: Pack, criterion: Criterion) -> bool:
    if all(isinstance(test, NeverTest) for test in walk(criterion.test)):
        return True
    return any(e.status.get(criterion.id) is Status.NOT_DOCUMENTED for e in pack.examples)


def _measure_pairs(pack: Pack, criterion: Criterion, test: MeasureTest) -> Iterator[str]:
    seen = {e.facts.measures[test.measure] for e in pack.examples if test.measure in e.facts.measures}
    for limit, step in ((test.at_most, 1), (test.at_least, -1)):
        if limit is not None and not {limit, limit + step} <= seen:
            yield f"{criterion.id}: no boundary pair {limit} and {limit + step} for {test.measure}"


def _elapsed_pairs(pack: Pack, criterion: Criterion, spec: Elapsed) -> Iterator[str]:
    limit, step = (spec.at_most, 1) if spec.at_most is not None else (spec.at_least, -1)
    assert limit is not None  # the schema asks for exactly one
    gaps = set()
    for example in pack.examples:
        since, until = example.facts.dates.get(spec.since), example.facts.dates.get(spec.until)
        if since is not None and until is not None:
            gaps.add((until - limit.after(since)).days)
    if not {0, step} <= gaps:
        yield f"{criterion.id}: no boundary pair one day apart at {limit.text}"


def _flips(pack: Pack, last: date) -> bool:
    days = {(governing_day(example, pack), example.governs) for example in pack.examples}
    return {(last, True), (last + timedelta(days=1), False)} <= days


def _overlaps(packs: Packs) -> Iterator[str]:
    for one, other in combinations(packs, 2):
        shared = sorted(set(one.families) & set(other.families))
        if shared and _rivals(one, other):
            yield f"{one.id} and {other.id}: both govern {', '.join(shared)} at the same time"


def _rivals(one: Pack, other: Pack) -> bool:
    apart = one.in_force.by != other.in_force.by or one.priority != other.priority or one.when != other.when
    if apart or bool(one.regions) != bool(other.regions):
        return False
    if one.regions and not set(one.regions) & set(other.regions):
        return False
    first, second = sorted((one.in_force, other.in_force), key=lambda f: f.start)
    return first.end is None or second.start <= first.end
