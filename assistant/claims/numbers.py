"""Numbers of a clinical text with what they count: visits, doses, scores, grades, durations.

"twice a week for four weeks" also yields 8 visits; "five" is 5; "#30" is a quantity. Works on folded text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import lru_cache

from assistant.claims.dates import dates_in
from assistant.claims.model import Kind, Level, Number
from knowledge.document import Span
from knowledge.number_words import NUMBER_WORDS

_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_VALUE = (
    {word: number for number, word in enumerate(NUMBER_WORDS)}
    | _TENS
    | {"once": 1, "twice": 2, "thrice": 3}
)
_WORD = "|".join(sorted(_VALUE, key=len, reverse=True))
_NUM = (
    rf"(?:\d{{1,7}}(?:,\d{{3}}){{0,2}}(?:\.\d{{1,4}})?|(?:{'|'.join(_TENS)})[- "
    rf"](?:{'|'.join(NUMBER_WORDS[1:10])})|(?:{_WORD}))"
)

_UNITS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.AGE, "year", r"[- ]{0,2}(?:years?|yrs?|y/?)[- ]{0,2}(?:old|of age|o\b)"),
    (
        Kind.VISITS,
        "visit",
        r"(?:[- ]{1,2}(?:\(\d{1,3}\) ?)?(?:more |additional |further |prior "
        r"|previous |initial |supervised |total |completed |"
        r"authorized |approved |certified |remaining |formal |IMR eligible "
        r")?(?:(?!(?:the|that|which|should|is|was|of|for|in|with|and|to|at|"
        r"per|criteria|weeks?|times)\b)\(?[A-Za-z/-]{2,20}\)? ){0,4}?|-)(?:sessions?|"
        r"visits?|treatments?)\b",
    ),
    (Kind.REFILLS, "refill", r"[- ](?:\(\d\) ?|additional |remaining )?refills?\b"),
    (
        Kind.QUANTITY,
        "tablet",
        r"[- ](?:count|tablets?|tabs?|pills?|capsules?|caps?|patch(?:es)?|units?|tubes?|bottles?)\b",
    ),
    (
        Kind.PAIN,
        "of 10",
        r"\s?(?:/|out of|over|of)\s?(?:a (?:maximum )?(?:scale )?(?:of )?)?(?:10|ten)\b(?!/)|"
        r"\s?on (?:an? |the )?(?:(?:0|zero|one|1)[- ]?(?:to|-)[- ]?(?:10|ten)|(?:10|ten)[- ]point|"
        r"(?:numeric\w*|VAS|visual analog(?:ue)?|pain)) ?(?:pain |rating |analog )?(?:scale|score)",
    ),
    (Kind.STRENGTH, "of 5", r"[-+]?\s?(?:/|out of|over|of)\s?(?:5|five)\b(?![/\d]|\.\d)"),
    (Kind.PERCENT, "%", r"\s?(?:%|percent\b|per cent\b)"),
    (Kind.DEGREES, "degree", r"\s?(?:°|º|degrees?\b|deg\b)"),
    (Kind.DOSE, "mg", r"\s?-?(?:mg|milligrams?)\b"),
    (Kind.DOSE, "mcg", r"\s?(?:mcg|ug|micrograms?)\b"),
    (Kind.DOSE, "ml", r"\s?(?:ml|milliliters?|cc)\b"),
    (Kind.DOSE, "g", r"\s?(?:g|gm|gms|grams?)\b"),
    (Kind.WEIGHT, "pound", r"[- ]?(?:pounds?|lbs?)\b"),
    (Kind.WEIGHT, "kg", r"[- ]?(?:kg|kilograms?|kilos?)\b"),
    (Kind.LENGTH, "cm", r"[- ]?(?:cm|centimeters?)\b"),
    (Kind.LENGTH, "mm", r"[- ]?(?:mm|millimeters?)\b"),
    (
        Kind.DURATION,
        "week",
        r"[- ]{0,2}(?:\(\d{1,2}\) )?(?:consecutive |calendar |full )?(?:weeks?|wks?)\b",
    ),
    (Kind.DURATION, "day", r"[- ]{0,2}(?:\(\d{1,3}\) )?(?:consecutive |calendar |full )?days?\b"),
    (
        Kind.DURATION,
        "month",
        r"[- ]{0,2}(?:\(\d{1,2}\) )?(?:consecutive |calendar |full )?(?:months?|mos?)\b",
    ),
    (Kind.DURATION, "year", r"[- ]{0,2}(?:\(\d{1,2}\) )?(?:years?|yrs?)\b"),
    (Kind.DURATION, "hour", r"[- ]{0,2}(?:\(\d{1,2}\) )?(?:hours?|hrs?)\b"),
    (
        Kind.RATE,
        "time",
        r"\s?(?:(?:times?|x)\s?(?:a|per|each|/|weekly|daily|every)|(?:a|per|each) (?:day|week)|"
        r"(?:daily|nightly))\b",
    ),
)
_RATES = (
    (
        1,
        r"\b(?:daily|nightly|weekly|every (?:day|night|morning|evening)|at bedtime|"
        r"q\.?(?:d|hs|pm|am|24 ?h)\b)",
    ),
    (2, r"\b(?:b\.? ?i\.? ?d\b|(?:q|every) ?12 ?(?:h|hours?)\b)"),
    (3, r"\b(?:t\.? ?i\.? ?d\b|(?:q|every) ?(?:6 ?- ?)?8 ?(?:h|hours?)\b)"),
    (4, r"\b(?:q\.? ?i\.? ?d\b|(?:q|every) ?(?:4 ?- ?)?6 ?(?:h|hours?)\b)"),
    (6, r"\b(?:q|every) ?4 ?(?:h|hours?)\b"),
)
_RATED_SO = tuple((Decimal(n), re.compile(pattern, re.I)) for n, pattern in _RATES)
_TAKEN_SO = re.compile(
    rf"\b(?P<n>{_NUM}) (?:tablets?|tabs?|pills?|capsules?|caps?|visits?|sessions?|treatments?) "
    r"(?:(?:a|per|each) (?:day|week)|daily|weekly)|\b(?P<x>\d) ?x ?\d",
    re.I,
)
_NUMBER = re.compile(rf"(?<![\w.,/])(?P<sharp>#\s?)?(?P<n>{_NUM})(?![\d])", re.I)
_AFTER = re.compile("|".join(f"(?P<u{n}>{pattern})" for n, (_, _, pattern) in enumerate(_UNITS)), re.I)
_ANY = re.compile(rf"\d|\b(?:{_WORD})\b", re.I)
_WEEK = re.compile(r"w(?:ee)?k", re.I)
_RANGE = re.compile(rf"\s?(?:-|to|or|and|through)\s?(?={_NUM})", re.I)
_PAGE = re.compile(r"\b(?:pages?|pgs?\.?|pp?\.)\s?$", re.I)
_AGED = re.compile(
    r"(?<!under )(?<!over )(?<!than )(?<!below )(?<!above )\b(?:aged|age|(?:^|[.;] ?)at)(?: of)?\s$"
    r"|\b(?:(?:he|she|patient|pt|worker|applicant|claimant|gentleman|lady) (?:is|was)|(?:he|she)'s)\s$",
    re.I,
)
_YOUNGEST = 14
_AGED_AFTER = re.compile(r"(?:,| (?:and|who|with|is|was|has|works?|years)\b|\.|$)")
_COUNTED = re.compile(r"\b(?:quantity|qty\.?|count)(?: of)?\s?:?\s?$", re.I)
_REFLEX = re.compile(
    r"(?<![\w/])(?:\+\s?(?P<a>\d)|(?P<b>\d)\s?\+)(?![\d/])(?!\s?(?:/|(?:out )?of (?:5|five)\b|over 5))"
)
_HIGHEST_REFLEX = "4"
_OF_REFLEXES = re.compile(r"\breflex|\bDTRs?\b", re.I)
_SCHEDULE = re.compile(
    rf"(?P<times>{_NUM})\s?(?:\(\d\) )?(?:(?:times?|x|visits?|sessions?|"
    rf"treatments?)?\s?(?:a|per|each|every|/)\s?(?:week|wk)|times? weekly|"
    rf"weekly|x)"
    rf"[\s,]{{0,3}}(?:for|x|times|over)?\s{{0,2}}(?P<weeks>{_NUM})\s?(?:\(\d{{1,2}}\) )?(?:weeks?|wks?)\b",
    re.I,
)
_PART = re.compile(
    rf"(?<![\w.,/-])(?P<part>{_NUM})(?:\s?/\s?|\s(?:out )?of\s(?:the )?)(?P<whole>\d{{1,5}}(?:\.\d)?|"
    rf"{_WORD})(?![\w/]|\s?(?:mg)?/)",
    re.I,
)
_LEVEL = re.compile(
    r"\b([CTLS])\s?(\d{1,2})(?:\s?(?:-|/|through|to)\s?([CTLS])?\s?(\d{1,2}))?(?:\s?(?:-|"
    r"/)\s?([CTLS])?\s?(\d))?(?![\d%])"
)


def value_of(text: str) -> Decimal:
    """The number that digits or number words stand for."""
    word = text.lower().replace(",", "")
    if word in _VALUE:
        return Decimal(_VALUE[word])
    if word[0].isdigit():
        return Decimal(word)
    tens, ones = re.split(r"[- ]", word, maxsplit=1)
    return Decimal(_VALUE[tens] + _VALUE[ones])


@lru_cache(maxsize=16_384)
def numbers_in(text: str) -> tuple[Number, ...]:
    """Every number that is not part of a date or a vertebral level, in order; never raises."""
    if not _ANY.search(text):
        return ()
    taken = sorted(
        [d.span for d in dates_in(text)] + [v.span for v in levels_in(text)], key=lambda s: s.start
    )
    found = [*_reflexes(text), *_parts(text, taken)]
    taken_reflex = {number.span.start for number in found if number.kind is Kind.REFLEX}
    scored = 0
    for match in _NUMBER.finditer(text):
        span = Span(*match.span("n"))
        if (
            span.start >= scored
            and not _inside(span, taken)
            and span.start not in taken_reflex
            and span.start - 1 not in taken_reflex
        ):
            found.append(_number(text, match, span))
            scored = found[-1].span.end if found[-1].kind is Kind.PAIN else scored
    found.extend(_scheduled(text))
    return tuple(sorted(found, key=lambda n: (n.span.start, n.span.end)))


def rates_in(text: str) -> frozenset[Decimal]:
    """How often, where it is said without "times": "daily" and "BID", "two tablets a day", "2x6"."""
    named = {value for value, pattern in _RATED_SO if pattern.search(text)}
    return frozenset(named | {value_of(m["n"] or m["x"]) for m in _TAKEN_SO.finditer(text)})


def _inside(span: Span, taken: list[Span]) -> bool:
    index = bisect_left(taken, span.end, key=lambda s: s.start) - 1
    return index >= 0 and taken[index].overlaps(span)


def _number(text: str, match: re.Match[str], span: Span) -> Number:
    value = value_of(match["n"])
    if match["sharp"]:
        kind, unit, end = _kind_after(text, span.end)
        return Number(
            Kind.VISITS if kind is Kind.VISITS else Kind.QUANTITY,
            value,
            "visit" if kind is Kind.VISITS else "tablet",
            span,
        )
    before = text[max(0, span.start - 60) : span.start]
    if _PAGE.search(before[-8:]):
        return Number(Kind.PAGE, value, "page", span)
    kind, unit, end = _kind_after(text, span.end)
    if (
        kind is Kind.PLAIN
        and value >= _YOUNGEST
        and _AGED.search(before)
        and _AGED_AFTER.match(text[span.end :])
    ):
        return Number(Kind.AGE, value, "year", span)
    if kind is Kind.PLAIN:
        kind, unit, end = _kind_of_range(text, span.end)
    if kind is Kind.PLAIN and _COUNTED.search(before[-14:]):
        return Number(Kind.QUANTITY, value, "tablet", span)
    if kind is Kind.PAIN and value > 10:
        kind, unit = Kind.PLAIN, ""
    return Number(kind, value, unit, Span(span.start, end) if kind is not Kind.VISITS else span)


def _kind_after(text: str, at: int) -> tuple[Kind, str, int]:
    match = _AFTER.match(text[at : at + 90])
    if match is None or match.lastgroup is None:
        return Kind.PLAIN, "", at
    kind, unit, _ = _UNITS[int(match.lastgroup[1:])]
    return kind, unit, at + match.end()


def _kind_of_range(text: str, at: int) -> tuple[Kind, str, int]:
    """The first half of "6-8 visits" or "2 to 3 weeks" takes the unit of the second."""
    link = _RANGE.match(text, at, at + 12)
    second = _NUMBER.match(text, link.end()) if link else None
    if second is None or link is None:
        return Kind.PLAIN, "", at
    kind, unit, _ = _kind_after(text, second.end())
    return kind, unit, at


def _reflexes(text: str) -> list[Number]:
    return [
        Number(Kind.REFLEX, Decimal(match["a"] or match["b"]), "+", Span(*match.span()))
        for match in (_REFLEX.finditer(text) if "+" in text else ())
        if (match["a"] or match["b"]) <= _HIGHEST_REFLEX or _OF_REFLEXES.search(text)
    ]


def _parts(text: str, taken: list[Span]) -> list[Number]:
    """The first number as a part of the second: "6 of 8", "10/325"."""
    return [
        Number(Kind.PART, value_of(m["part"]), f"/{value_of(m['whole'])}", Span(*m.span()))
        for m in _PART.finditer(text)
        if not _inside(Span(*m.span()), taken)
    ]


def _scheduled(text: str) -> list[Number]:
    """The visits that a schedule amounts to."""
    return [
        Number(Kind.VISITS, value_of(m["times"]) * value_of(m["weeks"]), "visit", Span(*m.span()))
        for m in (_SCHEDULE.finditer(text) if _WEEK.search(text) else ())
    ]


def levels_in(text: str) -> list[Level]:
    """Vertebral levels, "L5-S1" and "L5/S1" alike; "L4-5" is ("L4", "L5")."""
    return [Level(_levels(m), Span(*m.span())) for m in _LEVEL.finditer(text) if int(m[2]) <= 12]


def _levels(match: re.Match[str]) -> tuple[str, ...]:
    letter = match[1]
    result = [f"{letter}{match[2]}"]
    for name, digit in ((match[3], match[4]), (match[5], match[6])):
        if digit:
            letter = name or letter
            result.append(f"{letter}{digit}")
    return tuple(result)
