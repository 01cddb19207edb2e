"""An old sign against a later examination that is normal in full: the latest examination governs.

Reads dates and the names of what was examined. Knows neither findings by name nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record, Statement
from knowledge.findings import FindingRule

_EXAMINED: Mapping[str, re.Pattern[str]] = {
    "strength": re.compile(r"\b(?:strength|motor|power|5 ?/ ?5|5 out of 5|walk\w* on)", re.IGNORECASE),
    "feeling": re.compile(r"\b(?:sens\w+|light touch|pin ?prick|pinwheel|dermatom\w*)", re.IGNORECASE),
    "sign": re.compile(r"\w"),
}
_WHOLE = re.compile(
    r"\bneuro\w*(?: exam\w*| status| function)?(?: \w+){0,4} (?:intact|normal|unremarkable|non-?focal)"
    r"|\b(?:normal|intact|unremarkable|non-?focal) neuro\w*",
    re.IGNORECASE,
)
_LATER = timedelta(days=14)
"""Nearer than this two examinations are told of one state."""


def superseded(
    record: Record, seen: Sequence[Mention], rule: FindingRule, item: Mapping[str, frozenset[str]]
) -> tuple[Mention, ...]:
    """The mentions; those of an earlier day do not count where a later examination denies them whole."""
    wanted = item.get("region_related") or item.get("region", frozenset())
    if not rule.superseded_by or not wanted:
        return tuple(seen)
    near = [m for m in seen if m.counts and (not m.regions or m.regions & wanted)]
    normal = _normal_on(record, [m for m in near if not m.present], rule.superseded_by)
    if normal is None or any(m.present and not _older(record, m, normal) for m in near):
        return tuple(seen)
    return tuple(replace(m, counts=False) if m in near and m.present else m for m in seen)


def _normal_on(record: Record, denied: Sequence[Mention], examined: Sequence[str]) -> date | None:
    """The newest day whose denials tell all that has to be examined."""
    newest = max((m.dated for m in denied if m.dated), default=None)
    said = " ".join(
        record.text[s.span.start : s.span.end]
        for s in record.statements
        if any(m.dated == newest and s.span.start <= m.span.start < s.span.end for m in denied)
    )
    full = _WHOLE.search(said) is not None or all(_EXAMINED[name].search(said) for name in examined)
    return newest if full else None


def _older(record: Record, mention: Mention, normal: date) -> bool:
    """Whether the mention's own sentence, or the one before it, dates it well before the normal one."""
    told = _own_day(record, mention)
    return told is not None and told + _LATER < normal


def _own_day(record: Record, mention: Mention) -> date | None:
    before: Statement | None = None
    for statement in record.statements:
        if statement.span.start <= mention.span.start < statement.span.end:
            return _day(statement) or (_day(before) if before is not None else None)
        before = statement
    return None


def _day(statement: Statement) -> date | None:
    days = [d.value for d in statement.dates if d.value is not None and d.precision == "day"]
    return max(days, default=None)
