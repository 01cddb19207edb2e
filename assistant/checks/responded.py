"""POL, how it answered: a treatment told to have helped that the record says did not, or the reverse.

Partial and brief relief is neither. Knows treatments by the terms and drugs of the claims.
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
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_CARE = {
    "injection": r"(?:steroid|cortisone|corticosteroid|epidural|trigger point|facet)? ?(?:injections?|shots?)|ESIs?|TPIs?|blocks?",
    "therapy": r"physical therapy|PT|occupational therapy|OT",
    "chiropractic": r"chiropract\w+|manipulat\w+ (?:treatment|therapy)",
    "acupuncture": r"acupuncture",
    "TENS": r"TENS(?: unit)?",
    "lidocaine": r"lidocaine patch(?:es)?|lidoderm",
    "brace": r"brac(?:e|es|ing)|splint\w*",
    "traction": r"traction",
    "massage": r"massage",
}
_ANY_CARE = re.compile("|".join(rf"(?P<c{n}>\b(?:{p})\b)" for n, p in enumerate(_CARE.values())), re.I)
_NAMES = tuple(_CARE)
_GOOD = re.compile(
    r"\b(?:helped|was (?:very |quite |most )?(?:helpful|effective|beneficial|successful)|(?:with|gave|brought|provided|produced|had) (?:a )?(?:very )?(?:good|great|excellent|substantial|considerable|marked|significant|lasting)"
    r" (?:relief|benefit|effect|improvement|response|result|success)|relieved (?:his|her|the) (?:pain|symptoms)|worked well)\b",
    re.I,
)
_BAD = re.compile(
    r"\b(?:did not (?:help|work|relieve|improve)|(?:has|had) not helped|(?:no|without|of no|not of any|nor) (?:any |much |lasting |sustained )?(?:relief|benefit|effect|help|improvement|success|response|avail)|"
    r"unhelpful|not (?:been )?(?:helpful|effective|beneficial)|ineffective|failed|unsuccessful(?:ly)?|of no use|made no difference|to no avail)\b",
    re.I,
)
_PARTLY = re.compile(
    r"\b(?:some|slight\w*|partial\w*|temporar\w*|brief\w*|transient\w*|short[- ]lived|minimal\w*|mild\w*|moderate\w*|limited|lasting only|for (?:only )?(?:a|an|one|two|three|four|five|six|several|\d+) (?:hours?|days?|weeks?|months?)|"
    r"little|initially|at first|\d+ ?(?:%|percent)|lasting (?:improvement|relief|benefit)|sustained|significant|much|better)\b",
    re.I,
)
_NEGATED = re.compile(r"\b(?:not|no|never|neither|without|hardly|barely)\b[^.;,]{0,24}$", re.I)
_CUT = re.compile(
    r"[;.]\s|, (?=(?:and |but |which )?(?:an? |the |his |her |one |two |three |earlier |another )?\w)|\b(?:but|while|whereas|although|though)\b"
)
_UNSURE = re.compile(
    r"\b(?:if|whether|should|would|(?-i:may)|might|could|guidelines?|criteri\w+|until|unless|expect\w*|hope\w*|second|first|latest|last|another|repeat)\b",
    re.I,
)
_REACH = 60


@dataclass(frozen=True, slots=True)
class Response:
    """A treatment with how it answered: True good, False not, None partly."""

    care: str
    good: bool | None
    place: Span


@lru_cache(maxsize=8192)
def responses_in(text: str) -> tuple[Response, ...]:
    """The treatments of a sentence whose answer its clause tells."""
    spots = [(_NAMES[int((m.lastgroup or "c0")[1:])], Span(*m.span())) for m in _ANY_CARE.finditer(text)]
    spots += [(f"drug {m.generic}", Span(m.start, m.end)) for m in load_taxonomy().drug_mentions(text)]
    found = []
    for care, at in spots:
        stop = _CUT.search(text, at.end)
        clause = text[at.end : min(stop.start() if stop else len(text), at.end + _REACH)]
        answer = _answer(clause)
        if answer is not None:
            found.append(Response(care, answer[0], Span(at.start, at.end + answer[1])))
    return tuple(found)


def _answer(clause: str) -> tuple[bool | None, int] | None:
    bad = _BAD.search(clause)
    good = next((m for m in _GOOD.finditer(clause) if not _NEGATED.search(clause[: m.start()])), None)
    match = bad or good
    if match is None:
        return None
    if _PARTLY.search(clause) or (bad and good):
        return None, match.end()
    return bad is None, match.end()


def _turned(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        for said in responses_in(statement.text):
            rows = _known(context.record).get(said.care, ())
            if said.good is None or not rows or any(r.good is not (not said.good) for r, _ in rows):
                continue
            if not said.good and "failed" in statement.text:
                continue  # said of what brought too little, too
            yield context.finding(
                "POL08",
                statement.start + said.place.start,
                statement.start + said.place.end,
                Verdict.CONTRADICTED,
                f"The record tells that it {'did not help' if said.good else 'helped'}.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:3],
                "Tell the response that the record tells.",
            )


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[Response, RecordSentence], ...]]:
    table: dict[str, list[tuple[Response, RecordSentence]]] = {}
    for sentence in record.clinical:
        for response in (*responses_in(sentence.text), *_loosely(sentence.text)):
            table.setdefault(response.care, []).append((response, sentence))
    return {care: tuple(rows) for care, rows in table.items()}


_HELP = re.compile(r"\b(?:relie\w+|help\w*|benefit\w*|improv\w*|decreas\w*|effective|eas(?:ed|es))\b", re.I)


def _loosely(text: str) -> Iterator[Response]:
    """A treatment named in a sentence that speaks of help at all may have helped in part."""
    if _HELP.search(_BAD.sub(" ", text)):
        for match in _ANY_CARE.finditer(text):
            yield Response(_NAMES[int((match.lastgroup or "c0")[1:])], None, Span(*match.span()))
        for drug in load_taxonomy().drug_mentions(text):
            yield Response(f"drug {drug.generic}", None, Span(drug.start, drug.end))


RULES = (
    Rule(
        "POL08",
        "response turned round",
        "A treatment is told to have helped that the record says did not help, or the reverse.",
        "What failed and what helped decides the next step of care.",
        Severity.ERROR,
        Example(
            "The worker has elbow pain. A steroid injection in May did not help.",
            "One steroid injection was given with good benefit.",
            at="steroid injection was given with good benefit",
        ),
        Example(
            "The worker has elbow pain. A steroid injection in May did not help.",
            "One steroid injection was given without benefit.",
        ),
        _turned,
        "Tell the response that the record tells.",
    ),
)
