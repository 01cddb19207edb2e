"""ABS, unseen: a test, finding or treatment called undone or unrecorded that the record shows.

The denial is read by what is left over of its clause (``claims.residue``), the record by ``shown``. What a
text wants newer, repeated or fuller than the record is left alone, and so is what another rule has found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.checks import absence, subjects, treated, undone
from assistant.checks.absence import names_gap
from assistant.checks.context import Context
from assistant.checks.ordered import ordered_by
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.checks.shown import Claim, shown_by, stated_by
from assistant.claims.absences import Sort
from assistant.claims.prose import Mode, Statement
from assistant.claims.residue import Absence, days_of, narrowed_in
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_MOST = 3
_REACH = 600
_THAT_VISIT = re.compile(
    r"\b(?:that|this|the same) (?:\w+ )?(?:visit|appointment|encounter|day|date|time|occasion|note|report|"
    r"evaluation|exam|examination)\b",
    re.I,
)
_MEND = "State what the record shows, or say precisely what is missing from it."
_OTHERS = frozenset(("ABS01", "ABS03", "ABS05", "ABS06"))
_FILE = re.compile(
    r"\b(?:the|these|those|this|his|her|any|submitted|available|provided) (?:[\w-]+ ){0,2}?"
    r"(?:records?|file|chart|notes?|reports?|paperwork|submission|packet|request|summary)\b|"
    r"\bit (?:is|was|has) (?:\w+ )?(?:not|nowhere|never|un\w+)\b|"
    r"\b(?:was|were|has been|have been|(?:was|were|has|have|had) not(?: been)?) (?:\w+ )?"
    r"(?:reported|noted|documented|recorded|mentioned|described|provided|submitted)\b",
    re.I,
)
_RULE = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|Official Disability|guide-? ?lines?|criteri\w+|recommend\w*|patients|should|must|"
    r"trials|evidence)\b|^\W*(?:if|when|unless|once|where)\b",
    re.I,
)
_BY_REVIEW = re.compile(
    r"\b(?:utilization review|UR|claims administrator|non-?certif\w*|"
    r"(?:prior|first|original|previous) review\w*)\b",
    re.I,
)


def _unseen(context: Context) -> Iterator[Finding]:
    """What a statement on the case denies, against the request and the clinical record."""
    for statement in context.told(Mode.CASE, Mode.DECISION, Mode.GUIDELINE):
        absences = narrowed_in(statement.text)
        if not absences or names_gap(context, statement.text) or context.repeats_record(statement):
            continue
        for one in absences:
            if statement.mode is Mode.GUIDELINE and not _of_file(_own_clause(statement, one)):
                continue
            if told_by_another(context, statement, one.span) or _found_before(context, statement, one):
                continue
            if one.thing.sort is Sort.REQUEST:
                yield from _stated(context, statement, one)
            else:
                yield from _seen(context, statement, one)


def _of_file(text: str) -> bool:
    """The clause speaks of the file, though it stands among words on what a guideline wants."""
    return _FILE.search(text) is not None and _RULE.search(text) is None


def told_by_another(context: Context, statement: Statement, span: Span) -> bool:
    """It is quoted, or told as the claims administrator's own words."""
    if context.in_quotation(statement.start + span.start):
        return True
    return _BY_REVIEW.search(statement.text[: span.end]) is not None


def _seen(context: Context, statement: Statement, one: Absence) -> Iterator[Finding]:
    clause = _own_clause(statement, one)
    days = _meant(context, statement, one)
    rows = shown_by(context, Claim(one.thing, clause, statement.text, days, one.beside))
    if rows:
        said = "Called absent" if one.thing.sort is Sort.FINDING else "Called missing"
        yield _finding(context, statement, one, f"{said}, yet in the record: {one.thing.name}.", rows)


_NEXT_CLAUSE = re.compile(
    r",\s(?=(?:and|but|so|yet|the|this|that|his|her|he|she|it|they|there|an?)\s)", re.I
)


def _own_clause(statement: Statement, one: Absence) -> str:
    """The clause of the denial alone: "no injection was given, the MRI of 6/2 shows a tear" has another."""
    end = _NEXT_CLAUSE.search(statement.text, one.span.end, one.clause.end)
    return statement.text[one.clause.start : end.start() if end else one.clause.end]


def _meant(context: Context, statement: Statement, one: Absence) -> tuple[date, ...]:
    """The day of "that visit": the last one that the text names before it; empty where none is meant."""
    clause = statement.text[one.clause.start : one.clause.end]
    if not _THAT_VISIT.search(clause) or days_of(clause):
        return ()
    before = context.text[: statement.start + one.clause.start]
    return days_of(before[-_REACH:])[-1:]


def _stated(context: Context, statement: Statement, one: Absence) -> Iterator[Finding]:
    rows = ordered_by(context, one.thing.asked)
    if rows and not stated_by(context.item, one.thing.asked):
        message = f"The text says that the request does not state {one.thing.name}; the record states it."
        yield _finding(context, statement, one, message, rows)
    elif stated_by(context.item, one.thing.asked):
        asked = context.item.treatment if context.item else ""
        message = f"The text says that the request does not state {one.thing.name}; it does: “{asked}”."
        yield _finding(context, statement, one, message, ())


def _finding(
    context: Context, statement: Statement, one: Absence, message: str, rows: tuple[RecordSentence, ...]
) -> Finding:
    return context.finding(
        "ABS07",
        statement.start + one.span.start,
        statement.start + one.span.end,
        Verdict.CONTRADICTED,
        message,
        tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
        _MEND,
        severity=None if _sure(context, one) else Severity.WARNING,
    )


def _sure(context: Context, one: Absence) -> bool:
    asked = {mention.class_ for mention in load_taxonomy().drug_mentions(context.item_text)}
    return one.thing.sure or bool(asked & set(one.thing.sure_with))


def _found_before(context: Context, statement: Statement, one: Absence) -> bool:
    """Another rule on absences has found it."""
    place = context.folded.span(statement.start + one.span.start, statement.start + one.span.end)
    return any(
        found.severity is Severity.ERROR and found.start < place.end and place.start < found.end
        for rule in (*absence.RULES, *treated.RULES, *subjects.RULES)
        if rule.id in _OTHERS
        for found in context.found_by(rule.id, rule.run)
    )


RULES = (
    Rule(
        "ABS07",
        "test, finding or treatment said never done or recorded, in the record",
        "A study, a finding or a treatment is called undone, unrecorded or absent, in whatever"
        " words, and the record has it; or the request is said to lack what it states.",
        "The most frequent slip of fact; it invites an appeal.",
        Severity.ERROR,
        Example(
            "The worker has knee pain. X-rays of the knee dated 5/2/2016 showed no fracture.",
            "Plain radiographs have never been obtained.",
            "MRI of the left knee",
            "Plain radiographs have never been obtained",
        ),
        Example(
            "The worker has knee pain. X-rays of the knee will be obtained.",
            "Plain radiographs have never been obtained.",
            "MRI of the left knee",
        ),
        _unseen,
        _MEND,
    ),
    *undone.RULES,
)
