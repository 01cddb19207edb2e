"""FAC, how much of what: a named quantity (a drug's dose, a scale's score, a motion's degrees) told with a value
that the record gives to something else, or does not give while it gives another.

Sums and plans are left alone; a quantity that the record does not have is another rule's warning.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from assistant.checks.context import Context
from assistant.checks.numbers import allowed_numbers
from assistant.checks.record import RecordIndex
from assistant.checks.rivals import all_care_sum
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in, value_of
from assistant.claims.prose import Mode, Statement
from assistant.claims.quantities import Quantity, quantities_in
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_FUTURE = re.compile(
    r"\b(?:request\w*|additional|further|more|remaining|future|recommend\w*|allow\w*|up to|maximum|max|limits?|at most|"
    r"guidelines?|exceed\w*|advis\w*|advocat\w*|support\w*|typical\w*|usual\w*|generally|would|should|(?-i:may)|plan(?:ned|s)?|"
    r"asks?|asked|propos\w*|schedul\w*|range|between|at least|over|about|nearly|almost|approximately|roughly|some|total|"
    r"another|possible|fewer|less|increase\w* (?:by|of)|by (?=\d|about|some|half|nearly|over|up|one|two|three|four|five|six|ten)|gain\w*|added|(?:up|by)(?=\s*$)|or (?:better|more|greater|higher|less|fewer)|deficit|difference|loss|drop|lack\w*|gap|short\w*|points?|than|normal|expected|below|above|under|beyond|condition|criteri(?:a|on)|not|no|never|if|until|initial)\b",
    re.I,
)
_REACH = 40
_AFTER = 22
_BARE = frozenset(("degrees", "hours", "pain", "pounds", "percent relief"))  # "65 degrees (40 last month)"
_LEFT = re.compile(
    r"^[^.;]{0,50}\b(?:left|remain\w*|below|above|apart|lower|higher|difference|short of)\b", re.I
)
_FEW = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|eighteen|twenty"
_OF_WHOLE = re.compile(
    rf"\b(?:{_FEW}) of (?:an? |the |his |her |these |those )?"
    r"(?:approved |authori[sz]ed |certified |planned |first |initial )*$",
    re.I,
)
_OF_A = re.compile(
    rf"^ of (?:an? |the |his |her |these |those )?(?:(?:approved|authori[sz]ed|certified|planned|same|requested) )?(?:{_FEW})\b",
    re.I,
)
# "nine weeks of boot, brace and therapy": all of it together
_SEVERAL = re.compile(r"^ (?:of|with) [\w-]+(?: [\w-]+)?, ", re.I)
_OFTEN = frozenset(("headache days a week", "times a week", "days a month", "packs a day"))
_TIMES = frozenset(("time with", "relief"))
_IN_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NEARLY = Decimal("0.1")
_OF_REVIEW = re.compile(
    r"\b(?:UR|utilization review|claims administrator|approv\w+|certif\w+|authori[sz]\w+|grant\w+|okay\w*)\b",
    re.I,
)
_ROUGHLY = re.compile(r"\b(?:some|about|approximately|roughly|nearly|almost|around)\b", re.I)
_ROUGH = Decimal("0.34")
_ADDED = frozenset(("visits", "injections"))
_MOST = 3


def _misstated(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        for said in quantities_in(statement.text):
            if _unsure(context, statement, said):
                continue
            rows = _against(context, statement, said)
            if rows:
                yield context.finding(
                    "FAC34",
                    statement.start + said.span.start,
                    statement.start + said.span.end,
                    Verdict.CONTRADICTED,
                    f"The record gives this ({said.measure}) with another value.",
                    tuple(dict.fromkeys(rows))[:_MOST],
                    "Give the number that the record states.",
                )


def _unsure(context: Context, statement: Statement, said: Quantity) -> bool:
    text, start, end = statement.text, said.span.start, said.span.end
    if context.in_quotation(statement.start + start):
        return True
    before, after = text[max(0, start - _REACH) : start], text[end : end + _AFTER]
    if said.measure in _TIMES | _OFTEN:
        before = _ROUGHLY.sub(" ", before)
    if said.measure == "times a day" or said.measure.startswith("part of"):
        after = ""  # "three times daily, beyond the limit"
    if _FUTURE.search(before) or _FUTURE.search(after):
        return True
    if said.measure == "time with" and _SEVERAL.match(text[end:]):
        return True
    if _LEFT.match(text[end:]) or _OF_WHOLE.search(text[:start]) or _OF_A.match(text[end:]):
        return True
    return any(d.span.overlaps(said.span) for d in denials_in(text))


_HAD = re.compile(
    r"\b(?:completed|attended|received|underwent|undergone|had|has|have|after|finished|took|consisted|spent|already|so far|to date|given|done)\b",
    re.I,
)
_AT_ISSUE = re.compile(
    r"\b(?:at issue|in dispute|requests?|requested|asks?|asked|sought|RFA|plan(?:s|ned)?|non-?certif\w*|"
    r"certification|denial|denied)\b(?:(?!\b(?:completed|attended|received|after|had)\b).){0,300}$",
    re.I,
)


def _against(context: Context, statement: Statement, said: Quantity) -> list[Quote]:
    """The record's other values of that very quantity; nothing where one agrees, or a sum of them does."""
    known = _known(context.record)
    kinds = [key for key in known if key[0] == said.measure and (said.of in ("", key[1]))]
    rows = [
        (q, quote)
        for key in kinds
        for q, quote in known[key]
        if not q.side or not said.side or q.side == said.side
    ]
    asked = {
        q.value
        for q in quantities_in(context.item_text)
        if q.measure == said.measure and said.of in ("", q.of)
    }
    if said.measure == "visits" and context.item and not _HAD.search(statement.text):
        asked.add(Decimal(context.item.request.visits or 0))
    if said.measure == "visits" and _AT_ISSUE.search(statement.text[: said.span.start]):
        asked |= {Decimal(item.request.visits) for item in context.case.items if item.request.visits}
    if said.measure in _ADDED:
        rows = [(q, quote) for q, quote in rows if quote not in _told_by_review(context.record)]
        if _OF_REVIEW.search(statement.text):
            asked |= {v for quote in _told_by_review(context.record) for v in _numbers(quote.text)}
    values = [q.value for q, _ in rows]
    if not rows or said.value in asked or said.value in values:
        return []
    rough = _ROUGHLY.search(statement.text[max(0, said.span.start - _REACH) : said.span.start])
    if said.measure in _TIMES and any(said.value in _lengths(quote.text) for _, quote in rows):
        return []  # "two months and one month of relief"
    if said.measure in _TIMES | _OFTEN and any(
        abs(value - said.value) <= value * (_ROUGH if rough else _NEARLY) for value in values
    ):
        return []  # eight weeks, two months
    return [] if _explained(context, statement, said, rows) else [quote for _, quote in rows]


