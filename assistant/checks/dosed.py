"""FAC, how much a day: a day's dose that the record's dose and frequency of that drug do not make.

Where the record does not tell how often a drug is taken, any multiple is let pass. Knows no maximum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.numbers import allowed_numbers
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.daily import DrugUse, daily_doses, drug_uses, told_often
from assistant.claims.denial import denials_in
from assistant.claims.model import Kind
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

_GENERAL = re.compile(
    r"\b(?:maximum|max|limit\w*|guidelines?|recommend\w*|MED|MME|morphine|equivalen\w*|should|would|could|(?-i:may)|usual"
    r"|therapeutic|range|titrat\w*|raise[ds]?|plan(?:ned|s)?|request\w*|acetaminophen|exceed\w*)\b",
    re.I,
)
_BEFORE = 50
_NEARLY = Decimal("0.01")


def _misdosed(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for number, named in daily_doses(statement.text):
            drug = named or _of_request(context)
            rows = _uses(context.record).get(drug, ()) if drug else ()
            before = statement.text[max(0, number.span.start - _BEFORE) : number.span.start]
            if any(span.overlaps(number.span) for span in denied) or _GENERAL.search(before):
                continue
            if not _against(number.unit, number.value, rows):
                continue
            if any(
                kind is Kind.DOSE and value == number.value for kind, _, value in allowed_numbers(context)
            ):
                continue
            yield context.finding(
                "FAC39",
                statement.start + number.span.start,
                statement.start + number.span.end,
                Verdict.CONTRADICTED,
                f"The record's dose of {drug} does not make this a day.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:3],
                "Reckon the day's dose from the record.",
            )


def _mistimed(context: Context) -> Iterator[Finding]:
    """A tablet of the drug asked for is taken more or less often than the record tells."""
    drug = _of_request(context)
    rows = _uses(context.record).get(drug, ()) if drug else ()
    known = {n for use, _ in rows for n in use.often}
    for statement in context.told(Mode.CASE) if known else ():
        told = told_often(statement.text)
        if (
            told is None
            or told[0] & known
            or _GENERAL.search(statement.text)
            or context.repeats_record(statement)
        ):
            continue
        yield context.finding(
            "FAC39",
            statement.start + told[1].start,
            statement.start + told[1].end,
            Verdict.CONTRADICTED,
            f"The record has {drug} taken another number of times a day.",
            tuple(
                context.record.quote_sentence(s) for s in dict.fromkeys(s for use, s in rows if use.often)
            )[:3],
            "Tell how often it is taken as the record does.",
        )


def _all(context: Context) -> Iterator[Finding]:
    yield from _misdosed(context)
    yield from _mistimed(context)


def _of_request(context: Context) -> str | None:
    """The drug that the request asks for, where it is one."""
    names = {m.generic for m in load_taxonomy().drug_mentions(context.item_text)}
    return next(iter(names)) if len(names) == 1 else None


def _against(unit: str, value: Decimal, rows: tuple[tuple[DrugUse, RecordSentence], ...]) -> bool:
    """The record tells what is taken a day, and it is neither this nor a dose of this size."""
    totals = {total for use, _ in rows for unit_of, total in use.totals if unit_of == unit}
    doses = {dose for use, _ in rows for unit_of, dose in use.doses if unit_of == unit}
    return bool(totals) and not any(abs(value - known) <= known * _NEARLY for known in totals | doses)


@lru_cache(maxsize=64)
def _uses(record: RecordIndex) -> dict[str, tuple[tuple[DrugUse, RecordSentence], ...]]:
    table: dict[str, list[tuple[DrugUse, RecordSentence]]] = {}
    for sentence in record.sentences:
        for use in drug_uses(sentence.text):
            table.setdefault(use.drug, []).append((use, sentence))
    return {drug: tuple(rows) for drug, rows in table.items()}


RULES = (
    Rule(
        "FAC39",
        "dose of a day",
        "A drug's dose of a day is not what the record's dose and frequency make.",
        "A day's dose is held against the limits of the guideline.",
        Severity.ERROR,
        Example(
            "The worker takes gabapentin 300 mg three times a day.",
            "He takes gabapentin 1200 mg a day.",
            at="1200 mg",
        ),
        Example(
            "The worker takes gabapentin 300 mg three times a day.",
            "He takes gabapentin 900 mg a day.",
        ),
        _all,
        "Reckon the day's dose from the record.",
    ),
)
