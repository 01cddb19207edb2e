"""All that the record says on one item, for the criteria of one pack.

Names the findings that a pack tests; never sees its thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from dateutil.relativedelta import relativedelta

from assistant.case import Case, DisputedItem
from assistant.evidence.asked import before_the_request, beside_the_request
from assistant.evidence.credited import credited
from assistant.evidence.ledger import Entry, Ledger
from assistant.evidence.measures import Measured, measures_of
from assistant.evidence.medicines import held_to
from assistant.evidence.nearness import placed
from assistant.evidence.observe import Mention, mentions
from assistant.evidence.operation import operations_of
from assistant.evidence.reading import Record, read_record
from assistant.evidence.schedule import last_test
from assistant.evidence.service import service_date
from assistant.evidence.superseded import superseded
from assistant.evidence.surgery import Surgery, surgery
from assistant.evidence.telling import by_telling
from assistant.evidence.timeline import Dated, stated_request, timeline
from assistant.results import EvidenceSet
from knowledge.findings import Findings
from knowledge.model import (
    AllTest,
    AnyTest,
    Facts,
    FindingTest,
    NotTest,
    Observation,
    Pack,
    Test,
    Value,
)
from knowledge.regions import regions_in, related

MOST_QUOTES = 4


class ClassifiedItem(Protocol):
    """What is needed of ``knowledge.treatments.Classified``."""

    @property
    def family(self) -> str | None: ...

    @property
    def attributes(self) -> Mapping[str, frozenset[str]]: ...


@dataclass(frozen=True)
class _Basis:
    """Dates, measures and attributes of one item, before keys are given."""

    record: Record
    dates: Mapping[str, Dated]
    measures: Mapping[str, Measured]
    item: Mapping[str, frozenset[str]]


def item_facts(case: Case, item: DisputedItem, classified: ClassifiedItem) -> Facts:
    """Dates, measures and item attributes (with ``phase`` and ``surgery``), to choose the pack by.

    Values carry no evidence keys yet: ``gather`` numbers the quotes.
    """
    basis = _basis_of(case, item, classified)
    return Facts(
        dates={name: _dated(d) for name, d in basis.dates.items()},
        measures={name: _counted(m) for name, m in basis.measures.items()},
        item=basis.item,
    )


def gather(
    case: Case, item: DisputedItem, classified: ClassifiedItem, pack: Pack | None, findings: Findings
) -> EvidenceSet:
    """Observations of every finding the pack names, dates and measures, each with quotes E1, E2, ...

    A finding the lexicon lacks yields no observation. Deterministic; never raises on odd text.
    """
    basis = _basis_of(case, item, classified)
    ledger = Ledger(case.document)
    dated = {name: [ledger.note(p, name) for p in d.places] for name, d in basis.dates.items()}
    measured = {name: [ledger.note(p, name) for p in m.places] for name, m in basis.measures.items()}
    chosen = {
        finding: choose(
            _mentioned(basis, item, finding, findings), basis.item, findings.by_id[finding].conflict
        )
        for finding in (finding_ids(pack) if pack else ())
        if finding in findings
    }
    noted = {
        finding: [
            (ledger.note(m.quote, finding, m.assertion, m.present), m)
            for m in by_telling(basis.record, seen, findings.by_id[finding])
        ]
        for finding, seen in chosen.items()
        if seen
    }
    keys, evidence = ledger.number()
    facts = Facts(
        dates={n: _dated(d, _keys(dated[n], keys)) for n, d in basis.dates.items()},
        measures={n: _counted(m, _keys(measured[n], keys)) for n, m in basis.measures.items()},
        observations={f: tuple(_observation(keys[e], m) for e, m in pairs) for f, pairs in noted.items()},
        item=basis.item,
    )
    return EvidenceSet(facts, evidence)


def _dated(dated: Dated, keys: tuple[str, ...] = ()) -> Value:
    return Value(dated.value, keys, dated.computation, doubt=dated.doubt)


def _counted(measured: Measured, keys: tuple[str, ...] = ()) -> Value:
    return Value(measured.value, keys, measured.computation, measured.least, measured.open_end)


def _mentioned(basis: _Basis, item: DisputedItem, finding: str, findings: Findings) -> tuple[Mention, ...]:
    rule = findings.by_id[finding]
    seen = beside_the_request(basis.record, mentions(basis.record, finding, findings), item)
    seen = placed(basis.record, seen, rule, basis.item)
    if rule.before_request:
        seen = before_the_request(basis.record, seen, stated_request(basis.dates))
    injured = basis.dates.get("date_of_injury")
    seen = superseded(basis.record, credited(basis.record, seen, rule), rule, basis.item)
    told = held_to(rule, basis.record, seen, basis.item, injured.value if injured else None)
    return by_telling(basis.record, told, rule)


def _keys(entries: Sequence[Entry], keys: Mapping[Entry, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys[entry] for entry in entries))


def _observation(key: str, mention: Mention) -> Observation:
    return Observation(
        key, mention.present, mention.assertion, mention.counts, mention.regions, mention.other_side
    )


def _basis_of(case: Case, item: DisputedItem, classified: ClassifiedItem) -> _Basis:
    return _basis(case, item, classified.family, frozenset(classified.attributes.items()))


@lru_cache(maxsize=64)  # choosing the pack and gathering for it ask the same
def _basis(
    case: Case, item: DisputedItem, family: str | None, said: frozenset[tuple[str, frozenset[str]]]
) -> _Basis:
    record = read_record(case.document, case.record)
    known = _with_region(item, dict(sorted(said)))
    regions = known.get("region", frozenset())
    dates = timeline(case, record)
    injured = dates.get("date_of_injury")
    # what goes with an operation (clearance, a chest film) concerns it whatever region it names
    operated_on = frozenset[str]() if known.get("depends_on") else regions
    operated = surgery(record, operated_on, injured.value if injured else None)
    if operated.on is not None and operated.status == "done":
        dates["surgery_date"] = Dated(operated.on, operated.places)
    served = service_date(item, known, record)
    if served is not None:
        dates["service_date"] = served
    attributes = {
        **known,
        "phase": _phase(dates, operated),
        "surgery": frozenset((operated.status,)),
    }
    if family == "postsurgical_therapy":
        attributes["procedure"] = operations_of(
            case, item, record, regions, injured.value if injured else None
        )
    if item.authorized is not None:
        attributes["request_kind"] = attributes.get("request_kind", frozenset()) | {"remainder"}
    asked = dates.get("request_date")
    tested = last_test(record, asked.value) if asked and family == "urine_drug_test" else None
    if tested is not None:
        dates["last_urine_test_date"] = Dated(tested[0], (tested[1],))
    measures = measures_of(case, item, record, family, asked.value if asked else None)
    return _Basis(record, dates, measures, attributes)


def _with_region(item: DisputedItem, known: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The attributes, with the region of the whole request where the part in dispute names none."""
    if known.get("region") or item.original_request is None:
        return known
    regions = regions_in(item.original_request)
    return {**known, "region": regions, "region_related": related(regions)} if regions else known


