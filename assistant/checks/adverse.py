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
    "swelling": r"weight gain|edema|swelling|swollen",
    "the kidneys": r"creatinine|kidneys?|renal|GFR",
    "the liver": r"liver|hepatic|transaminases?",
    "blood pressure": r"(?:elevated |high |rising |raised |rise in )?blood pressure|hypertensi\w+",
    "headache": r"headaches?",
    "mood": r"mood|irritab\w+|agitat\w+|anxi\w+|depress\w+",
    "palpitations": r"palpitations?|racing heart|heart racing",
    "bleeding": r"bleed\w*|bruising",
    "no effect": r"(?:no|little|insufficient|without|lack of) (?:\w+ )?(?:relief|benefit|effect|help|improvement)|did(?: not|n't) help|ineffective\w*|not (?:helpful|effective)|unhelpful|failed to help",
    "cost": r"\bcosts?\b|not covered|coverage",
}  # fmt: skip
_EFFECT = re.compile("|".join(rf"(?P<a{n}>\b(?:{p})\b)" for n, p in enumerate(_EFFECTS.values())), re.I)
_NAMES = tuple(_EFFECTS)
_FELT = frozenset(("stomach", "nausea", "skin", "drowsiness", "dizziness", "constipation", "swelling"))
_CAUSED = re.compile(
    r"\b(?:upset\w*|bother\w*|caus(?:ed|es|ing)|because of|due to|owing to|on account of|from|intoleran\w*|not toler\w+|could not take|"
    r"stopped|discontinued|gave|made|with|side effects?|adverse|reacti\w+|after)\b",
    re.I,
)
_CUT = re.compile(r"[;.]\s|\b(?:but|while|whereas|although|though)\b|, (?:and )?(?=he |she |the )")
_FINE = re.compile(
    _CUT.pattern
    + r"|,? and (?=(?:cannot|could|can|did|was|is|are|were|has|had|stopped|discontinued|then|later|also|tried|gave|took|takes)\b)"
    r"|, (?=(?:\w+ ){1,3}(?:was|were|is|caused|gave|made|could|had)\b)",
    re.I,
)
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
            if (
                effect not in _FELT
                or not borne
                or drugs & borne
                or any(span.overlaps(place) for span in denied)
            ):
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


_REFUSED = re.compile(
    r"\b(?:could|can|did|does) ?not (?:tolerate|take|bear|use)|\b(?:not|poorly) tolerat\w+|\bcouldn't (?:tolerate|take)",
    re.I,
)
_BECAUSE = re.compile(
    r"\b(?:because of|due to|owing to|on account of|because|since|as|for|secondary to|from)\b", re.I
)
_GAVE_UP = re.compile(
    r"\b(?:discontinu\w+|stopp?(?:ed|s|ing)|quit|ceased|g(?:a|i)ve(?:n)? up|dropped|withdrawn|toler\w+|intoleran\w+|could not take|cannot take|can not take|unable to take|taken off)\b",
    re.I,
)


_MADE = re.compile(
    r"\b(?:caus(?:ed|es|ing)|gave|made|makes|upset|bother\w*|side effects?|reacti\w+|adverse)\b", re.I
)


def _other_reason(context: Context) -> Iterator[Finding]:
    """A drug given up for another effect than the one that the record names for it."""
    known = _reasons(context.record)
    for statement in context.told(Mode.CASE) if known else ():
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        for drugs, effects, place in _given_up(statement.text):
            rows = [row for drug in drugs for row in known.get(drug, ())]
            theirs = {effect for found, _ in rows for effect in found}
            if len(drugs) == 1 and theirs and not theirs & effects:
                yield context.finding(
                    "FAC41",
                    statement.start + place.start,
                    statement.start + place.end,
                    Verdict.CONTRADICTED,
                    f"The record gives another reason for this drug ({', '.join(sorted(theirs))}).",
                    tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:3],
                    "Give the reason that the record gives.",
                )


