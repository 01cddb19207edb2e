"""FAC, who and when: age, sex, date of injury and other dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.model import DateMention, Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_SEX = re.compile(r"\b(?:(?P<female>female|woman|lady)|(?P<male>male|man|gentleman))\b", re.I)
_PRONOUN = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b", re.I)
_OTHERS = re.compile(
    r"\b(?:provider|physician|doctor|Dr|surgeon|therapist|chiropractor|"
    r"psychologist|specialist|wife|husband|spouse|son|daughter|"
    r"mother|father|supervisor|employer|co-?worker|examiner|evaluator|practitioner|"
    r"nurse|attending|author)\b",
    re.I,
)


_ACTS = re.compile(
    r" (?:also |then |has |had |therefore )?(?:document\w*|recommend\w*|ordered|"
    r"orders|opin\w+|examined|diagnosed|wrote|writes|"
    r"prescrib\w+|referred|concluded|certified|proposed|proposes|advised|advises|suggested|considers|requests|requested)\b",
    re.I,
)
"""What a physician does, whose sex the record need not tell."""


def _record_sex(context: Context) -> tuple[str, Quote] | None:
    """The worker's sex from the first wording "NN year old female", when the record has only one."""
    found = [(m.lastgroup or "", m) for m in _SEX.finditer(context.record.text) if _aged(context, m)]
    if not found:
        return _sex_by_pronoun(context.record)
    if len({sex for sex, _ in found}) > 1:
        return None
    sex, match = found[0]
    return sex, context.record.quote(max(0, match.start() - 18), match.end())


_FEWEST = 2


def _sex_by_pronoun(record: RecordIndex) -> tuple[str, Quote] | None:
    """Where no sentence tells it, by the pronouns of the sentences that name nobody else."""
    found = [
        (m.lastgroup or "", s)
        for s in record.clinical
        if not _OTHERS.search(s.text)
        for m in _PRONOUN.finditer(s.text)
    ]
    if len(found) < _FEWEST or len({sex for sex, _ in found}) > 1:
        return None
    return found[0][0], record.quote_sentence(found[0][1])


def _aged(context: Context, match: re.Match[str]) -> bool:
    return (
        re.search(
            r"\byears?[- ]?(?:old)?,? ?(?:\w+[- ]){0,3}$",
            context.record.text[max(0, match.start() - 45) : match.start()],
            re.I,
        )
        is not None
    )


def _sex(context: Context) -> Iterator[Finding]:
    known = _record_sex(context)
    if known is None:
        return
    sex, quote = known
    for statement in context.told():
        if _OTHERS.search(statement.text):
            continue
        for match in (*_SEX.finditer(statement.text), *_PRONOUN.finditer(statement.text)):
            if (
                context.human
                and _ACTS.match(statement.text[match.end() :])
                and _OTHERS.search(context.record.text)
            ):
                continue
            if match.lastgroup != sex and not context.in_quotation(statement.start + match.start()):
                yield context.finding(
                    "FAC02",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"“{match.group()}”: the record describes a {sex} worker.",
                    (quote,),
                    f"Use the words for a {sex} worker.",
                )


_OF_A_THING = re.compile(
    r"\b(?:MRI|CT|EMG|NCS|stud(?:y|ies)|scans?|imaging|x-?rays?|films?|radiographs?|reports?|records?|brace|device|"
    r"unit|surgery|tests?|testing|tear|fracture|tracing|E[CK]G|claim|injury|symptoms|complaints?|problem|condition)\b[^.;,]{0,40}$",
    re.I,
)
"""What is some years old may be a study."""


def _age(context: Context) -> Iterator[Finding]:
    known = context.record.by_kind.get((Kind.AGE, "year"), {})
    for statement in context.told():
        for number in numbers_in(statement.text):
            if number.kind is not Kind.AGE or number.value in known:
                continue
            if _OF_A_THING.search(statement.text[: number.span.start]):
                continue
            quotes = tuple(context.record.quote(n.span.start, n.span.end) for n in known.values())
            yield context.finding(
                "FAC01",
                statement.start + number.span.start,
                statement.start + number.span.end,
                Verdict.CONTRADICTED if known else Verdict.UNSUPPORTED,
                f"The age {number.value} is not the record's.",
                quotes,
                "Give the age that the record states.",
            )


_INJURY = re.compile(
    r"\b(?:date of injury|DOI|injury date|date of (?:the )?(?:accident|"
    r"incident)|(?:was|were) injured|(?:industrial|work(?:[- ]related)?|"
    r"occupational) (?:injury|accident|claim)|"
    r"sustained (?:\w+ ){0,5}injur\w+|injured (?:worker|patient) (?:was )?injured)\b[^.;\d]{0,40}$",
    re.I,
)


