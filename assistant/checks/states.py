"""POL, torn or intact: a structure, disc, drug test or suspected illness told in the opposite state.

Each clause gives a thing and whether it is torn, abnormal, found or confirmed. The text contradicts the record
where every telling of that thing has the opposite. Knows no parts and no sides.
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
from assistant.claims.denial import denials_in
from assistant.claims.numbers import levels_in
from assistant.claims.prose import Mode
from assistant.claims.terms import term_mentions
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_STRUCTURES = {
    "the anterior cruciate": r"ACL|anterior cruciate(?: ligament)?|(?<!posterior )cruciate(?: ligament)?",
    "the posterior cruciate": r"PCL|posterior cruciate(?: ligament)?",
    "the medial collateral": r"MCL|medial collateral(?: ligament)?",
    "the lateral collateral": r"LCL|lateral collateral(?: ligament)?",
    "the ulnar collateral": r"UCL|ulnar collateral(?: ligament)?",
    "the medial meniscus": r"medial meniscus",
    "the lateral meniscus": r"lateral meniscus",
    "the labrum": r"labr(?:um|al)",
    "the rotator cuff": r"rotator cuff|cuff",
    "the supraspinatus": r"supraspinatus(?: tendon)?",
    "the infraspinatus": r"infraspinatus(?: tendon)?",
    "the subscapularis": r"subscapularis(?: tendon)?",
    "the biceps tendon": r"biceps tendon|biceps anchor",
    "the Achilles tendon": r"achilles(?: tendon)?",
    "the fibrocartilage": r"TFCC|triangular fibrocartilage(?: complex)?",
    "the scapholunate ligament": r"scapholunate(?: ligament)?",
    "the hardware": r"hardware|implants?|plate and screws",
    "the cartilage": r"chondral|cartilage",
}  # fmt: skip
_STRUCTURE = re.compile(
    "|".join(f"(?P<s{n}>\\b(?:{p})\\b)" for n, p in enumerate(_STRUCTURES.values())), re.I
)
_NAMES = tuple(_STRUCTURES)
_TORN = re.compile(
    r"\b(?:torn|tears?|ruptur\w+|disrupt\w+|deficient|incompetent|avuls\w+|detach\w+|loose|loosen\w+|broken|failed|loss|defects?|damage\w*)\b",
    re.I,
)
_WHOLE = re.compile(
    r"\b(?:intact|normal|unremarkable|uninjured|competent|continuous|preserved|in (?:good )?position|in place|un-?torn)\b",
    re.I,
)
_ABNORMAL = re.compile(
    r"\b(?:herniat\w+|protru\w+|bulg\w+|extru\w+|stenosis|narrow\w+|degenerat\w+|desiccat\w+|abnormal)\b",
    re.I,
)
_CONFIRMED = re.compile(r"\b(?:confirm\w+|established|verified|proven|proved)\b", re.I)
_EXCLUDED = re.compile(
    r"\b(?:excluded|ruled out|ruling out|disproved|not confirmed|discounted|no evidence of|negative for|without evidence of)\b",
    re.I,
)
_LASTING = re.compile(r"\b(?:persist\w*|continu\w*|remains?|ongoing|unresolved|unabated|still)\b", re.I)
_GONE = re.compile(
    r"\b(?:(?<!not )resolved|has gone|had gone|subsided|disappeared|cleared(?: up)?|no longer (?:present|reported))\b",
    re.I,
)
_FOUND = re.compile(r"\b(?P<how>positive|negative) for (?P<what>(?:[\w-]+(?:, | and | or )?){1,6})", re.I)
_NO = re.compile(r"\b(?:no|not|without|denie[sd]|neither|nor|n't)\b[^,;.]{0,30}$", re.I)
_CUT = re.compile(
    r"[;.]|, (?!(?:19|20)\d\d)(?:and |but )?|\b(?:and|but|while|whereas|although|though|with)\b"
)
_UNSURE = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\bcondition of\b|\brequest|\bif\b|\bwhen\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bmight\b|\bsuspect\w*|\bsuggest\w*|"
    r"\bpossib\w*|\bwhether\b|\brepair\w*|\breconstruct\w*|\bconcern\w*|\bto (?:exclude|confirm|rule)\b|\bassess\w*|\bevaluate\b|\bwas considered\b(?! and)",
    re.I,
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class _State:
    thing: str
    bad: bool
    place: Span


@lru_cache(maxsize=8192)
def states_in(text: str) -> tuple[_State, ...]:
    """The states that the clauses of a sentence tell of structures, discs, tests and illnesses."""
    return (*_found(text), *(s for clause in _clauses(text) for s in _of_clause(text, clause)))


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(text):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, len(text))


def _found(text: str) -> Iterator[_State]:
    for match in _FOUND.finditer(text):
        for word in re.finditer(r"[a-z][\w-]{3,}", match["what"], re.I):
            at = match.start("what") + word.start()
            positive = match["how"].lower() == "positive" and not _NO.search(text[: match.start()])
            yield _State(
                f"test for {word.group().lower()[:8]}",
                positive,
                Span(match.start(), at + len(word.group())),
            )


def _of_clause(text: str, clause: Span) -> Iterator[_State]:
    body = text[clause.start : clause.end]
    torn = _value(body, _TORN, _WHOLE)
    for match in _STRUCTURE.finditer(body) if torn is not None else ():
        name = _NAMES[int((match.lastgroup or "s0")[1:])]
        yield _State(name, torn is True, Span(clause.start + match.start(), clause.start + match.end()))
    abnormal = _value(body, _ABNORMAL, _WHOLE)
    for level in levels_in(body) if abnormal is not None else ():
        name = "the disc " + "-".join(level.levels)
        yield _State(
            name, abnormal is True, Span(clause.start + level.span.start, clause.start + level.span.end)
        )
    lasting = _value(text, _LASTING, _GONE)
    for mention in term_mentions(body) if lasting is not None else ():
        if mention.term.kind == "finding":
            place = Span(clause.start + mention.span.start, clause.start + mention.span.end)
            yield _State(f"symptom {mention.term.number}", lasting is True, place)
    confirmed = _value(text, _CONFIRMED, _EXCLUDED)
    for mention in term_mentions(body) if confirmed is not None else ():
        if mention.term.kind == "diagnosis":
            place = Span(clause.start + mention.span.start, clause.start + mention.span.end)
            yield _State(f"illness {mention.term.number}", confirmed is True, place)


def _value(body: str, bad: re.Pattern[str], good: re.Pattern[str]) -> bool | None:
    """Bad, good, or neither; a negated lesion is good."""
    matches = list(bad.finditer(body))
    lesion = any(not _NO.search(body[: m.start()]) for m in matches)
    denied = bool(matches) and not lesion
    whole = any(not _NO.search(body[: m.start()]) for m in good.finditer(body)) or denied
    return None if lesion is whole else lesion


def _turned(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in states_in(statement.text):
            rows = _known(context.record).get(said.thing, ())
            if not rows or any(state.bad is said.bad for state, _ in rows):
                continue
            if said.bad and any(span.overlaps(said.place) for span in denied):
                continue
            yield context.finding(
                "POL07",
                statement.start + said.place.start,
                statement.start + said.place.end,
                Verdict.CONTRADICTED,
                "The record tells of this in the opposite state.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:_MOST],
                "Tell the state that the record tells.",
            )


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[_State, RecordSentence], ...]]:
    table: dict[str, list[tuple[_State, RecordSentence]]] = {}
    for sentence in record.clinical:
        for state in states_in(sentence.text):
            table.setdefault(state.thing, []).append((state, sentence))
    return {thing: tuple(rows) for thing, rows in table.items()}


RULES = (
    Rule(
        "POL07",
        "opposite state",
        "A ligament, tendon or disc is told torn for intact, a drug test positive for negative, or a diagnosis"
        " confirmed for excluded, or the reverse.",
        "Operations and injections are decided by what is torn and what is proven.",
        Severity.ERROR,
        Example(
            "MRI of the knee showed an intact ACL and a torn meniscus.",
            "The anterior cruciate was torn.",
            "Knee brace",
            "anterior cruciate",
        ),
        Example(
            "MRI of the knee showed an intact ACL and a torn meniscus.",
            "The anterior cruciate was intact.",
            "Knee brace",
        ),
        _turned,
        "Tell the state that the record tells.",
    ),
)