def _given_up(text: str) -> Iterator[tuple[frozenset[str], frozenset[str], Span]]:
    """Drugs told as given up for an effect, clause by clause: the effects stand behind the word for why."""
    for start, end in _clauses(text, _FINE):
        clause = text[start:end]
        drugs = [m for m in load_taxonomy().drug_mentions(text) if start <= m.start < end]
        made = _MADE.search(clause)
        why = _BECAUSE.search(clause) if _GAVE_UP.search(clause) else made
        if not drugs or not why:
            continue
        matches = [m for m in _EFFECT.finditer(clause, why.end()) if not _NO.search(clause[: m.start()])]
        effects = frozenset(_NAMES[int((m.lastgroup or "a0")[1:])] for m in matches)
        before = [m for m in drugs if m.start - start < why.start()]
        if effects and before:
            lo, hi = min(before[0].start, start + why.start()), start + matches[-1].end()
            yield frozenset(m.generic for m in before), effects, Span(lo, hi)


_NO = re.compile(r"\b(?:no|not|without|rather than|nor)\b(?! (?:toler|take))[^,;]{0,30}$", re.I)


@lru_cache(maxsize=64)
def _reasons(record: RecordIndex) -> dict[str, tuple[tuple[frozenset[str], RecordSentence], ...]]:
    """Of each drug given up the effects named; where one clause names several drugs, of each."""
    table: dict[str, list[tuple[frozenset[str], RecordSentence]]] = {}
    for sentence in record.clinical:
        for start, end in _clauses(sentence.text, _FINE):
            clause = sentence.text[start:end]
            drugs = [m for m in load_taxonomy().drug_mentions(sentence.text) if start <= m.start < end]
            effects = frozenset(_NAMES[int((m.lastgroup or "a0")[1:])] for m in _EFFECT.finditer(clause))
            told = _GAVE_UP.search(clause) or _MADE.search(clause)
            for mention in drugs if effects and told else ():
                table.setdefault(mention.generic, []).append((effects, sentence))
    return {drug: tuple(rows) for drug, rows in table.items()}


def _all(context: Context) -> Iterator[Finding]:
    yield from _swapped(context)
    yield from _other_reason(context)


def _told(text: str) -> Iterator[tuple[str, frozenset[str], Span]]:
    """Each effect of a clause that names what caused it, with the drugs of the clause."""
    for start, end in _clauses(text):
        drugs = [m for m in load_taxonomy().drug_mentions(text) if start <= m.start < end]
        match = _EFFECT.search(text, start, end) if drugs and _CAUSED.search(text, start, end) else None
        if match and standing(_REFUSED.sub(_blank, text), *match.span()) is Standing.AFFIRMED:
            lo, hi = min(drugs[0].start, match.start()), max(drugs[-1].end, match.end())
            effect = _NAMES[int((match.lastgroup or "a0")[1:])]
            named = [m for m in drugs if m.end <= match.start()] or [
                m for m in drugs if _BLAMES.fullmatch(text, match.end(), m.start)
            ]
            if named:
                yield effect, frozenset(m.generic for m in named), Span(lo, hi)


def _blank(match: re.Match[str]) -> str:
    """What was not borne was felt: the words count for no denial."""
    return "x" * len(match.group())


def _clauses(text: str, cuts: re.Pattern[str] = _CUT) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in cuts.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[frozenset[str], RecordSentence], ...]]:
    """Of each effect the drugs of the sentences that tell it; an effect told without a drug makes it unsure."""
    table: dict[str, list[tuple[frozenset[str], RecordSentence]]] = {}
    loose: set[str] = set()
    for sentence in record.clinical:
        for match in _EFFECT.finditer(sentence.text):
            name = _NAMES[int((match.lastgroup or "a0")[1:])]
            drugs = _owners(sentence.text, match)
            if drugs:
                table.setdefault(name, []).append((drugs, sentence))
            elif standing(sentence.text, *match.span()) is not Standing.NEGATED:
                loose.add(name)
    return {name: tuple(rows) for name, rows in table.items() if name not in loose}


def _owners(text: str, match: re.Match[str]) -> frozenset[str]:
    """The drugs of the effect's clause; where it names none, those of the sentence."""
    mentions = load_taxonomy().drug_mentions(text)
    here = next(((lo, hi) for lo, hi in _clauses(text, _FINE) if lo <= match.start() < hi), (0, len(text)))
    near = frozenset(m.generic for m in mentions if here[0] <= m.start < here[1])
    return near or frozenset(m.generic for m in mentions)


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
        _all,
        "Name the drug that the record names.",
    ),
)
