"""CON, within a sentence or two: a guideline said to be silent and then cited; two tenses for one event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode
from assistant.claims.wording import row_of
from assistant.results import Finding, Severity, Verdict

_SILENT = re.compile(
    r"\b(?:(?:do|does|did) not (?:specifically |directly )?(?:address|discuss|cover)|"
    r"(?:is|are) silent)\b",
    re.I,
)
_BODIES = {
    "the MTUS": r"\bMTUS\b|Chronic Pain Medical Treatment",
    "the ACOEM guidelines": r"\bACOEM\b",
    "the ODG": r"\bODG\b|Official Disability",
}
_NAMES = {name: re.compile(pattern) for name, pattern in _BODIES.items()}
_CITES = (
    r"[^.;]{0,90}?\b(?:states?|recommends?|indicates?|notes?|"
    r"(?:were|was) (?:cited|consulted|used|referenced))\b"
)
_CITED = {name: re.compile(rf"(?:{pattern}){_CITES}") for name, pattern in _BODIES.items()}
_WHO = re.compile(r"[^.;]{3,90}$")
_REACH = 6_000
_LONGEST = 90
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _silent_yet_cited(context: Context) -> Iterator[Finding]:
    """For each guideline the first place that calls it silent, and the first citation after it."""
    silent = list(_called_silent(context.text))
    for name, wording in _NAMES.items():
        end = next((at for who, at in silent if wording.search(who)), None)
        cited = _CITED[name].search(context.text, end, end + _REACH) if end is not None else None
        if cited and not context.in_quotation(cited.start()):
            yield context.finding(
                "CON09",
                *cited.span(),
                Verdict.CONTRADICTED,
                f"The text says that {name} say nothing of it, and then cites what they say.",
                mend="Name the guideline that does address it.",
            )


def _called_silent(text: str) -> Iterator[tuple[str, int]]:
    """Who is said to be silent, and where that ends; an edition of another year is another book."""
    for match in _SILENT.finditer(text):
        who = _WHO.search(text[max(0, match.start() - _LONGEST) : match.start()])
        if who and not _YEAR.search(who.group()):
            yield who.group(), match.end()


_TENSES = re.compile(
    r"\b(?:(?:was|were|had been|has been|have been) currently(?= \w+ed\b)|"
    r"currently (?:underwent|undergone|attended|completed|had|received))\b",
    re.I,
)


def _two_tenses(context: Context) -> Iterator[Finding]:
    for statement in context.told():
        for match in _TENSES.finditer(statement.text):
            if context.in_quotation(statement.start + match.start()):
                continue
            yield context.finding(
                "POL04",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.UNSUPPORTED,
                "Told as past and as present at once.",
                mend="Say when it was.",
                severity=Severity.WARNING,
            )


_STEM, _FEWEST = 6, 4


def _turned_round(context: Context) -> Iterator[Finding]:
    """A sentence that says the same as an earlier one with a negation more or less."""
    earlier: dict[tuple[str, ...], tuple[int, bool]] = {}
    for statement in context.told(Mode.CASE):
        row = row_of(statement.text)
        said = tuple(token.value[:_STEM] for token in row if token.kind != "negation")
        if len(said) < _FEWEST:
            continue
        negations = sum(token.kind == "negation" for token in row)
        own = context.repeats_record(statement)
        before, theirs = earlier.setdefault(said, (negations, own))
        if before != negations and not (own and theirs):
            yield context.finding(
                "CON12",
                statement.start,
                statement.end,
                Verdict.CONTRADICTED,
                "The same is said above with the opposite sign.",
                mend="Keep the one that the record carries.",
            )


RULES = (
    Rule(
        "CON09",
        "said to be silent, yet cited",
        "A guideline is said not to address the request and is then cited for what it says.",
        "One of the two names is wrong, and with it what governs.",
        Severity.ERROR,
        Example(
            "The worker has knee pain.",
            "The MTUS does not address this treatment. The MTUS states that it is an option.",
            at="MTUS states",
        ),
        Example(
            "The worker has knee pain.",
            "The MTUS does not address this treatment. The ODG states that it is an option.",
        ),
        _silent_yet_cited,
        "Name the guideline that does address it.",
    ),
    Rule(
        "POL04",
        "past and present at once",
        "Something is told as current in the past tense.",
        "Whether a treatment is over decides what may follow it.",
        Severity.WARNING,
        Example(
            "The worker was previously treated with acupuncture.",
            "The worker was currently treated with acupuncture.",
            at="was currently",
        ),
        Example(
            "The worker was previously treated with acupuncture.",
            "The worker was previously treated with acupuncture.",
        ),
        _two_tenses,
        "Say when it was.",
    ),
    Rule(
        "CON12",
        "said and denied in the same words",
        "Two sentences say the same in the same words, one with a negation.",
        "Only one can hold, and the reader cannot know which.",
        Severity.ERROR,
        Example(
            "The worker has knee pain.",
            "The physician does not describe failure of simple analgesics. "
            "The physician describes failure of simple analgesics.",
            at="The physician describes failure of simple analgesics.",
        ),
        Example(
            "The worker has knee pain.",
            "The physician does not describe failure of simple analgesics. "
            "The physician describes failure of a topical cream.",
        ),
        _turned_round,
        "Keep the one that the record carries.",
    ),
)
