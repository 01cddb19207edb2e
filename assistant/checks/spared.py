"""FAC, what is free: a finding told of a part or muscle that the record finds normal, or weakness of another muscle.

"The left foot was within normal limits" speaks against numbness of the left foot, though no sentence denies it.
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
from assistant.claims.body import close, sided_regions
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_NORMAL = (
    r"(?:entirely |completely |otherwise |neurologically |all |reported as |described as |found |noted (?:to be |as ))*"
    r"(?:within normal limits|WNL|unremarkable|normal|asymptomatic|symptom[- ]free|pain[- ]free|spared|uninjured|not (?:painful|symptomatic|involved|affected))"
    r"(?! (?:strength|gait|contour|alignment|except|but|other))"
)
_FREE = re.compile(
    rf"\b(?P<side>left|right)(?:[- ]sided)? (?P<part>[\w-]+(?: (?:extremit\w+|limbs?|back|spine))?)(?: (?:exam\w*|findings|side|joint))? ?(?:(?:is|was|were|are|had been|has been|appeared|remains?)(?: also)? |: ?|, )?{_NORMAL}\b(?! (?:on|for|in|at|to) )",
    re.I,
)
_NO_SYMPTOMS = re.compile(
    r"\b(?P<side>left|right) (?P<part>[\w-]+(?: (?:extremit\w+|limbs?))?) (?:has|had|with|is|was) (?:no|without|free of) (?:symptoms|complaints|pain|findings)\b",
    re.I,
)
_FINDING = re.compile(
    r"\b(?:tender(?:ness)?|numb(?:ness)?|tingl\w+|paresthesias?|weak(?:ness)?|swelling|swollen|effusion|spasms?|atroph\w+|pain(?:ful)?|aching|"
    r"instability|laxity|crepitus|clicking|locking|restricted|limited|decreased|diminished|reduced|absent|[0-4][+-]?(?: ?/ ?| out of )5)\b",
    re.I,
)
_OF_CRITERIA = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\brequest|\bif\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bprevious\w*|\bearlier\b|\bhistory\b|\bin the past\b|\bcompar\w+|\bversus\b|\bthan\b|\bno longer\b|\bresolved\b|\bwas injured\b",
    re.I,
)
_CUT = re.compile(
    r"[;.:]\s|, (?:and |but |with )?|\b(?:and|but|while|whereas|although|with|versus|compared)\b"
)
_MUSCLES = {
    "biceps": r"biceps", "triceps": r"triceps", "deltoid": r"deltoids?", "wrist extensor": r"wrist extens\w+", "wrist flexor": r"wrist flex\w+",
    "grip": r"grip", "interossei": r"interosse\w+|intrinsics?|finger abduct\w+", "thenar": r"thenar|thumb abduct\w+|abductor pollicis",
    "great toe": r"(?:great|big) toe(?: extens\w+)?|EHL|hallucis", "ankle dorsiflexors": r"(?:ankle )?dorsiflex\w+|tibialis anterior", "calf": r"plantar ?flex\w+|gastroc\w*|calf",
    "quadriceps": r"quad(?:riceps|s)?|knee extens\w+", "hamstrings": r"hamstrings?|knee flex\w+", "hip flexors": r"hip flex\w+|iliopsoas",
    "supraspinatus": r"supraspinatus", "external rotators": r"external rotat\w+|infraspinatus", "internal rotators": r"internal rotat\w+|subscapularis",
}  # fmt: skip
_OF_LEG = frozenset(("great toe", "ankle dorsiflexors", "calf", "quadriceps", "hamstrings", "hip flexors"))
_MUSCLE = re.compile("|".join(f"(?P<m{n}>\\b(?:{p})\\b)" for n, p in enumerate(_MUSCLES.values())), re.I)
_NAMES = tuple(_MUSCLES)
_STRENGTH = re.compile(
    r"\b(?:strength|weak\w*|motor|power|[0-5][+-]?(?: ?/ ?| (?:plus |minus )?out of )5)", re.I
)
_WEAK = re.compile(
    r"\b(?:weak(?:ness|ened|er)?|[0-4][+-]?(?: ?/ ?| out of )5|[1-4] (?:plus|minus) out of 5|(?:decreased|reduced|diminished) (?:\w+ ){0,2}(?:strength|power))\b|\b4[+-]/5",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:5(?: ?/ ?| out of )5|full (?:strength|power)|(?:normal|intact|full|good) (?:\w+ ){0,2}(?:strength|power)|strength (?:\w+ ){0,3}(?:normal|intact|full))\b",
    re.I,
)
_BY_MUSCLE = re.compile(
    r"[;.:]\s|, (?:and |but |with )?|\b(?:and|but|while|whereas|although|with|versus|compared)\b"
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Muscle:
    name: str
    weak: bool
    place: Span


@lru_cache(maxsize=8192)
def _muscles(text: str) -> tuple[_Muscle, ...]:
    """The muscles of a sentence with their strength, clause by clause."""
    if not _STRENGTH.search(text):
        return ()
    found = []
    for start, end in _clauses(text):
        body = text[start:end]
        weak, strong = _WEAK.search(body) is not None, _STRONG.search(body) is not None
        if weak is strong:
            continue
        for match in _MUSCLE.finditer(body):
            if standing(text, start + match.start(), start + match.end()) is not Standing.NEGATED:
                name = _NAMES[int((match.lastgroup or "m0")[1:])]
                found.append(_Muscle(name, weak, Span(start + match.start(), start + match.end())))
    return tuple(found)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _CUT.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


@lru_cache(maxsize=64)
def _strengths(record: RecordIndex) -> tuple[tuple[_Muscle, RecordSentence], ...]:
    return tuple((m, s) for s in record.clinical for m in _muscles(s.text))


def _another_muscle(context: Context) -> Iterator[Finding]:
    """Weakness of a muscle that the record finds strong, while it names another that is weak."""
    rows = _strengths(context.record)
    weak = [(m, s) for m, s in rows if m.weak]
    for statement in context.told(Mode.CASE) if weak else ():
        if context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in _muscles(statement.text):
            strong = [(m, s) for m, s in rows if m.name == said.name and not m.weak]
            strong = strong or _in_its_place(context.record, statement.text, said, weak)
            if _OF_CRITERIA.search(statement.text, max(0, said.place.start - 60), said.place.end + 30):
                continue
            if not said.weak or not strong or any(m.name == said.name for m, _ in weak):
                continue
            if any(span.overlaps(said.place) for span in denied):
                continue
            yield _finding(
                context,
                Span(statement.start + said.place.start, statement.start + said.place.end),
                f"The record has {weak[0][0].name} weak, not {said.name}.",
                [s for _, s in (*strong, *weak)],
            )


def _in_its_place(
    record: RecordIndex, text: str, said: _Muscle, weak: list[tuple[_Muscle, RecordSentence]]
) -> list[tuple[_Muscle, RecordSentence]]:
    """The one weak muscle of that limb, where the text tells of one that the record never names."""
    told = {m.name for m in _muscles(text)}
    same = [(m, s) for m, s in weak if (m.name in _OF_LEG) is (said.name in _OF_LEG)]
    unknown = re.search(rf"\b(?:{_MUSCLES[said.name]})\b", record.text, re.I) is None
    one = len({m.name for m, _ in same}) == 1 and len(told) == 1
    return same if unknown and one and not told & {m.name for m, _ in weak} else []


def _of_free_part(context: Context) -> Iterator[Finding]:
    """A finding of a side that the record calls normal, and to which it gives no finding."""
    free = _free(context.record)
    for statement in context.told(Mode.CASE) if free else ():
        if context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for start, end in _clauses(statement.text):
            if _OF_CRITERIA.search(statement.text, start, end):
                continue
            for mention in sided_regions(statement.text):
                if not start <= mention.span.start < end or len(mention.sides) != 1:
                    continue
                rows = _rows(free, mention.region, next(iter(mention.sides)))
                found = _FINDING.search(statement.text, start, end)
                place = Span(*found.span()) if found else mention.span
                if not rows or not found or any(d.overlaps(place) for d in denied):
                    continue
                if standing(statement.text, place.start, place.end) is not Standing.AFFIRMED:
                    continue
                lo, hi = min(place.start, mention.span.start), max(place.end, mention.span.end)
                message = f"The record finds the {next(iter(mention.sides))} {mention.region.replace('_', ' ')} normal."
                yield _finding(context, Span(statement.start + lo, statement.start + hi), message, rows)


def _rows(
    free: tuple[tuple[str, str, RecordSentence], ...], region: str, side: str
) -> list[RecordSentence]:
    return [s for part, other, s in free if other == side and part in close(frozenset((region,)))]


@lru_cache(maxsize=64)
def _free(record: RecordIndex) -> tuple[tuple[str, str, RecordSentence], ...]:
    """The parts that the record calls normal as a whole, left out where it has a finding of them."""
    found = []
    for sentence in record.clinical:
        for pattern in (_FREE, _NO_SYMPTOMS):
            for match in pattern.finditer(sentence.text):
                for mention in sided_regions(match.group()):
                    side = match["side"].lower()
                    if not _troubled(record, mention.region, side):
                        found.append((mention.region, side, sentence))
    return tuple(found)


def _troubled(record: RecordIndex, region: str, side: str) -> bool:
    """A clause of the record that gives the part of that side a finding."""
    for sentence in record.sentences:
        for start, end in _clauses(sentence.text):
            match = _FINDING.search(sentence.text, start, end)
            if not match or standing(sentence.text, *match.span()) is Standing.NEGATED:
                continue
            for mention in sided_regions(sentence.text):
                same = mention.region in close(frozenset((region,))) and side in mention.sides
                if same and start <= mention.span.start < end:
                    return True
    return False


def _finding(context: Context, place: Span, message: str, rows: list[RecordSentence]) -> Finding:
    quotes = tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST]
    return context.finding(
        "FAC47",
        place.start,
        place.end,
        Verdict.CONTRADICTED,
        message,
        quotes,
        "Name the part that the record names.",
    )


def _all(context: Context) -> Iterator[Finding]:
    yield from _of_free_part(context)
    yield from _another_muscle(context)


RULES = (
    Rule(
        "FAC47",
        "finding of a part that is free",
        "A finding is told of a side that the record calls normal, or weakness of a muscle that it finds strong.",
        "One side is operated on or studied; the other must not lend its health or its illness.",
        Severity.ERROR,
        Example(
            "The right foot is numb over its outer border. The left foot was within normal limits.",
            "There is numbness of the left foot.",
            "MRI of the lumbar spine",
            "numbness of the left foot",
        ),
        Example(
            "The right foot is numb over its outer border. The left foot was within normal limits.",
            "There is numbness of the right foot.",
            "MRI of the lumbar spine",
        ),
        _all,
        "Name the part that the record names.",
    ),
)
