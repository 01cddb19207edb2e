"""FAC, who and when: age, sex, date of injury, other dates, events before the injury, elapsed times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.model import DateMention, Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_SEX = re.compile(r"\b(?:(?P<female>female|woman|lady)|(?P<male>male|man|gentleman))\b", re.I)
_PRONOUN = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b", re.I)
_OTHERS = re.compile(
    r"\b(?:provider|physician|doctor|Dr|surgeon|therapist|chiropractor|psychologist|specialist|wife|husband|spouse|son|daughter|"
    r"mother|father|supervisor|employer|co-?worker|examiner|evaluator|practitioner|nurse|attending|author)\b",
    re.I,
)


def _record_sex(context: Context) -> tuple[str, Quote] | None:
    """The worker's sex from the first wording "NN year old female", when the record has only one."""
    found = [(m.lastgroup or "", m) for m in _SEX.finditer(context.record.text) if _aged(context, m)]
    if not found or len({sex for sex, _ in found}) > 1:
        return None
    sex, match = found[0]
    return sex, context.record.quote(max(0, match.start() - 18), match.end())


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


def _age(context: Context) -> Iterator[Finding]:
    known = context.record.by_kind.get((Kind.AGE, "year"), {})
    for statement in context.told():
        for number in numbers_in(statement.text):
            if number.kind is not Kind.AGE or number.value in known:
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
    r"\b(?:date of injury|DOI|injury date|date of (?:the )?(?:accident|incident)|(?:was|were) injured|(?:industrial|work(?:[- ]related)?|occupational) (?:injury|accident|claim)|"
    r"sustained (?:\w+ ){0,5}injur\w+|injured (?:worker|patient) (?:was )?injured)\b[^.;\d]{0,40}$",
    re.I,
)


_DISCREPANCY = re.compile(
    r"\b(?:also|another|other|two|discrepan\w*|conflict\w*|differ\w*|versus|previous|prior|either)\b", re.I
)


def _injury_days(context: Context) -> dict[date, Quote | None]:
    """Every day that header or record gives as the day of injury."""
    days: dict[date, Quote | None] = {}
    if context.case.date_of_injury:
        days[context.case.date_of_injury] = None
    for mention in context.record.dates:
        before = context.record.text[max(0, mention.span.start - 110) : mention.span.start]
        if mention.day and _INJURY.search(before):
            days.setdefault(mention.day, context.record.quote(mention.span.start, mention.span.end))
    if context.case.date_of_injury in days and days[context.case.date_of_injury] is None:
        days[context.case.date_of_injury] = _place_of(context, context.case.date_of_injury)
    return days


def _place_of(context: Context, day: date) -> Quote | None:
    mention = next((m for m in context.record.dates if m.day == day), None)
    return context.record.quote(mention.span.start, mention.span.end) if mention else None


def _injury_date(context: Context) -> Iterator[Finding]:
    days = _injury_days(context)
    if not days:
        return
    for statement in context.told():
        for mention in dates_in(statement.text):
            before = statement.text[max(0, mention.span.start - 110) : mention.span.start]
            if not _INJURY.search(before) or mention.day in days or _month_fits(mention, days):
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


def _month_fits(mention: DateMention, days: dict[date, Quote | None]) -> bool:
    return (
        mention.impossible
        or (mention.day is None)
        and any((d.year, d.month) == (mention.year, mention.month) for d in days)
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
                or _edition(statement, mention)
            ):
                continue
            yield context.finding(
                "FAC04",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.UNSUPPORTED,
                "This date stands neither in the header nor in the record.",
                mend="Check the date against the record.",
            )


def _is_known(
    context: Context, statement: Statement, mention: DateMention, months: set[tuple[int, int]]
) -> bool:
    if mention.impossible:
        return statement.text[mention.span.start : mention.span.end] in context.record.text
    return (mention.day in context.known_days) if mention.day else (mention.year, mention.month) in months


def _edition(statement: Statement, mention: DateMention) -> bool:
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


_EVENT = re.compile(
    r"\b(?:therapy|sessions?|visits?|approved|authorized|certified|treat\w*|seen|evaluat\w+|exam\w*|MRI|x-?rays?|prescribed|requested|report\w*|since)\b",
    re.I,
)
_BEFORE_OK = re.compile(
    r"\b(?:prior to (?:the |this )?injury|pre-?exist\w*|previous injur\w+|before the injury|birth|prior|previous|history|\d{4}\))\b",
    re.I,
)


_PAST = 3650


