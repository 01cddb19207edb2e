"""FAC, how much and where: counts, doses, scores, grades, levels, sides, and every other number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.context import Context
from assistant.checks.rivals import other_levels, rivals
from assistant.checks.rule import Example, Rule
from assistant.checks.timing import since_injury
from assistant.claims.body import reflex_grades, sided_regions
from assistant.claims.denial import denials_in
from assistant.claims.model import Kind, Number
from assistant.claims.numbers import levels_in, numbers_in
from assistant.claims.prose import Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_SMALL = frozenset(Decimal(n) for n in (0, 1, 2))
_ORDINARY = re.compile(
    r"(?:\b(?:page|pages|pg|tables?|chapter|section|edition|figure|point|"
    r"ed|criteri(?:on|a)|topic|version|volume|no)\.?\s?[\d.-]{0,6}|\[[\d, "
    r"-]{0,30}|\([A-Z][\w .&,-]{2,60}, )$",
    re.I,
)


def allowed_numbers(context: Context) -> set[tuple[Kind, str, Decimal]]:
    """Numbers of the request, of the reviewed criteria and of their computations."""
    texts = [
        i.heading + "\n" + i.treatment + "\n" + (i.original_request or "") + "\n" + (i.authorized or "")
        for i in context.case.items
    ]
    review = context.review
    if review.pack:
        pack = review.pack
        texts += [pack.citation, pack.recommended, pack.guideline, *pack.also]
        texts += [f"{c.says} {c.short} {c.documentation}" for c in pack.criteria]
    if review.evaluation:
        texts += [review.evaluation.why, *review.evaluation.missing]
        texts += [r.trace.why for r in review.evaluation.results]
    texts += [f"{p.citation} {p.text}" for p in review.passages]
    texts += [f"{p.case_number} {p.treatment}" for p in review.precedents]
    return {(n.kind, n.unit, n.value) for text in texts for n in numbers_in(text)} | _requested(context)


def _requested(context: Context) -> set[tuple[Kind, str, Decimal]]:
    found: set[tuple[Kind, str, Decimal]] = set()
    for item in context.case.items:
        request = item.request
        if request.visits is not None:
            found.add((Kind.VISITS, "visit", Decimal(request.visits)))
        if request.quantity is not None:
            found.add((Kind.QUANTITY, "tablet", request.quantity))
        if request.refills is not None:
            found.add((Kind.REFILLS, "refill", Decimal(request.refills)))
        if request.weeks is not None:
            found.add((Kind.DURATION, "week", request.weeks))
    return found


def _supported(context: Context, number: Number, allowed: set[tuple[Kind, str, Decimal]]) -> bool:
    key = (number.kind, number.unit)
    if number.value in context.record.by_kind.get(key, {}) or (*key, number.value) in allowed:
        return True
    if number.kind is Kind.DURATION and _as_long(context, number):
        return True
    if number.kind is Kind.VISITS and any(
        kind is Kind.PART and number.value in known for (kind, _), known in context.record.by_kind.items()
    ):
        return True  # nine visits, of "9 of 12"
    if number.kind is Kind.RATE:  # "2 x week" of a request is one too
        return number.value in context.record.rates or (Kind.PLAIN, "", number.value) in allowed
    if number.kind is Kind.PLAIN:
        return number.value in context.record.values or any(v == number.value for _, _, v in allowed)
    return False


_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NEARLY = Decimal("0.08")


def _as_long(context: Context, number: Number) -> bool:
    """The record or the request states the same time in another unit: 30 days, one month."""
    if number.unit not in _DAYS:
        return False
    said = number.value * _DAYS[number.unit]
    stated = (*context.record.numbers, *numbers_in(context.item_text))
    return any(
        n.kind is Kind.DURATION
        and n.unit in _DAYS
        and n.unit != number.unit
        and abs(n.value * _DAYS[n.unit] - said) <= said * _NEARLY
        for n in stated
    )


def unsupported_numbers(context: Context, rule: str, kinds: frozenset[Kind]) -> Iterator[Finding]:
    """Numbers of some kinds that stand neither in the record nor in the request nor in the review."""
    allowed = allowed_numbers(context)
    for statement in context.told():
        numbers = numbers_in(statement.text)
        for number in numbers:
            if (
                number.kind not in kinds
                or _a_score(number, numbers)
                or _supported(context, number, allowed)
                or _passed_over(context, statement, number)
            ):
                continue
            same = context.record.by_kind.get((number.kind, number.unit), {})
            other = rivals(context, statement, number)
            yield context.finding(
                rule,
                statement.start + number.span.start,
                statement.start + number.span.end,
                Verdict.CONTRADICTED if other is not None else Verdict.UNSUPPORTED,
                f"The record gives this {number.kind.value} with another value."
                if other is not None
                else f"The record and the request do not state this {number.kind.value}.",
                other
                or tuple(context.record.quote(n.span.start, n.span.end) for n in list(same.values())[:3]),
                "Give the number that the record states, or name where it comes from.",
            )


def _a_score(number: Number, numbers: Sequence[Number]) -> bool:
    """ "8 out of 10" is a score where it is told as one, no count of visits."""
    return number.kind is Kind.PART and any(
        n.kind in _CLINICAL and n.span.overlaps(number.span) for n in numbers
    )


def _passed_over(context: Context, statement: Statement, number: Number) -> bool:
    quoted = context.in_quotation(statement.start + number.span.start)
    if quoted or (number.kind is Kind.DURATION and _computed(context, statement, number)):
        return True
    told = (_of_guideline(context, statement, number), _of_a_day(context, statement, number))
    if context.human and (any(told) or _rounded(context, number)):
        return True
    if number.kind is Kind.PLAIN:
        before = statement.text[max(0, number.span.start - 70) : number.span.start]
        if number.value in context.known_years:
            return True
        if _ORDINARY.search(before) or (context.human and number.value in _SMALL):
            return True
        return not statement.text[number.span.start].isdigit()
    return False


_DAILY = re.compile(r"\b(?:daily|a day|per day|each day|every day|in all|total)\b|/ ?day", re.I)
_MOST_A_DAY = 8


def _of_a_day(context: Context, statement: Statement, number: Number) -> bool:
    """A dose that is a whole multiple of one of the record's, told as the sum of a day."""
    if number.kind is not Kind.DOSE or not _DAILY.search(statement.text):
        return False
    doses = context.record.by_kind.get((number.kind, number.unit), {})
    return any(d and number.value % d == 0 and 1 < number.value / d <= _MOST_A_DAY for d in doses)