def _phase(dates: Mapping[str, Dated], operated: Surgery) -> frozenset[str]:
    injured, asked = dates.get("date_of_injury"), dates.get("request_date")
    phases = {"postsurgical"} if _after_surgery(operated, asked.value if asked else None) else set()
    if injured is not None and asked is not None and not injured.doubt:
        phases.add(_stage(injured.value, asked.value))
    return frozenset(phases)


def _after_surgery(operated: Surgery, asked: date | None) -> bool:
    """An operation is authorized, or done less than the half year ago that MTUS calls postsurgical."""
    if operated.status == "done" and operated.latest is not None and asked is not None:
        return asked < operated.latest + relativedelta(months=6)
    return operated.status in ("done", "authorized")


def _stage(injured: date, asked: date) -> str:
    # how MTUS tells acute, subacute and chronic pain apart: vocabulary, not a limit of a pack
    if asked < injured + relativedelta(months=1):
        return "acute"
    return "subacute" if asked < injured + relativedelta(months=3) else "chronic"


def finding_ids(pack: Pack) -> tuple[str, ...]:
    """All findings that the pack's criteria and conditions test, in the pack's order."""
    tests: list[Test] = [pack.when] if pack.when is not None else []
    for criterion in pack.criteria:
        tests.append(criterion.test)
        gates = (criterion.applies_when, criterion.applies_unless)
        tests += [gate for gate in gates if gate is not None]
    return tuple(dict.fromkeys(name for test in tests for name in _named(test)))


