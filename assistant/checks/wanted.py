"""SCO, the request by name: a text that names the disputed request names that one and not a near one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.case import Case, DisputedItem
from assistant.checks.context import Context
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.alignment import SAID, Alignment, Difference, Telling
from assistant.claims.body import close, regions_in
from assistant.claims.fold import fold
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.wording import row_of
from assistant.results import Finding, Severity, Verdict

_END = (
    r"(?=,? (?:is|are|was|were|be|cannot|does|do|has|have|would|will|exceeds?|that is|at this time)\b|"
    r"[;]|\.(?!\d)|$)"
)
_NAMED = re.compile(
    r"\b(?:at issue is (?:the request for )?|in dispute is (?:the request for )?|decision (?:for|on) |"
    r"(?:the|this|current|present|disputed) request (?:is |was )?(?:for|of) |the requested )"
    rf"(?P<what>.{{3,240}}?){_END}",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:(?:therefore|thus|hence|accordingly|consequently|as such|given the above|in summary|"
    r"based on the above|for (?:these|this) reasons?|as a (?:result|consequence)),? )?"
    r"(?:(?:while|although|(?:even )?though|since|because) [^,.;:]{3,120}, )?"
    r"(?:the )?(?P<what>(?!(?:the )?(?:request|criteri|it\b|this\b))[^.;:]{3,200}?) (?:is|are) "
    r"(?:therefore |thus |also |considered |deemed )?(?:not )?medically (?:necessary|appropriate)",
    re.I,
)
_HALF = 2
_STUDIED = re.compile(r"\b(?:EMG|NC[SV]s?|electrodiagnostic|epidural|ESI|nerve|block|injection)", re.I)
_KINDS = frozenset(("number", "unit", "side", "region", "level"))
_FREELY = frozenset(("number", "unit", "care"))
"""A person names the request with the frequency or the count that the record tells of it."""
_COUNTED = _KINDS | {"drug", "study", "care", "operation"}


def _misnamed(context: Context) -> Iterator[Finding]:
    if context.item is None:
        return
    for statement in context.told():
        for start, what in _namings(statement):
            told = statement.mode is Mode.CASE and squeeze(what) in context.record.lowered
            for found in () if told else _differs(context, context.item, what):
                yield context.finding(
                    "SCO09",
                    statement.start + start + found.start,
                    statement.start + start + found.end,
                    Verdict.CONTRADICTED,
                    f"In dispute is “{context.item.treatment}”: another {_spoken(found)}.",
                    mend="Name the request as it stands.",
                    severity=Severity.WARNING if context.human and found.kind in _FREELY else None,
                )


def _namings(statement: Statement) -> Iterator[tuple[int, str]]:
    """Places where the sentence names the request, each with the name."""
    found = {m.start("what"): m["what"] for m in _NAMED.finditer(statement.text)}
    if statement.mode is Mode.DECISION:
        subject = _SUBJECT.search(statement.text)
        if subject and subject.start("what") not in found:
            found[subject.start("what")] = subject["what"]
    yield from sorted(found.items())


def _spoken(found: Difference) -> str:
    return "treatment or study" if found.kind not in _KINDS | {"drug"} else SAID[found.kind]


def _differs(context: Context, item: DisputedItem, what: str) -> Sequence[Difference]:
    """What stands in the place of a part of the request; nothing where the name is wholly another's."""
    mine = Telling(what, row_of(what))
    if not mine.row:
        return ()
    best: tuple[int, list[Difference]] | None = None
    for wording in _wordings(item):
        beside = Alignment(mine, wording)
        found = [d for d in (*beside.facts(), *beside.terms()) if _counts(context, what, d)]
        same = beside.same
        if (
            same * _HALF >= len(mine.row) - 1
            and same
            and (best is None or (-same, len(found)) < _key(best))
        ):
            best = same, found
    if best is None or (best[1] and _of_another(context.case, item, mine)):
        return ()
    return best[1]


def _key(best: tuple[int, list[Difference]]) -> tuple[int, int]:
    return -best[0], len(best[1])


def _of_another(case: Case, item: DisputedItem, mine: Telling) -> bool:
    """Another item of the case is named so; that is for the rule on items."""
    others = (w for i in case.items if i.number != item.number for w in _wordings(i))
    return any(Alignment(mine, w).same == len(mine.row) for w in others)


@lru_cache(maxsize=256)
def _wordings(item: DisputedItem) -> tuple[Telling, ...]:
    parts = (item.original_request or "", item.authorized or "")
    texts = (item.treatment, *(parts if any(parts) else (item.heading,)))
    folded = dict.fromkeys(fold(text).text for text in texts if text.strip())
    return tuple(Telling(text, row_of(text)) for text in folded)


def _counts(context: Context, what: str, found: Difference) -> bool:
    """The difference is one of the request, not another way to count or to name the same."""
    if found.kind == "number":
        return context.item is not None and not found.keys <= _visits(context.item)
    if found.kind == "region":
        asked = close(context.item_regions)
        said = regions_in(what[found.start : found.end])
        return bool(said - asked) and not _STUDIED.search(what)
    return found.kind in _COUNTED


@lru_cache(maxsize=64)
def _visits(item: DisputedItem) -> frozenset[str]:
    """The visits that the request amounts to, where its wording has only the schedule."""
    request = item.request
    values = {Decimal(n) for n in (request.visits, item.whole_visits) if n is not None}
    for wording in _wordings(item):
        values |= {n.value for n in numbers_in(wording.text) if n.kind is Kind.VISITS}
    return frozenset(f"number:{value.normalize()}" for value in values)


RULES = (
    Rule(
        "SCO09",
        "request named with a part changed",
        "The request is named with another study, treatment, drug, body part, side, number or unit.",
        "A determination decides the request as it was made.",
        Severity.ERROR,
        Example(
            "The worker has knee pain.",
            "At issue is the request for a CT scan of the left knee. An MRI was discussed.",
            "MRI of the left knee",
            "CT scan",
        ),
        Example(
            "The worker has knee pain.",
            "At issue is the request for magnetic resonance imaging of the left knee.",
            "MRI of the left knee",
        ),
        _misnamed,
        "Name the request as it stands.",
    ),
)