def _known_before(context: Context, injury: date) -> list[date]:
    """Days before the injury on which the record itself reports something (births left out)."""
    return [
        m.day
        for m in context.record.dates
        if m.day
        and 0 < (injury - m.day).days < _PAST
        and not re.search(
            r"\bb(?:irth|orn)\w*\b", context.record.text[max(0, m.span.start - 40) : m.span.start], re.I
        )
    ]


def _before_injury(context: Context) -> Iterator[Finding]:
    injury = min(_injury_days(context), default=None)
    if injury is None or _known_before(context, injury):
        return
    for statement in context.told(Mode.CASE):
        for mention in dates_in(statement.text):
            if mention.day is None or mention.day >= injury or mention.day in context.record.days:
                continue
            if (
                not _EVENT.search(statement.text)
                or _BEFORE_OK.search(statement.text)
                or _edition(statement, mention)
            ):
                continue
            quote = _place_of(context, injury)
            yield context.finding(
                "FAC05",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.CONTRADICTED,
                f"This event is dated before the injury of {injury:%m/%d/%Y}.",
                (quote,) if quote else (),
                "Check the date; say so if the event belongs to an earlier injury.",
            )


_ELAPSED = re.compile(
    r"\b(?:for|over|beyond|than|past|of|after|least)(?: (?:at least|more than|over|approximately|about|nearly|almost|the past|the last|greater than|a)){0,3} ?"
    r"(?P<n>several|many|\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: ?\(\d+\))? ?(?P<unit>days?|weeks?|months?|years?)\b(?!-| old)",
    re.I,
)
_SINCE_INJURY = re.compile(
    r"\binjur(?:y|ed)\b[^.;]{0,30}\bago\b|\b(?:since|after|following|from|past|post) (?:the |his |her )?(?:date of )?(?:injury|accident)\b",
    re.I,
)
_COURSE = re.compile(
    r"\b(?:has been (?:on|taking|using|treated|prescribed)|have been on|chronic(?:ally)? opioid|conservative care|been (?:on|using)|has (?:used|taken))\b",
    re.I,
)
_DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4"), "year": Decimal("365.25")}
_VAGUE = {
    "several": 3,
    "many": 4,
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_LATITUDE = Decimal("1.3")


def _too_long(context: Context) -> Iterator[Finding]:
    """A course of treatment said to be longer than the time since the injury."""
    span = _days_since_injury(context)
    if span is None:
        return
    injury, latest, days = span
    for statement in context.told(Mode.CASE):
        match = _ELAPSED.search(statement.text)
        if match is None or not _COURSE.search(statement.text) or _BEFORE_OK.search(statement.text):
            continue
        word = match["n"].lower()
        count = Decimal(word) if word.isdigit() else Decimal(_VAGUE[word])
        said = count * _DAYS[match["unit"].lower().rstrip("s")]
        if said > days * _LATITUDE and said > days + 7:
            quote = _place_of(context, injury)
            yield context.finding(
                "FAC06",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                f"Only {days} days lie between the injury of {injury:%m/%d/%Y} and {latest:%m/%d/%Y}.",
                (quote,) if quote else (),
                "Count from the date of injury.",
            )


def _days_since_injury(context: Context) -> tuple[date, date, int] | None:
    injury = min(_injury_days(context), default=None)
    case = context.case
    later = [d for d in (case.date_assigned, case.ur_denial_date, case.application_received) if d]
    if not later:
        later = [d for d in context.record.days if injury and injury < d and d.year - injury.year < 15]
    if injury is None or not later:
        return None
    injury = min([injury, *_known_before(context, injury)])
    ur = case.ur_denial_date or max(later)
    return injury, ur, (ur - injury).days


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
    Rule(
        "FAC05",
        "event before the injury",
        "Treatment of the injury dated before the injury.",
        "It cannot have happened then.",
        Severity.ERROR,
        Example(
            "The worker sustained a work injury on October 21, 2016.",
            "Records document that 8 therapy sessions were approved on 10-19-16.",
            at="10-19-16",
        ),
        Example(
            "The worker sustained a work injury on October 21, 2016. Therapy was approved on 10-29-16.",
            "Records document that therapy was approved on 10-29-16.",
        ),
        _before_injury,
    ),
    Rule(
        "FAC06",
        "longer than since the injury",
        "A course of treatment longer than the time since the injury.",
        "Duration of use decides opioid, relaxant and imaging criteria.",
        Severity.ERROR,
        Example(
            "The worker sustained a work injury on 11/14/2016. She was seen on 12/05/2016.",
            "The patient has been on opioid treatment for at least 6 months.",
            at="at least 6 months",
        ),
        Example(
            "The worker sustained a work injury on 11/14/2015. She was seen on 12/05/2016.",
            "The patient has been on opioid treatment for at least 6 months.",
        ),
        _too_long,
    ),
)
