"""FAC, which drug was not borne: a side effect given to another drug than the one to which the record gives it."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_EFFECTS = {
    "stomach": r"stomach|gastri\w+|GI (?:upset|distress|intolerance|side effects|bleed\w*)|heartburn|dyspepsia|reflux|ulcers?",
    "nausea": r"nause\w+|vomit\w*",
    "skin": r"rash(?:es)?|hives|itch\w*",
    "drowsiness": r"drows\w*|sedat\w*|grogg\w*|sleepy|sleepiness|somnolen\w*|foggy",
    "dizziness": r"dizz\w*|lightheaded\w*",
    "constipation": r"constipat\w*",
    "swelling": r"weight gain|edema",
}  # fmt: skip
_EFFECT = re.compile("|".join(rf"(?P<a{n}>\b(?:{p})\b)" for n, p in enumerate(_EFFECTS.values())), re.I)
_NAMES = tuple(_EFFECTS)
_CAUSED = re.compile(
    r"\b(?:upset\w*|bother\w*|caus(?:ed|es|ing)|because of|due to|owing to|on account of|from|intoleran\w*|not toler\w+|could not take|"
    r"stopped|discontinued|gave|made|with|side effects?|adverse|reacti\w+|after)\b",
    re.I,
)
_CUT = re.compile(r"[;.]\s|\b(?:but|while|whereas|although|though)\b|, (?:and )?(?=he |she |the )")
# "nausea from the tramadol", not "nausea, and was down to Tylenol"
_BLAMES = re.compile(
    r"[^,;]{0,50}\b(?:from|with|due to|owing to|of|by|on|after|to|because of|taking|when)\b[^,;]{0,50}",
    re.I,
)
_UNSURE = re.compile(
    r"\b(?:if|(?-i:may)|might|could(?! not)|risk|guidelines?|should|would|protect\w*|prophyla\w*|for (?:the )?(?:stomach|reflux|heartburn|nausea))\b",
    re.I,
)


def _swapped(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    for statement in context.told(Mode.CASE):
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for effect, drugs, place in _told(statement.text):
            rows = known.get(effect, ())
            borne = {drug for owners, _ in rows for drug in owners}
            if not borne or drugs & borne or any(span.overlaps(place) for span in denied):
                continue
            yield context.finding(
                "FAC41",
                statement.start + place.start,
                statement.start + place.end,
                Verdict.CONTRADICTED,
                f"The record tells this of {', '.join(sorted(borne))}.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:3],
                "Name the drug that the record names.",
            )


def _told(text: str) -> Iterator[tuple[str, frozenset[str], Span]]:
    """Each effect of a clause that names what caused it, with the drugs of the clause."""
    for start, end in _clauses(text):
        drugs = [m for m in load_taxonomy().drug_mentions(text) if start <= m.start < end]
        match = _EFFECT.search(text, start, end) if drugs and _CAUSED.search(text, start, end) else None
        if match and standing(text, *match.span()) is Standing.AFFIRMED:
            lo, hi = min(drugs[0].start, match.start()), max(drugs[-1].end, match.end())
            effect = _NAMES[int((match.lastgroup or "a0")[1:])]
            named = [m for m in drugs if m.end <= match.start()] or [
                m for m in drugs if _BLAMES.fullmatch(text, match.end(), m.start)
            ]
            if named:
                yield effect, frozenset(m.generic for m in named), Span(lo, hi)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _CUT.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[frozenset[str], RecordSentence], ...]]:
    """Of each effect the drugs of the sentences that tell it; an effect told without a drug makes it unsure."""
    table: dict[str, list[tuple[frozenset[str], RecordSentence]]] = {}
    loose: set[str] = set()
    for sentence in record.clinical:
        drugs = frozenset(m.generic for m in load_taxonomy().drug_mentions(sentence.text))
        for match in _EFFECT.finditer(sentence.text):
            name = _NAMES[int((match.lastgroup or "a0")[1:])]
            if drugs:
                table.setdefault(name, []).append((drugs, sentence))
            elif standing(sentence.text, *match.span()) is not Standing.NEGATED:
                loose.add(name)
    return {name: tuple(rows) for name, rows in table.items() if name not in loose}


RULES = (
    Rule(
        "FAC41",
        "side effect of another drug",
        "A side effect is given to another drug than the one to which the record gives it.",
        "Which drug was not tolerated decides what may be tried next.",
        Severity.ERROR,
        Example(
            "The worker takes Flexeril and naproxen. Naproxen upset his stomach.",
            "Flexeril upset his stomach.",
            at="Flexeril upset his stomach",
        ),
        Example(
            "The worker takes Flexeril and naproxen. Naproxen upset his stomach.",
            "The naproxen bothered his stomach.",
        ),
        _swapped,
        "Name the drug that the record names.",
    ),
)