def _rounded(context: Context, number: Number) -> bool:
    """A length in whole units where the record has its fraction: a tear of 1.8 cm is one of 2 cm."""
    if number.kind is not Kind.LENGTH or number.value % 1:
        return False
    known = context.record.by_kind.get((number.kind, number.unit), {})
    return any(value % 1 and round(value) == number.value for value in known)


def _of_guideline(context: Context, statement: Statement, number: Number) -> bool:
    """What is said to be missing, or is a criterion of an unknown section: no number of the record."""
    missing = any(d.span.overlaps(number.span) for d in denials_in(statement.text))
    return missing or (context.review.pack is None and "criterion of" in statement.text)


def _computed(context: Context, statement: Statement, number: Number) -> bool:
    """The duration is a stated time since the injury; another rule computes it."""
    return any(m.start() <= number.span.start < m.end() for m, _ in since_injury(context, statement))


_CLINICAL = frozenset((Kind.PAIN, Kind.STRENGTH, Kind.REFLEX, Kind.DEGREES, Kind.LENGTH, Kind.WEIGHT))
_DOSES = frozenset((Kind.DOSE, Kind.PERCENT, Kind.QUANTITY, Kind.REFILLS))
_COUNTS = frozenset((Kind.VISITS, Kind.PART))
_TIMES = frozenset((Kind.DURATION, Kind.RATE))
_REST = frozenset((Kind.PLAIN,))


def _levels(context: Context) -> Iterator[Finding]:
    asked = {name for level in levels_in(context.item_text) for name in level.levels}
    known = context.record.levels | asked
    for statement in context.told():
        for level in levels_in(statement.text):
            wrong = [name for name in level.levels if name not in known]
            if wrong:
                other = other_levels(context, statement, wrong)
                yield context.finding(
                    "FAC12",
                    statement.start + level.span.start,
                    statement.start + level.span.end,
                    Verdict.CONTRADICTED if other else Verdict.UNSUPPORTED,
                    f"The record names no level {', '.join(wrong)}.",
                    other,
                    mend="Give the level that the record names.",
                )


def _sides(context: Context) -> Iterator[Finding]:
    for statement in context.told():
        for mention in sided_regions(statement.text):
            known = context.record.sides.get(mention.region, {})
            asked = context.asked_sides.get(mention.region, frozenset())
            wrong = mention.sides - set(known) - asked
            if not wrong or not (known or asked) or len(mention.sides) > 1:
                continue
            nothing = _NOTHING.search(statement.text[: mention.span.start])
            if nothing or _side_near(context, mention.region, wrong):
                continue
            quotes = tuple(context.record.quote(s.start, s.end) for s in list(known.values())[:2])
            yield context.finding(
                "FAC13",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.CONTRADICTED,
                f"Record and request speak of the {' and '.join(sorted(set(known) | asked))} "
                f"{mention.region.replace('_', ' ')}, never of the {min(wrong)}.",
                quotes,
                "Correct the side.",
            )


# "nothing is described in the left leg": no finding is given to that side
_NOTHING = re.compile(r"\bnothing\b[^.;,]{0,40}$", re.I)


def _side_near(context: Context, region: str, wrong: frozenset[str]) -> bool:
    """A record sentence that has both the region and the side, in whatever order."""
    named = re.compile(rf"\b(?:{'|'.join(sorted(wrong))}|lt|rt|bilateral\w*|both (?:\w+ )?\w+s)\b", re.I)
    rows = (s for s in context.record.sentences if region in s.own_regions and wrong & s.sides)
    return any(named.search(s.text) for s in rows)


