"""FAC, drug class: a drug is called what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

_NAMES = {
    "opioid": r"opioids?|opiates?|narcotics?",
    "nsaid": r"NSAIDs?|non-?steroidal|anti-?inflammator(?:y|ies)",
    "muscle_relaxant": r"muscle relaxants?|antispasmodics?",
    "anticonvulsant": r"anti-?convulsants?|anti-?epileptics?",
    "antidepressant": r"anti-?depressants?",
    "proton_pump_inhibitor": r"proton pump inhibitors?|PPIs?",
    "benzodiazepine": r"benzodiazepines?",
    "corticosteroid": r"corticosteroids?",
    "antibiotic": r"antibiotics?",
}
_CLASS = re.compile("|".join(rf"\b(?P<{key}>{names})\b" for key, names in _NAMES.items()), re.I)
_IS = re.compile(r"(?:,| is| which is| \()? ?(?:an?|the) (?:[a-z-]+ ){0,2}?$", re.I)
# "gabapentin, an NSAID and rest": a list, no apposition
_LISTED = re.compile(r",? (?:and|or|plus) (?!(?:is|was|has|had|not)\b)", re.I)
_NEAR = 60


def _misnamed(context: Context) -> Iterator[Finding]:
    """A drug directly called of a class ("tramadol, an opioid") that the taxonomy does not give it."""
    for statement in context.told(Mode.CASE, Mode.DECISION, Mode.GUIDELINE):
        for mention in load_taxonomy().drug_mentions(statement.text):
            own = class_of(mention.class_)
            match = _CLASS.search(statement.text, mention.end, mention.end + _NEAR)
            if own is None or match is None or match.lastgroup == own:
                continue
            between, after = statement.text[mention.end : match.start()], statement.text[match.end() :]
            if _IS.fullmatch(between) and not (between.startswith(",") and _LISTED.match(after)):
                yield context.finding(
                    "FAC23",
                    statement.start + mention.start,
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"{mention.generic} is of the class {own.replace('_', ' ')}.",
                    mend="Name its class.",
                )


def class_of(name: str) -> str | None:
    """The class as it is named here; None for a class that is not listed."""
    return next((key for key in _NAMES if key in name.lower()), None)


def classes_in(text: str) -> frozenset[str]:
    """The drug classes that a text names."""
    return frozenset(m.lastgroup for m in _CLASS.finditer(text) if m.lastgroup)


RULES = (
    Rule(
        "FAC23",
        "drug class",
        "A drug called of a class that it does not belong to.",
        "Class decides which section governs.",
        Severity.ERROR,
        Example(
            "The worker takes tramadol.", "The worker takes tramadol, an antidepressant.", at="tramadol, an"
        ),
        Example("The worker takes tramadol.", "The worker takes tramadol, an opioid."),
        _misnamed,
    ),
)
