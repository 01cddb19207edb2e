"""FAC, when: the date of the claims administrator's denial, and a stated time since the injury."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.checks.context import Context
from assistant.checks.facts import injury_days
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.numbers import value_of
from assistant.claims.prose import Statement
from assistant.results import Finding, Severity, Verdict

_REVIEW = re.compile(
    r"\b(?:utilization review|UR)\b[^.;\d]{0,60}\b(?:on|of|dated)\s$"
    r"|\b(?:was|were|been) (?:\w+ and )?(?:denied|modified|non-? ?certified|not certified)"
    r"(?: by \w+(?: \w+)?)? on\s$"
    r"|\bnon-? ?certif\w+ (?:on|dated)\s$|^(?:on|dated)\s$",
    re.I,
)
_BY_REVIEW = re.compile(
    r"^,? ?(?:the )?(?:utilization review\w*|UR)\b(?! (?:appeal|request))(?: \w+){0,3} "
    r"(?:denied|non-?certified|acted|modified)",
    re.I,
)
_SINCE = re.compile(
    r"\b(?P<n>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve) (?P<unit>days?|weeks?|months?|years?) "
    r"(?:after|from|since|past) (?:the |his |her )?(?:date of )?(?:the |his |her )?"
    r"(?:\w+ )?(?:injury|sprain|strain|fall|accident|crush|incident|event at issue)\b",
    re.I,
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


def _denial(context: Context) -> Iterator[Finding]:
    """A date given to the denial that header and record give to something else."""
    known = _review_days(context)
    if not known:
        return
    for statement in context.told():
        mentions = [m for m in dates_in(statement.text) if m.day]
        if len(mentions) != 1 or mentions[0].day in known or mentions[0].day not in context.known_days:
            continue
        start, end = mentions[0].span.start, mentions[0].span.end
        if _of_review(statement.text, start, end):
            yield context.finding(
                "FAC21",
                statement.start + start,
                statement.start + end,
                Verdict.CONTRADICTED,
                "The denial is of " + " or ".join(f"{d:%m/%d/%Y}" for d in sorted(known)) + ".",
                mend="Give the date of the denial.",
            )


def _of_review(text: str, start: int, end: int) -> bool:
    before = _REVIEW.search(text[:start])
    if before and not before.group().lower().startswith(("on", "dated")):
        return True
    return bool(before and _BY_REVIEW.match(text[end : end + 80]))


def _review_days(context: Context) -> set[date]:
    days = {context.case.ur_denial_date} if context.case.ur_denial_date else set()
    for sentence in context.record.sentences:
        if sentence.reports_review:
            days |= {m.day for m in dates_in(sentence.text) if m.day}
    return days


def since_injury(context: Context, statement: Statement) -> Iterator[tuple[re.Match[str], bool]]:
    """Each time since the injury that stands beside its other date, with whether it is right."""
    injuries = injury_days(context)
    if not injuries:
        return
    ends = [m.day for m in dates_in(statement.text) if m.day and m.day not in injuries]
    for match in _SINCE.finditer(statement.text):
        if len(ends) == 1:
            yield match, any(_fits(match, (ends[0] - injury).days) for injury in injuries)


def _fits(match: re.Match[str], days: int) -> bool:
    """Days to the day (either end counted), longer units to one unit."""
    unit = match["unit"].lower().rstrip("s")
    said, length = float(value_of(match["n"])), _DAYS[unit]
    return abs(said * length - days) <= (1 if unit == "day" else length)


def _since(context: Context) -> Iterator[Finding]:
    for statement in context.told():
        for match, right in since_injury(context, statement):
            if not right:
                yield context.finding(
                    "FAC22",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    "The dates give another time since the injury.",
                    mend="Compute it from the dates.",
                )


RULES = (
    Rule(
        "FAC21",
        "date of the denial",
        "The denial is given a date that belongs to something else.",
        "Time limits and the edition in force hang on it.",
        Severity.ERROR,
        Example(
            "He was seen on 1/4/2017. On 1/9/2017 Utilization Review non-certified the request.",
            "Utilization review denied the request on 1/4/2017.",
            at="1/4/2017",
        ),
        Example(
            "He was seen on 1/4/2017. On 1/9/2017 Utilization Review non-certified the request.",
            "Utilization review denied the request on January 9, 2017.",
        ),
        _denial,
    ),
    Rule(
        "FAC22",
        "time since the injury",
        "A stated time since the injury that the dates do not give.",
        "Acute or chronic decides which guideline governs.",
        Severity.ERROR,
        Example(
            "The date of injury was 1/4/2017. He was seen on 1/18/2017.",
            "On 1/18/2017, 5 weeks after the injury, he was seen.",
            at="5 weeks after the injury",
        ),
        Example(
            "The date of injury was 1/4/2017. He was seen on 1/18/2017.",
            "On 1/18/2017, two weeks after the injury, he was seen.",
        ),
        _since,
    ),
)