_DISCREPANCY = re.compile(
    r"\b(?:also|another|other|two|discrepan\w*|conflict\w*|differ\w*|versus|previous|prior|either)\b", re.I
)


def injury_days(context: Context) -> dict[date, Quote | None]:
    """Every day that header or record gives as the day of injury."""
    return dict(_injury_days(context.record, context.case.date_of_injury))


@lru_cache(maxsize=64)
def _injury_days(record: RecordIndex, stated: date | None) -> tuple[tuple[date, Quote | None], ...]:
    days: dict[date, Quote | None] = {stated: None} if stated else {}
    for mention in record.dates:
        before = record.text[max(0, mention.span.start - 110) : mention.span.start]
        if mention.day and _INJURY.search(before):
            days.setdefault(mention.day, record.quote(mention.span.start, mention.span.end))
    if stated and days[stated] is None:
        days[stated] = place_of(record, stated)
    return tuple(days.items())


def place_of(record: RecordIndex, day: date) -> Quote | None:
    mention = next((m for m in record.dates if m.day == day), None)
    return record.quote(mention.span.start, mention.span.end) if mention else None


def _injury_date(context: Context) -> Iterator[Finding]:
    days = injury_days(context)
    if not days:
        return
    for statement in context.told():
        for mention in dates_in(statement.text):
            before = statement.text[max(0, mention.span.start - 110) : mention.span.start]
            told = _INJURY.search(before) or _mechanism(context, statement, mention)
            if not told or mention.day in days or _month_fits(mention, days):
                continue
            if _DISCREPANCY.search(statement.text):
                continue
            yield context.finding(
                "FAC03",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.CONTRADICTED,
                "The date of injury is " + " or ".join(f"{d:%m/%d/%Y}" for d in sorted(days)) + ".",
                tuple(q for q in days.values() if q),
                "Give the date of injury of the application.",
            )


_MECHANISM = re.compile(
    r"\b(?:slipped|fell|tripped|(?:was|were|got) (?:\w+ )?(?:struck|hit|injured|hurt|"
    r"rear-ended|kicked|bitten|crushed)|"
    r"twisted|while (?:\w+ ){0,2}(?:lifting|hoisting|pulling|pushing|carrying|reaching|moving|"
    r"climbing|stepping|catching|"
    r"walking|driving|bending|loading|unloading)|missed a (?:step|curb|rung)|(?:felt|heard) "
    r"(?:an? |something )?(?:\w+ )?"
    r"(?:pop|rip|tear|snap|crack|pull))",
    re.I,
)


_DATED = re.compile(
    r"^ (?:[\w'-]+ ){0,4}(?:reports?|notes?|visits?|evaluation|examination|exam|letter|PR-?2|DFR)\b", re.I
)
_AGAIN = re.compile(r"\b(?:again|since|later|subsequent\w*|recent\w*|re-?injur\w*|second)\b", re.I)


def _mechanism(context: Context, statement: Statement, mention: DateMention) -> bool:
    """The sentence tells how it happened, on a day or in a month that no source knows for it."""
    alone = len(dates_in(statement.text)) == 1
    if _AGAIN.search(statement.text) or not alone or not _MECHANISM.search(statement.text):
        return False
    if _DATED.match(statement.text[mention.span.end :]):
        return False  # the day of the report that tells of it
    if mention.day is None:
        return not mention.impossible and not _told_then(context, mention)
    return mention.day not in context.known_days or not _told_then(context, mention)


def _told_then(context: Context, mention: DateMention) -> bool:
    """The record tells of an accident in that month too."""
    return any(
        _MECHANISM.search(s.text)
        and any(
            (m.year, m.month) == (mention.year, mention.month) and (mention.day in (None, m.day))
            for m in dates_in(s.text)
        )
        for s in context.record.sentences
    )


def _month_fits(mention: DateMention, days: dict[date, Quote | None]) -> bool:
    return mention.impossible or (
        (mention.day is None) and any((d.year, d.month) == (mention.year, mention.month) for d in days)
    )


def _dates(context: Context) -> Iterator[Finding]:
    """Dates that neither header nor record has."""
    months = {(d.year, d.month) for d in context.known_days} | {
        (m.year, m.month) for m in context.record.dates
    }
    allowed = _reviewed_days(context)
    for statement in context.told():
        for mention in dates_in(statement.text):
            known = _is_known(context, statement, mention, months)
            before = statement.text[max(0, mention.span.start - 110) : mention.span.start]
            if (
                known
                or mention.day in allowed
                or (mention.day and _INJURY.search(before))
                or names_edition(statement, mention)
            ):
                continue
            meant = _meant(context, statement, mention)
            yield context.finding(
                "FAC04",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.CONTRADICTED if meant else Verdict.UNSUPPORTED,
                "The record dates this one digit otherwise."
                if meant
                else "This date stands neither in the header nor in the record.",
                tuple(context.record.quote(m.span.start, m.span.end) for m in meant[:2]),
                mend="Check the date against the record.",
            )