def _reflexes(context: Context) -> Iterator[Finding]:
    known: dict[tuple[str, str], dict[str, Quote]] = {}
    for mention in context.record.reflexes:
        quote = context.record.quote(mention.span.start, mention.span.end)
        known.setdefault((mention.joint, mention.side), {})[mention.grade] = quote
    for statement in context.told():
        for mention in reflex_grades(statement.text):
            grades = known.get((mention.joint, mention.side))
            if grades and mention.grade not in grades:
                yield context.finding(
                    "FAC14",
                    statement.start + mention.span.start,
                    statement.start + mention.span.end,
                    Verdict.CONTRADICTED,
                    f"The record grades the {mention.side} {mention.joint} reflex"
                    f" {' or '.join(sorted(grades))}"
                    f", not {mention.grade}.",
                    tuple(grades.values()),
                    "Give side and grade as the record has them.",
                )


def _rule(
    identity: str,
    name: str,
    summary: str,
    kinds: frozenset[Kind],
    bad: Example,
    good: Example,
) -> Rule:
    return Rule(
        identity,
        name,
        summary,
        "Every number of a determination must trace to the record, the request or a stated computation.",
        Severity.ERROR,
        bad,
        good,
        lambda context: unsupported_numbers(context, identity, kinds),
    )


RULES = (
    _rule(
        "FAC07",
        "score, grade or measurement",
        "A pain score, strength or reflex grade, angle or size that the record does not state.",
        _CLINICAL,
        Example(
            "The worker has low back pain rated 5/10.",
            "The worker has low back pain rated 8/10.",
            at="8/10",
        ),
        Example(
            "The worker has low back pain rated 5/10.",
            "The worker has low back pain rated five out of ten.",
        ),
    ),
    _rule(
        "FAC08",
        "dose or quantity",
        "A dose, strength, quantity or number of refills that is not the record's or the request's.",
        _DOSES,
        Example(
            "The worker takes Flexeril 10 mg for spasm.", "The worker takes Flexeril 15 mg.", at="15 mg"
        ),
        Example("The worker takes Flexeril 10 mg for spasm.", "The worker takes Flexeril 10mg."),
    ),
    _rule(
        "FAC09",
        "count of visits",
        "A number of visits that neither record nor request states.",
        _COUNTS,
        Example(
            "The worker completed 6 physical therapy visits.",
            "The worker completed 9 physical therapy visits.",
            "Acupuncture, 4 sessions",
            "9",
        ),
        Example(
            "The worker completed six physical therapy visits.",
            "The worker had 6 visits of physical therapy.",
            "Acupuncture, 4 sessions",
        ),
    ),
    _rule(
        "FAC10",
        "duration or frequency",
        "A duration or frequency that is not stated.",
        _TIMES,
        Example(
            "The worker has had back pain for 3 months.",
            "The worker has had back pain for 5 months.",
            at="5 months",
        ),
        Example(
            "The worker has had back pain for 3 months.", "The worker has had back pain for three months."
        ),
    ),
    _rule(
        "FAC11",
        "number",
        "Any other number that neither record nor request nor review states.",
        _REST,
        Example("The worker scored 21 on the index.", "The worker scored 27 on the index.", at="27"),
        Example("The worker scored 21 on the index.", "On the index the worker scored 21."),
    ),
    Rule(
        "FAC12",
        "vertebral level",
        "A vertebral level that the record does not name.",
        "Levels decide injections and imaging.",
        Severity.ERROR,
        Example("MRI showed a bulge at L4-5.", "MRI showed a bulge at L3-4.", at="L3-4"),
        Example("MRI showed a bulge at L5/S1.", "MRI showed a bulge at L5-S1."),
        _levels,
    ),
    Rule(
        "FAC13",
        "side",
        "A body part on the side that record and request do not have.",
        "The wrong side is the wrong body part.",
        Severity.ERROR,
        Example(
            "The worker has a right hip sprain.",
            "There is no concern for a fracture of the left hips.",
            "MRI of the right hip",
            "left hips",
        ),
        Example(
            "The worker has left and right hip sprains.",
            "There is concern for both hips, the bilateral hips.",
            "MRI of the right hip",
        ),
        _sides,
    ),
    Rule(
        "FAC14",
        "reflex by side",
        "A reflex grade given to the wrong side or joint.",
        "An asymmetric reflex is the sign that imaging turns on.",
        Severity.ERROR,
        Example(
            "Left ankle reflex 2+, right ankle reflex 1+.",
            "Ankle reflexes were +2 on the right and +1 on the left.",
            at="+2 on the right",
        ),
        Example(
            "Left ankle reflex 2+, right ankle reflex 1+.",
            "Ankle reflexes were +1 on the right and +2 on the left.",
        ),
        _reflexes,
    ),
)
