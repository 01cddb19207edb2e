"""FAC, which side: a finding told of the other side, or of the other half of a joint, than the record tells.

The side of a body part may be right somewhere in a record and still wrong for this finding. Each clause
gives a finding, the part, and its side (left or right) or half (medial or lateral); the text contradicts the
record where every clause with that finding of that part has the other.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, region_mentions, sided_regions, sides_in
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_FINDINGS = {
    "tenderness": r"tender(?:ness)?|palpation|sore(?:ness)?",
    "numbness": r"numb(?:ness)?|tingl\w+|paresthesias?|pins and needles",
    "weakness": r"weak(?:ness)?|(?:decreased|diminished|reduced) (?:\w+ )?strength|[0-4][+-]?(?: ?/ ?| out of )5|[1-4] (?:plus|minus) out of 5",
    "sensory loss": r"(?:decreased|diminished|reduced|impaired|altered|loss of) (?:\w+ ){0,3}(?:sensation|sensory|pinprick|light touch)|"
    r"(?:sensation|sensory|pinprick|light touch)[^,;.]{0,30}(?:decreased|diminished|reduced|impaired|altered|lost)|hyp[oa]?esthesia",
    "reflex": r"(?:absent|absence of|diminished|decreased|reduced|depressed|lost|loss of|missing)[^,;.]{0,30}"
    r"reflex(?:es)?|reflex(?:es)?[^,;.]{0,12}(?:absent|diminished|decreased|reduced|depressed|lost)",
    "tear": r"tears?|torn|rupture[sd]?",
    "fracture": r"fractures?|fractured",
    "swelling": r"swelling|swollen|edema|effusions?",
    "bruise": r"bruis\w+|ecchymos\w+|hematomas?|contusions?",
    "wound": r"abrasions?|lacerations?|cuts?|punctures?",
    "wear": r"degenerat\w+|osteoarthritis|arthrosis|cartilage loss|chondral \w+|narrowing",
    "atrophy": r"atroph\w+|wasting",
    "spasm": r"spasms?",
    "pain": r"pain(?:ful)?|aching|aches?",
}  # fmt: skip
_FINDING = re.compile("|".join(f"(?P<f{n}>\\b(?:{p})\\b)" for n, p in enumerate(_FINDINGS.values())), re.I)
_NAMES = tuple(_FINDINGS)
_HALF = re.compile(r"\b(?P<half>medial|lateral)(?:ly)?\b", re.I)
_STRUCTURE = re.compile(
    r"\b(?:(?P<epicondyle>epicondyl\w+)|(?P<meniscus>menisc\w+)|(?P<malleolus>malleol\w+)|(?P<line>joint lines?)|"
    r"(?P<compartment>compartments?|condyles?|plateaus?)|(?P<collateral>collateral))\b",
    re.I,
)
_CUT = re.compile(
    r"[;:.]|, (?:and |but )?|\band (?=(?:an? |the )?(?:right|left)\b)|\b(?:but|while|whereas|although|though|versus|compared|than)\b|\bwith (?=(?:an? )?(?:preserved|intact|normal|no)\b)"
)
_OF_CRITERIA = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\bcondition of\b|\brequest|\bnot medically\b", re.I
)
_BOTH = "both"
_OF_BOTH = re.compile(
    r"\bbilateral\w*(?: [\w-]+){1,3}$|\bboth (?:of )?(?:the |his |her )?(?:\w+ )?(?:\w+s|feet|extremities)$",
    re.I,
)
"""Two sides, and not "both back and leg"."""
_BEFORE = 30
_AXIAL = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac", "head", "face", "chest", "abdomen"))
_SIDED = frozenset(("left", "right", _BOTH))
_COMMON = frozenset(("wear",))  # may be on both sides, told in other words of the one
_MOST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of a part with what qualifies it; no qualifier where the clause has none or both."""

    finding: str
    part: str
    qualifier: str
    place: Span