def _explained(
    context: Context, statement: Statement, said: Quantity, rows: list[tuple[Quantity, Quote]]
) -> bool:
    """The value is the review's own, a sum, a share or an earlier value, so that nothing contradicts it."""
    values = [q.value for q, _ in rows]
    if not context.human and any(value == said.value for _, _, value in allowed_numbers(context)):
        return True  # a draft's computation
    if said.measure in _BARE:
        fallen = said.measure == "percent relief" and said.value in _falls(context.record)
        return fallen or (_beside(said, rows) and not _of_other_side(said, _known(context.record)))
    if said.measure == "visits" and any(
        said.value in _wholes(quote.text) or said.value - q.value in _others(quote.text)
        for q, quote in rows
    ):
        return True  # those approved, or two courses
    of_all = said.measure == "visits" and all_care_sum(context.record, statement.text, said.value)
    if of_all or (
        said.measure == "visits" and not said.of and (said.value <= sum(values) or _beside(said, rows))
    ):
        return True  # some of them
    if said.measure.startswith("dose"):
        return _of_a_day(context, statement, said, values)
    return said.measure in _ADDED and _derived(said.value, values)


def _beside(said: Quantity, rows: list[tuple[Quantity, Quote]]) -> bool:
    """The number stands in a sentence that gives the quantity, perhaps as its earlier value."""
    return any(said.value in _numbers(quote.text) - _of_others(quote.text, said) for _, quote in rows)


def _of_others(text: str, said: Quantity) -> frozenset[Decimal]:
    """Values that the sentence gives to another thing of this measure alone (abduction, for flexion)."""
    mine = [q for q in quantities_in(text) if q.measure == said.measure]
    others = {q.value for q in mine if q.of != said.of} if said.of else set()
    spots = [n for n in numbers_in(text) if n.value in others]
    loose = {n.value for n in spots if not any(q.span.overlaps(n.span) for q in mine)}
    return frozenset(others - {q.value for q in mine if q.of == said.of} - loose)


def _of_other_side(
    said: Quantity, known: dict[tuple[str, str], tuple[tuple[Quantity, Quote], ...]]
) -> bool:
    """The record gives this very value to the other side."""
    rows = known.get((said.measure, said.of), ())
    return bool(said.side) and any(q.side not in ("", said.side) and q.value == said.value for q, _ in rows)


_FROM_TO = re.compile(r"\b(?P<high>10|[1-9])(?: ?/ ?10| out of 10)? (?:down )?to (?P<low>[0-9])\b", re.I)


@lru_cache(maxsize=64)
def _falls(record: RecordIndex) -> frozenset[Decimal]:
    """The percentages by which the record's scores fell, rounded to whole ones."""
    pairs = [
        (Decimal(m["high"]), Decimal(m["low"])) for s in record.clinical for m in _FROM_TO.finditer(s.text)
    ]
    return frozenset(round((high - low) * 100 / high) * Decimal(1) for high, low in pairs if low < high)


@lru_cache(maxsize=1024)
def _lengths(text: str) -> frozenset[Decimal]:
    """Every length of time of a sentence, in days."""
    return frozenset(n.value * _IN_DAYS[n.unit] for n in numbers_in(text) if n.unit in _IN_DAYS)


@lru_cache(maxsize=1024)
def _numbers(text: str) -> frozenset[Decimal]:
    return frozenset(n.value for n in numbers_in(text))


