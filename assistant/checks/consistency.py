"""CON: two statements of one text that cannot both hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.context import Context
from assistant.checks.outcome import conclusions
from assistant.checks.rule import Example, Rule
from assistant.claims.body import regions_in
from assistant.claims.numbers import numbers_in, value_of
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_MEETS = re.compile(
    r"\b(?:meets?|satisf(?:y|ies)|(?:is|are) met|fulfil\w*|would meet|has "
    r"met|have been met)\b[^.]{0,50}\b(?:criteria|guidelines?|requirements?)\b"
    r"|\b(?:criteria|guidelines?|requirements?) (?:\w+ ){0,3}(?:is|are|"
    r"have been|has been) (?:met|satisfied)\b",
    re.I,
)
_NOT_MEETS = re.compile(
    r"\b(?:(?:do|does|did) not (?:\w+ )?(?:meet|satisfy|fulfil\w*)|fail(?:s|"
    r"ed)? to (?:meet|satisfy)|not (?:been )?(?:met|satisfied))\b",
    re.I,
)
_SAVE = re.compile(
    r"\W+(?:with the exception|except|other than|apart from|aside from|save|but (?:for|one|not))\b", re.I
)
_HEDGE = re.compile(
    r"\b(?:not|no|unless|until|if|once|whether|fail\w*|neither|nor|should|"
    r"must|when|who|partially|some|one of|lack\w*)\b",
    re.I,
)


def _verdict_of(context: Context) -> str:
    found = conclusions(context)
    outcomes = {c.necessary for c in found}
    if len(outcomes) != 1:
        return ""
    return "necessary" if outcomes == {True} else "not"


def _meets_yet_denied(context: Context) -> Iterator[Finding]:
    verdict = _verdict_of(context)
    for statement in context.told(Mode.CASE, Mode.DECISION, Mode.GUIDELINE):
        match = _MEETS.search(statement.text)
        if (
            match
            and verdict == "not"
            and not _HEDGE.search(statement.text[: match.end()])
            and not _SAVE.match(statement.text, match.end())
        ):
            yield context.finding(
                "CON01",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The text says that the criteria are met, yet concludes that the request "
                "is not medically necessary.",
                mend="Say which criterion is not met, or change the conclusion.",
            )
        denied = _NOT_MEETS.search(statement.text)
        if (
            denied
            and verdict == "necessary"
            and statement.mode is not Mode.GUIDELINE
            and re.search(r"criteria|guideline", statement.text, re.I)
        ):
            yield context.finding(
                "CON01",
                statement.start + denied.start(),
                statement.start + denied.end(),
                Verdict.CONTRADICTED,
                "The text says that the criteria are not met, yet concludes that the "
                "request is medically necessary.",
                mend="Say which criterion is met, or change the conclusion.",
            )


def _two_conclusions(context: Context) -> Iterator[Finding]:
    found = conclusions(context)
    if len({c.necessary for c in found}) > 1 and not any(c.partial for c in found):
        last = found[-1]
        other = next(c for c in found if c.necessary is not last.necessary)
        yield context.finding(
            "CON02",
            other.start,
            other.end,
            Verdict.CONTRADICTED,
            "Two conclusions contradict each other: medically necessary, and not.",
            mend="Keep one conclusion.",
        )


_NOT_RECOMMENDED = re.compile(r"\bnot recommended (?:for|in|to treat)\b", re.I)
_UNSHOWN = re.compile(
    r"\b(?:(?:do|does|did) not (?:indicate|document|show|support)|no (?:documentation|"
    r"evidence|indication)|not (?:documented|indicated))\b",
    re.I,
)


def _grounds_against(context: Context) -> Iterator[Finding]:
    """A conclusion for the treatment after nothing but grounds against it."""
    if _verdict_of(context) != "necessary":
        return
    region = context.item_regions
    against = [
        s
        for s in context.statements
        if (m := _NOT_RECOMMENDED.search(s.text)) and _speaks_of(s.text[m.end() : m.end() + 40], region)
    ]
    unshown = [s for s in context.told(Mode.CASE) if _UNSHOWN.search(s.text)]
    if against and unshown:
        match = _UNSHOWN.search(unshown[0].text)
        assert match is not None
        yield context.finding(
            "CON03",
            unshown[0].start + match.start(),
            unshown[0].end,
            Verdict.CONTRADICTED,
            "The text cites a guideline against the treatment and finds its condition "
            "undocumented, yet concludes that it is medically necessary.",
            mend="Say what carries the conclusion.",
        )


def _speaks_of(text: str, regions: frozenset[str]) -> bool:
    return bool(regions_in(text) & regions)


_PRODUCT = re.compile(
    r"(?<![\d.])(?P<a>\d{1,3}) ?(?:x|times|\*) ?(?P<b>\d{1,3}) ?(?:=|equals|is|makes) ?(?P<c>\d{1,4})\b",
    re.I,
)
_SUM = re.compile(
    r"(?<![\d.])(?P<sum>\d{1,3}(?: ?(?:\+|plus) ?\d{1,3}){1,20}) ?(?:=|equals|is|makes) ?(?P<c>\d{1,4})\b",
    re.I,
)
_SCHEDULE = re.compile(
    r"\b(?P<a>\d{1,2}|one|two|three|four|five|once|twice) (?:times? |visits? "
    r"|sessions? )?(?:a|per|each) week (?:for|x) (?P<b>\d{1,2}|one|two|"
    r"three|four|five|six|eight|ten|twelve) weeks?[ ,(=]{1,3}(?:for )?(?:a "
    r"total of |total |totaling |or |which is |amounts to |i\.e\. )?(?P<c>\d{1,3}|"
    r"two|four|six|eight|ten|twelve|eighteen) (?:\w+ ){0,3}?(?:visits|sessions|"
    r"treatments)",
    re.I,
)


def _arithmetic(context: Context) -> Iterator[Finding]:
    for pattern in (_PRODUCT, _SUM, _SCHEDULE):
        for match in pattern.finditer(context.text):
            result = _reckoned(match)
            if result != value_of(match["c"]):
                yield context.finding(
                    "CON04",
                    *match.span(),
                    Verdict.CONTRADICTED,
                    f"The result is {result}, not {value_of(match['c'])}.",
                    mend=f"Write {result}.",
                )


def _reckoned(match: re.Match[str]) -> Decimal:
    if "sum" in match.groupdict():
        return sum((value_of(n) for n in re.findall(r"\d+", match["sum"])), Decimal(0))
    return value_of(match["a"]) * value_of(match["b"])


_TWO_COUNTS = re.compile(r"\b(?:request(?:ed)?)\b", re.I)


def _numbers_disagree(context: Context) -> Iterator[Finding]:
    """Two different counts of requested visits in one text, where the request has one."""
    if context.item is None or context.item.request.visits is None:
        return
    in_request = {n.value for n in numbers_in(context.item_text)} - {context.item.request.visits}
    seen: dict[str, tuple[int, int]] = {}
    for statement in context.told(Mode.DECISION):
        for number in numbers_in(statement.text):
            asked = (
                number.unit == "visit"
                and _TWO_COUNTS.search(statement.text)
                and re.search(
                    r"\brequest (?:for|of) (?:\w+ ){0,3}$", statement.text[: number.span.start], re.I
                )
            )
            if asked and number.value not in in_request:
                seen.setdefault(
                    str(number.value),
                    (statement.start + number.span.start, statement.start + number.span.end),
                )
    if len(seen) > 1 and not context.item.authorized and not context.item.original_request:
        wrong = [place for value, place in seen.items() if value != str(context.item.request.visits)]
        if wrong and len(wrong) < len(seen):
            yield context.finding(
                "CON05",
                *wrong[0],
                Verdict.CONTRADICTED,
                "The text gives two numbers for one request.",
                mend=f"The request is for {context.item.request.visits} visits.",
                severity=Severity.WARNING,
            )


RULES = (
    Rule(
        "CON01",
        "criteria met, yet denied",
        "The text says that the criteria are met and concludes the opposite, or the reverse.",
        "A determination that contradicts itself cannot stand.",
        Severity.ERROR,
        Example(
            "The worker has hearing loss.",
            "The information meets the guideline criteria. The request is not medically necessary.",
            "Hearing aids",
            "meets the guideline criteria",
        ),
        Example(
            "The worker has hearing loss.",
            "The information does not meet the guideline criteria. The request is not medically necessary.",
            "Hearing aids",
        ),
        _meets_yet_denied,
    ),
    Rule(
        "CON02",
        "two conclusions",
        "One text concludes both medically necessary and not.",
        "One item has one outcome.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The request is medically necessary. Therefore the request is not medically necessary.",
            at="request is medically necessary",
        ),
        Example(
            "The worker has back pain.",
            "Medical necessity has not been established. Therefore the request is not medically necessary.",
        ),
        _two_conclusions,
    ),
    Rule(
        "CON03",
        "concluded against its own grounds",
        "Every ground speaks against the treatment and the conclusion is for it.",
        "The reader must see what carries the conclusion.",
        Severity.ERROR,
        Example(
            "The worker has neck pain.",
            "The ODG states that acupuncture is not recommended for neck pain. "
            "The records do not indicate that medication is reduced. The request "
            "for acupuncture is medically necessary.",
            "Acupuncture for the neck",
            "do not indicate",
        ),
        Example(
            "The worker has neck pain.",
            "The ODG states that acupuncture is not recommended for neck pain. "
            "The records do not indicate that medication is reduced. The request "
            "for acupuncture is not medically necessary.",
            "Acupuncture for the neck",
        ),
        _grounds_against,
    ),
    Rule(
        "CON04",
        "arithmetic",
        "A product or sum that is wrong.",
        "Counts decide limits.",
        Severity.ERROR,
        Example(
            "The worker was asked to attend therapy 2 times a week for 4 weeks.",
            "The request is for 2 x 4 = 10 visits.",
            "Physical therapy 2 times a week for 4 weeks",
            "2 x 4 = 10",
        ),
        Example(
            "The worker was asked to attend therapy 2 times a week for 4 weeks.",
            "The request is for 2 x 4 = 8 visits.",
            "Physical therapy 2 times a week for 4 weeks",
        ),
        _arithmetic,
    ),
    Rule(
        "CON05",
        "two numbers for one request",
        "The text gives the requested visits in two numbers.",
        "One of them is wrong.",
        Severity.WARNING,
        Example(
            "The worker has back pain.",
            "The request for 6 sessions is not medically necessary. The request "
            "for 8 sessions is not medically necessary.",
            at="8",
        ),
        Example(
            "The worker has back pain.",
            "The request for 6 sessions exceeds the guideline. The request for "
            "six sessions is not medically necessary.",
        ),
        _numbers_disagree,
    ),
)