def finding_ids_of(test: Test) -> tuple[str, ...]:
    """The findings that one test names, in its order."""
    return tuple(dict.fromkeys(_named(test)))


def _named(test: Test) -> Iterator[str]:
    if isinstance(test, FindingTest):
        yield test.finding
    elif isinstance(test, AllTest):
        yield from _named_in(test.all)
    elif isinstance(test, AnyTest):
        yield from _named_in(test.any)
    elif isinstance(test, NotTest):
        yield from _named(test.negate)


def _named_in(tests: Iterable[Test]) -> Iterator[str]:
    for test in tests:
        yield from _named(test)


def choose(
    seen: Sequence[Mention], item: Mapping[str, frozenset[str]], conflict: str
) -> tuple[Mention, ...]:
    """The most telling mentions, conflicts resolved by the finding's policy, in the order of the text."""
    wanted = item.get("region_related") or item.get("region", frozenset())
    seen = _of_this_side(seen, item.get("side", frozenset()))
    near = [m for m in seen if not m.regions or not wanted or m.regions & wanted]
    far = [m for m in seen if m.regions and wanted and not m.regions & wanted]
    picked = _telling(_resolve(near, conflict), MOST_QUOTES)
    picked += _telling(_resolve(far, conflict), MOST_QUOTES - len(picked))
    return tuple(sorted(picked, key=lambda m: (m.quote.start, m.quote.end, m.span.start)))


_OPPOSITE = {"left": "right", "right": "left"}


def _of_this_side(seen: Sequence[Mention], sides: frozenset[str]) -> list[Mention]:
    """What is told of the other arm or leg alone is seen and does not count for an item of one side."""
    opposite = _OPPOSITE.get(next(iter(sides))) if len(sides) == 1 else None
    return [
        replace(m, counts=False, other_side=True) if opposite and m.side == opposite else m for m in seen
    ]


def _resolve(seen: Sequence[Mention], conflict: str) -> list[Mention]:
    counting = [m for m in seen if m.counts]
    if conflict == "unclear" or len({m.present for m in counting}) < 2 or _notes_differ(counting):
        return list(seen)
    if conflict == "latest":
        newest = max((m.dated for m in counting if m.dated), default=None)
        kept = {m for m in counting if m.dated == newest}
    else:
        kept = _not_outdated({m for m in counting if m.present == (conflict == "present")}, counting)
    return [m for m in seen if not m.counts or m in kept]


def _not_outdated(kept: set[Mention], counting: Sequence[Mention]) -> set[Mention]:
    """Of what is kept, what is no older than the newest word to the contrary; all if nothing is so new."""
    contrary = max((m.dated for m in counting if m not in kept and m.dated), default=None)
    fresh = {m for m in kept if contrary is None or m.dated is None or m.dated >= contrary}
    return fresh or kept


def _notes_differ(counting: Sequence[Mention]) -> bool:
    """True when two physicians' notes of one day affirm and deny the same thing: no policy settles that."""
    yes = [m.note for m in counting if m.note and m.present]
    no = [m.note for m in counting if m.note and not m.present]
    return any(day == other and said & denied for day, said in yes for other, denied in no)


def _telling(seen: Sequence[Mention], most: int) -> list[Mention]:
    """At most ``most``, the first ones, one for each quote; both sides of a conflict stay in sight."""
    unique: dict[tuple[int, int, bool], Mention] = {}
    for mention in sorted(seen, key=lambda m: not m.counts):
        unique.setdefault((mention.quote.start, mention.quote.end, mention.present), mention)
    ordered = list(unique.values())
    leading = [next((m for m in ordered if m.counts and m.present is side), None) for side in (True, False)]
    first = [m for m in leading if m is not None]
    rest = [m for m in ordered if m not in first]
    return (first + rest)[: max(most, 0)]