_EVENTS = (
    r"progress (?:notes?|reports?)|office visits?|clinic(?:al)? notes?|medical reports?|evaluated|"
    r"was seen|follow-?up",
    r"MRI|magnetic resonance|x-?rays?|radiograph\w*|CT|EMG|electrodiagnos\w*|ultrasound",
    r"utilization review|UR|non-?certif\w+|denied|denial",
    r"request for authorization|RFA",
    r"surgery|operation|operative|arthroscop\w+|underwent",
)
_EVENT = tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in _EVENTS)
_NEAR = 60


def _meant(context: Context, statement: Statement, mention: DateMention) -> list[DateMention]:
    """Dates of the record for the same event that differ in one digit."""
    if mention.day is None:
        return []
    said = _event(statement.text, mention)
    close = [m for m in context.record.dates if m.day and _digits_apart(m.day, mention.day) == 1]
    return [m for m in close if said is not None and _event(context.record.text, m) == said]


def _digits_apart(one: date, other: date) -> int:
    return sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))


def _event(text: str, mention: DateMention) -> int | None:
    """The event whose word stands nearest to the date, before it or just after."""
    start = max(0, mention.span.start - _NEAR)
    before = text[start : mention.span.start].rpartition(". ")[2]
    after = text[mention.span.end : mention.span.end + _NEAR // 2].partition(". ")[0]
    found = [(len(before) - m.end(), n) for n, p in enumerate(_EVENT) for m in p.finditer(before)]
    found += [(m.start(), n) for n, p in enumerate(_EVENT) for m in p.finditer(after)]
    return min(found)[1] if found else None


def _is_known(
    context: Context, statement: Statement, mention: DateMention, months: set[tuple[int, int]]
) -> bool:
    if mention.impossible:
        return statement.text[mention.span.start : mention.span.end] in context.record.text
    return (mention.day in context.known_days) if mention.day else (mention.year, mention.month) in months


def names_edition(statement: Statement, mention: DateMention) -> bool:
    around = statement.text[max(0, mention.span.start - 60) : mention.span.start]
    return (
        re.search(
            r"\b(?:MTUS|guidelines?|ACOEM|ODG|edition|effective|regulations?|in force)\b", around, re.I
        )
        is not None
    )


def _reviewed_days(context: Context) -> set[date]:
    """Days that the evaluation or the pack states (a limit such as two years after the injury)."""
    evaluation = context.review.evaluation
    texts = [r.trace.why for r in evaluation.results] if evaluation else []
    days = {m.day for text in texts for m in dates_in(text) if m.day}
    if context.review.pack:
        force = context.review.pack.in_force
        days |= {d for d in (force.start, force.end) if d}
    return days


RULES = (
    Rule(
        "FAC01",
        "age",
        "An age that the record does not state.",
        "The age identifies the worker and decides some criteria.",
        Severity.ERROR,
        Example(
            "The worker is a 48 year old male.",
            "This is a 58-year-old worker with back pain.",
            at="58-year-old",
        ),
        Example("The worker is a 48 year old male.", "This forty-eight-year-old worker has back pain."),
        _age,
    ),
    Rule(
        "FAC02",
        "sex",
        "A word for the worker's sex that the record contradicts.",
        "A wrong pronoun shows that the text was written for somebody else.",
        Severity.ERROR,
        Example("The worker is a 59 year old female.", "His diagnoses include epicondylitis.", at="His"),
        Example("The worker is a 59 year old female.", "Her diagnoses include epicondylitis."),
        _sex,
    ),
    Rule(
        "FAC03",
        "date of injury",
        "A date of injury other than that of the application and the record.",
        "Time limits run from it.",
        Severity.ERROR,
        Example(
            "The worker sustained an industrial injury on 11-30-2016.",
            "The date of injury was 12/1/16.",
            at="12/1/16",
        ),
        Example(
            "The worker sustained an industrial injury on 11-30-2016.",
            "The date of injury was November 30, 2016.",
        ),
        _injury_date,
    ),
    Rule(
        "FAC04",
        "date",
        "A date that stands neither in the header nor in the record.",
        "A report cited by a wrong date cannot be found.",
        Severity.ERROR,
        Example(
            "The worker was seen on 1/6/2017 for low back pain.",
            "On 1/8/2017 the worker reported low back pain.",
            at="1/8/2017",
        ),
        Example(
            "The worker was seen on 1/6/2017 for low back pain.",
            "On January 6, 2017 the worker reported low back pain.",
        ),
        _dates,
    ),
)
