"""SCO, what is asked for: a purchase told for a rental, or another number of visits than the request's."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.fold import fold
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_KINDS = {
    "a purchase": r"purchas\w*|buy(?:ing)?",
    "a rental": r"rent(?:al|als|ed|ing)?|trial",
}
_KIND = re.compile("|".join(f"(?P<k{n}>\\b(?:{p})\\b)" for n, p in enumerate(_KINDS.values())), re.I)
_REQUEST = re.compile(
    r"\b(?:(?:the|this|present|current|instant|therapy|disputed) )+(?:[\w-]+ ){0,3}?(?:request|prescription|order)(?: at (?:issue|hand)| in (?:question|dispute))? (?:is|was|calls|asks) (?:for |to )?(?:an? |the )?(?P<what>[^.;,]{3,90})"
    r"|(?:^|[,;] |\b(?:and|but|as|since|while) )(?P<thing>[^.;,]{4,70}?),? (?:(?:is|are|was|were|being|that is|that are|that were|that was) )?(?:asked for|requested|sought|at issue|in dispute)\b(?! (?:by|on|to|for|in|of)\b)"
    r"|\b(?:what is|what was|here) (?:asked for|requested|sought) is (?P<other>[^.;,]{3,90})",
    re.I,
)
_SPEAKS = re.compile(r"request|asked for|prescription|sought|at issue|in dispute|order (?:is|was)", re.I)
_OF_OTHERS = re.compile(
    r"\b(?:original\w*|initial\w*|earlier|previous\w*|modified|certified|approved|authori[sz]ed|denied|not|rather|instead|guidelines?|recommend\w*|"
    r"would|should|if|supported|necessary|appropriate|warranted|excess\w*|more|beyond|completed|attended|used|so far|already|in all)\b",
    re.I,
)


def _misasked(context: Context) -> Iterator[Finding]:
    if context.item is None:
        return
    for statement in context.told(Mode.CASE, Mode.DECISION, Mode.GUIDELINE):
        if not _SPEAKS.search(statement.text):
            continue
        for match in _REQUEST.finditer(statement.text):
            group = "what" if match["what"] else "thing" if match["thing"] else "other"
            what = match[group]
            if _OF_OTHERS.search(match.group()) or context.in_quotation(statement.start + match.start()):
                continue
            for place, said in (*_kind(context, what), *_count(context, what), *_time(context, what)):
                start = statement.start + match.start(group)
                yield context.finding(
                    "SCO11",
                    start + place.start,
                    start + place.end,
                    Verdict.CONTRADICTED,
                    f"In dispute is “{context.asked}”, not {said}.",
                    mend="Tell what is asked for.",
                )


def _kind(context: Context, what: str) -> Iterator[tuple[Span, str]]:
    """A rental for a purchase or the reverse, where all wordings of the request tell one of them."""
    asked = {m.lastgroup for m in _KIND.finditer(_all_of(context))}
    said = list(_KIND.finditer(what))
    if len(asked) == 1 and len(said) == 1 and said[0].lastgroup not in asked:
        yield Span(*said[0].span()), list(_KINDS)[int((said[0].lastgroup or "k0")[1:])]


def _count(context: Context, what: str) -> Iterator[tuple[Span, str]]:
    """A number of visits that neither this request nor the record's telling of it has."""
    item = context.item
    counted = [n for n in numbers_in(what) if n.kind is Kind.VISITS]
    if item is None or len(counted) != 1 or not item.request.visits:
        return
    text = _all_of(context)
    known = {n.value for n in numbers_in(text)} | {
        Decimal(item.request.visits),
        Decimal(item.whole_visits or 0),
    }
    known |= {
        n.value for s in context.record.sentences if s.plans or s.reports_review for n in numbers_in(s.text)
    }
    number = counted[0]
    if number.value not in known:
        yield number.span, f"{number.value} visits"


_DAYS = {"day": 1, "week": 7, "month": 30}
_NEARLY = 3


def _time(context: Context, what: str) -> Iterator[tuple[Span, str]]:
    """Another number of days or weeks, where the request is told by its length and not by visits."""
    said = [n for n in numbers_in(what) if n.kind is Kind.DURATION and n.unit in _DAYS]
    asked = [
        n.value * _DAYS[n.unit]
        for n in numbers_in(context.item_text)
        if n.kind is Kind.DURATION and n.unit in _DAYS
    ]
    if len(said) != 1 or not asked:
        return
    days = said[0].value * _DAYS[said[0].unit]
    counts = {n.value for n in numbers_in(context.item_text)}
    if said[0].value not in counts and all(abs(days - known) > _NEARLY for known in asked):
        yield said[0].span, f"{said[0].value} {said[0].unit}s"


def _all_of(context: Context) -> str:
    """All wordings of the item, and the record's own sentences that name a rental or a purchase."""
    rows = (s.text for s in context.record.sentences if _KIND.search(s.text))
    return fold("\n".join((context.item_text, *rows))).text


RULES = (
    Rule(
        "SCO11",
        "another kind or number asked for",
        "What is asked for is told as a purchase for a rental, or with another number of visits.",
        "A rental of a week is not a purchase, and eight visits are not twelve.",
        Severity.ERROR,
        Example(
            "She has had surgery of the shoulder.",
            "The request is for purchase of the unit.",
            "Cold therapy unit, 7 day rental",
            "purchase",
        ),
        Example(
            "She has had surgery of the shoulder.",
            "The request is for rental of the unit.",
            "Cold therapy unit, 7 day rental",
        ),
        _misasked,
        "Tell what is asked for.",
    ),
)