_WHOLE = re.compile(
    rf"\bof (?:an? |the |his |her )?(?:(?:approved|authori[sz]ed|certified|planned) )?(?P<n>{_FEW})\b"
    rf"|\b(?P<m>{_FEW}) (?:approved|authori[sz]ed|certified)\b",
    re.I,
)


@lru_cache(maxsize=1024)
def _wholes(text: str) -> frozenset[Decimal]:
    """How many were approved, of which the record counts a part, and that part."""
    parts = {n.value for n in numbers_in(text) if n.kind is Kind.PART and n.unit not in ("/10", "/5")}
    return frozenset({value_of(m["n"] or m["m"]) for m in _WHOLE.finditer(text)} | parts)


_OTHER = re.compile(rf"\b(?:another|further|additional|then) (?P<n>{_FEW})\b", re.I)


@lru_cache(maxsize=1024)
def _others(text: str) -> frozenset[Decimal]:
    """How many more the sentence tells of ("six by August and another six by October")."""
    return frozenset(value_of(m["n"]) for m in _OTHER.finditer(text))


@lru_cache(maxsize=64)
def _told_by_review(record: RecordIndex) -> frozenset[Quote]:
    """Sentences of plans and of the denial, which count what is to come."""
    return frozenset(record.quote_sentence(s) for s in record.sentences if s.plans or s.reports_review)


_DAILY = re.compile(r"\b(?:daily|a day|per day|each day|in all|total|equivalen\w*|maximum)\b|/ ?day", re.I)
_MOST_A_DAY = 12


def _of_a_day(context: Context, statement: Statement, said: Quantity, values: list[Decimal]) -> bool:
    """A computed dose: the review states it, or it is a day's sum of the record's dose."""
    if any(value == said.value and kind is Kind.DOSE for kind, _, value in allowed_numbers(context)):
        return True
    daily = _DAILY.search(statement.text) is not None
    return daily and any(v and said.value % v == 0 and 1 < said.value / v <= _MOST_A_DAY for v in values)


def _derived(value: Decimal, values: list[Decimal]) -> bool:
    sums = {sum(group) for size in (2, 3) for group in combinations(values[:6], size)}
    return value in sums or any(abs(a - b) == value for a, b in combinations(values[:6], 2))


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[tuple[str, str], tuple[tuple[Quantity, Quote], ...]]:
    table: dict[tuple[str, str], list[tuple[Quantity, Quote]]] = {}
    for sentence in record.sentences:
        for quantity in quantities_in(sentence.text):
            quote = record.quote_sentence(sentence)
            table.setdefault((quantity.measure, quantity.of), []).append((quantity, quote))
    return {key: tuple(rows) for key, rows in table.items()}


_SOUGHT = re.compile(
    r"\b(?:asked|asks|sought|seeks?|request\w*|propos\w*|prescribed|ordered|wants)\b", re.I
)
_A_WEEK = re.compile(
    r"\b(?P<n>once|twice|thrice|\d|one|two|three|four|five)(?: times| visits| sessions| treatments)?"
    r" (?:(?:a|per|each|every) week|weekly)\b",
    re.I,
)


def _schedules(context: Context) -> Iterator[Finding]:
    """How often a week is asked, against the request and the record's plans; nothing where neither tells."""
    known = {item.request.times_per_week for item in context.case.items if item.request.times_per_week}
    planned = [s for s in context.record.sentences if s.plans or s.reports_review]
    known |= {value_of(m["n"]) for s in planned for m in _A_WEEK.finditer(s.text)}
    known |= {value_of(m["n"]) for m in _A_WEEK.finditer(context.item_text)}
    for statement in context.told(Mode.CASE, Mode.DECISION) if known else ():
        if not _SOUGHT.search(statement.text) or context.repeats_record(statement):
            continue
        for match in _A_WEEK.finditer(statement.text):
            if value_of(match["n"]) not in known and not _FUTURE_LIMIT.search(statement.text):
                yield context.finding(
                    "FAC34",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    "The request asks for another number of times a week.",
                    mend="Give the schedule that is asked for.",
                )


_FUTURE_LIMIT = re.compile(
    r"\b(?:guidelines?|allow\w*|up to|maximum|rather than|instead|MTUS|ODG|ACOEM|already|had been)\b", re.I
)


def _all(context: Context) -> Iterator[Finding]:
    yield from _misstated(context)
    yield from _schedules(context)


RULES = (
    Rule(
        "FAC34",
        "value of a named quantity",
        "The dose of a drug, the count of a care, the score of a scale or the degrees of a motion is told with"
        " another value than the record's.",
        "A number may stand in the record and still belong to something else.",
        Severity.ERROR,
        Example(
            "The worker takes gabapentin 300 mg and naproxen 500 mg.",
            "The worker takes 500 mg of gabapentin.",
            at="500 mg",
        ),
        Example(
            "The worker takes gabapentin 300 mg and naproxen 500 mg.",
            "The worker takes 300 mg of gabapentin.",
        ),
        _all,
        "Give the number that the record states.",
    ),
)