@lru_cache(maxsize=8192)
def told_in(text: str) -> tuple[Told, ...]:
    """The findings of a sentence, each with every part of its clause."""
    found: list[Told] = []
    carried = ""
    for clause in _clauses(text):
        body = text[clause.start : clause.end]
        parts = list(_parts(body, carried))
        sides = sides_in(body)
        carried = next(iter(sides)) if len(sides) == 1 else carried
        for match in _FINDING.finditer(body):
            if standing(text, clause.start + match.start(), clause.start + match.end()) is Standing.NEGATED:
                continue
            name = _NAMES[int((match.lastgroup or "f0")[1:])]
            for part, qualifier, at in parts:
                lo, hi = min(at.start, match.start()), max(at.end, match.end())
                found.append(Told(name, part, qualifier, Span(clause.start + lo, clause.start + hi)))
    return tuple(found)


def _parts(body: str, carried: str) -> Iterator[tuple[str, str, Span]]:
    sides = sides_in(body)
    side = next(iter(sides)) if len(sides) == 1 else "" if sides else carried
    own = {m.region: m.sides for m in sided_regions(body)}
    for region, span in region_mentions(body):
        if region not in _AXIAL:
            stated = own.get(region, frozenset())
            both = stated and _OF_BOTH.search(body[max(0, span.start - _BEFORE) : span.end])
            named = next(iter(stated)) if len(stated) == 1 else _BOTH if both else "" if stated else side
            yield region, named if named in _SIDED else "", span
    halves = {m["half"].lower() for m in _HALF.finditer(body)}
    for match in _STRUCTURE.finditer(body):
        half = next(iter(halves)) if len(halves) == 1 else ""
        yield f"/{match.lastgroup}", half, Span(*match.span())


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(text):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, len(text))


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[Told, RecordSentence], ...]]:
    table: dict[str, list[tuple[Told, RecordSentence]]] = {}
    for sentence in record.sentences:
        for told in told_in(sentence.text):
            table.setdefault(told.finding, []).append((told, sentence))
    return {name: tuple(rows) for name, rows in table.items()}


def _other_side(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    for statement in context.told(Mode.CASE):
        if _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in told_in(statement.text):
            rows = _rows(said, known) if said.qualifier else []
            if not rows or any(span.overlaps(said.place) for span in denied):
                continue
            yield context.finding(
                "FAC27",
                statement.start + said.place.start,
                statement.start + said.place.end,
                Verdict.CONTRADICTED,
                f"The record has this on the {rows[0][0].qualifier} side, not the {said.qualifier}.",
                tuple(context.record.quote_sentence(s) for _, s in rows[:_MOST]),
                "Name the side that the record names.",
                severity=Severity.WARNING
                if context.human and said.finding in _COMMON and not said.part.startswith("/")
                else None,
            )
            break


def _rows(
    said: Told, known: dict[str, tuple[tuple[Told, RecordSentence], ...]]
) -> list[tuple[Told, RecordSentence]]:
    """The record's tellings of the finding of that part, where each is of the other side."""
    part = frozenset((said.part,)) if said.part.startswith("/") else close(frozenset((said.part,)))
    rows = [(t, s) for t, s in known.get(said.finding, ()) if t.part in part]
    if said.qualifier == _BOTH and len({t.qualifier for t, _ in rows}) > 1:
        return []
    return rows if rows and all(t.qualifier not in ("", _BOTH, said.qualifier) for t, _ in rows) else []


RULES = (
    Rule(
        "FAC27",
        "finding of the other side",
        "A finding is told of the left for the right, or of the medial for the lateral half of a joint.",
        "The side may be right elsewhere in the record and still be wrong for this finding.",
        Severity.ERROR,
        Example(
            "The left elbow is tender over the lateral epicondyle. Grip of the right hand is strong.",
            "There is tenderness over the medial epicondyle.",
            "MRI of the left elbow",
            "tenderness over the medial epicondyle",
        ),
        Example(
            "The left elbow is tender over the lateral epicondyle. Grip of the right hand is strong.",
            "There is tenderness over the lateral epicondyle.",
            "MRI of the left elbow",
        ),
        _other_side,
        "Name the side that the record names.",
    ),
)
