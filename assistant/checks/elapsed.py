"""FAC, before and after: events dated before the injury, and courses longer than the time since it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.checks.context import Context
from assistant.checks.facts import injury_days, names_edition, place_of
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.denial import denials_in
from assistant.claims.numbers import value_of
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_EVENT = re.compile(
    r"\b(?:therapy|sessions?|visits?|approved|authorized|certified|treat\w*|"
    r"seen|evaluat\w+|exam\w*|MRI|x-?rays?|prescribed|requested|report\w*|"
    r"since)\b",
    re.I,
)
_BEFORE_OK = re.compile(
    r"\b(?:prior to (?:the |this )?injury|pre-?exist\w*|previous injur\w+|"
    r"before the injury|birth|prior|previous|history|\d{4}\))\b",
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
    injury = min(injury_days(context), default=None)
    if injury is None or _known_before(context, injury):
        return
    for statement in context.told(Mode.CASE):
        for mention in dates_in(statement.text):
            if mention.day is None or mention.day >= injury or mention.day in context.record.days:
                continue
            if (
                not _EVENT.search(statement.text)
                or _BEFORE_OK.search(statement.text)
                or names_edition(statement, mention)
            ):
                continue
            quote = place_of(context.record, injury)
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
    r"\b(?:for|over|beyond|than|past|of|after|least)(?: (?:at least|more "
    r"than|over|approximately|about|nearly|almost|the past|the last|greater "
    r"than|a)){0,3} ?"
    r"(?P<n>several|many|\d{1,2}|a|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|twelve)(?: ?\(\d+\))? ?(?P<unit>days?|weeks?|months?|years?)\b(?!-|"
    r" old)",
    re.I,
)
_COURSE = re.compile(
    r"\b(?:has been (?:on|taking|using|treated|prescribed)|have been on|"
    r"chronic(?:ally)? opioid|conservative care|been (?:on|using)|has (?:used|"
    r"taken))\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:limit is|with)(?: at)?\s*$", re.I
)  # the guideline's own length, not the course's
_CRITERION = re.compile(r"\b(?:criterion|condition) of\b", re.I)
_DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4"), "year": Decimal("365.25")}
_VAGUE = {"several": 3, "many": 4, "a": 1}
_LATITUDE = Decimal("1.3")


def _too_long(context: Context) -> Iterator[Finding]:
    """A course of treatment said to be longer than the time since the injury."""
    span = _days_since_injury(context)
    if span is None:
        return
    injury, latest, days = span
    for statement in context.told(Mode.CASE):
        match = _ELAPSED.search(statement.text)
        if (
            match is None
            or not _COURSE.search(statement.text)
            or _BEFORE_OK.search(statement.text[: match.end() + 20])
            or _LIMIT.search(statement.text[: match.start()])
            or _CRITERION.search(statement.text)
            or any(d.span.overlaps(Span(*match.span())) for d in denials_in(statement.text))
        ):
            continue
        said = _days_of(match)
        if said > days * _LATITUDE and said > days + 7 and not _on_record(context, said):
            quote = place_of(context.record, injury)
            yield context.finding(
                "FAC06",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                f"Only {days} days lie between the injury of {injury:%m/%d/%Y} and {latest:%m/%d/%Y}.",
                (quote,) if quote else (),
                "Count from the date of injury.",
            )


def _days_of(match: re.Match[str]) -> Decimal:
    word = match["n"].lower()
    count = Decimal(_VAGUE[word]) if word in _VAGUE else value_of(word)
    return count * _DAYS[match["unit"].lower().rstrip("s")]


def _on_record(context: Context, said: Decimal) -> bool:
    """The record tells such a length itself: of a drug for another illness, of an earlier complaint."""
    sentences = context.record.clinical
    return any(_days_of(match) == said for s in sentences for match in _ELAPSED.finditer(s.text))


def _days_since_injury(context: Context) -> tuple[date, date, int] | None:
    injury = min(injury_days(context), default=None)
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
