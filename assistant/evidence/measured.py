"""Numbers that examiners measure, read as pairs: how it was before and how it is now.

Reads wording and figures alone; which finding a gain or a loss bears on stands with the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_FILE = Path(__file__).with_name("measured.yaml")
_REACH = 120
_NUMBER = (
    r"(?<![\d./-])(?P<{0}>\d{{1,3}}(?:\.\d)?[+-]?)(?![\d-])"
    r"(?:\s?(?:/|out of|of)\s?(?P<{0}_of>\d{{1,3}}))?(?P<{0}_unit>[\s-]?(?:°|[a-z#%]+\.?))?"
)
_PLAIN_PAIR = re.compile(
    rf"{_NUMBER.format('before')}\s?(?:to|-+>|→|then)\s?{_NUMBER.format('now')}", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?\b(?!\s?(?:pounds|lbs))")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measurement: which way is better, and the words for what is measured, by name."""

    name: str
    more_is_better: bool
    least: float
    of_five: bool
    units: re.Pattern[str] | None
    scored: bool = False
    """Whether two bare numbers are always an old and a new score: "DASH 61 to 34"."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was measured twice: the place that says so, the kind, whether it got better.

    ``better`` is None where the later value is the same or differs by at most half of what would tell.
    """

    span: Span
    kind: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its place; ``early`` when the text says that it is from the start."""

    statement: Statement
    span: Span
    kind: Kind
    name: str
    value: float
    early: bool


@dataclass(frozen=True)
class _Lexicon:
    nouns: re.Pattern[str]
    kinds: Mapping[str, tuple[Kind, str]]
    shapes: tuple[re.Pattern[str], ...]
    single: re.Pattern[str]
    early: re.Pattern[str]
    monthly: re.Pattern[str]


@cache
def raw() -> Mapping[str, Any]:
    """The data of ``measured.yaml``."""
    loaded: Mapping[str, Any] = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return loaded


@cache
def _lexicon() -> _Lexicon:
    data = raw()
    kinds: dict[str, tuple[Kind, str]] = {}
    named: list[str] = []
    for kind_name, entry in data["kinds"].items():
        units = entry.get("units")
        kind = Kind(
            kind_name,
            entry["better"] == "more",
            entry["least"],
            bool(entry.get("of_five")),
            re.compile(units, re.IGNORECASE) if units else None,
            bool(entry.get("scored")),
        )
        for name, words in entry["words"].items():
            kinds[f"{kind_name}__{name}"] = (kind, name)
            named.append(f"(?P<{kind_name}__{name}>{words})")
    nouns = rf"(?<![\w/])(?:{'|'.join(named)})(?![\w/])"
    return _Lexicon(
        re.compile(nouns, re.IGNORECASE),
        kinds,
        tuple(re.compile(shape, re.IGNORECASE) for shape in _shapes(data["earlier"], data["later"])),
        re.compile(rf"[^\d;]{{0,40}}?{_NUMBER.format('now')}", re.IGNORECASE),
        re.compile(rf"\b(?:{data['earlier']})\b", re.IGNORECASE),
        re.compile(
            rf"{_NUMBER.format('now')}\s?(?:in|on|\()\s?(?P<month>{'|'.join(_MONTHS)})[a-z]*"
            rf"|{_NUMBER.format('dated')}\s?(?:on|\()\s?(?P<on>\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?)"
            rf"|(?P<day>\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?)\s?[-–:]?\s?{_NUMBER.format('then')}",
            re.IGNORECASE,
        ),
    )


def _shapes(earlier: str, later: str) -> tuple[str, ...]:
    before, now = _NUMBER.format("before"), _NUMBER.format("now")
    was = (
        r"(?:was|were|(?:up |down )?from|previously|formerly|had been|initially|baseline(?: of)?"
        r"|initial(?: score)?(?: of)?|intake|starting(?: at)?|instead of|rather than)"
    )
    moved = r"(?:improv|increas|progress|gain|went|gone|r[oi]se|came|come|fell|fall|drop|decreas|advanc)\w*"
    against = r"(?:against|versus|vs\.?|compared (?:with|to)|than|where it was)"
    return (
        rf"from {before}[^\d;]{{0,30}}?\b(?:up |down )?to (?:about |over |only )?{now}",
        rf"{now}[^\d;]{{0,24}}?\b{was} (?:only |about |at |a |just )?{before}",
        rf"{now}[^\d;(]{{0,6}}\((?:at )?(?:visit|session|eval|initial|intake|start|first)"
        rf"[^)]{{0,14}}?{before}\)",
        rf"{now}[^\d;(]{{0,6}}\((?:was |from )?{before}[^\d)]{{0,6}}\b(?:in|on|at) "
        rf"(?:{'|'.join(_MONTHS)}|the |initial|start)",
        rf"{now}[^\d;]{{0,16}}?;\s(?:it|this|that|which) (?:was|had been) (?:only |at )?{before}",
        rf"{now}[^\d;]{{0,30}}?\b{against} (?:only |about |a )?{before}[^\d;]{{0,14}}?\b(?:{earlier})",
        rf"{now}[^\d;]{{0,30}}?\b{against} (?:only |about |a )?{before}[^\d;]{{0,6}}"
        rf"\b(?:on \d|in (?:{'|'.join(_MONTHS)}))",
        rf"(?:{earlier})[^\d;]{{0,16}}?{before}[^\d;]{{0,50}}?\b(?:{later})[^\d;]{{0,12}}?{now}",
        rf"{before}[^\d;]{{0,14}}?\b(?:{earlier})\b[^;]{{0,50}}?{now}",
        rf"{now}[^\d;]{{0,30}}?{before}[^\d;]{{0,10}}?\b(?:{earlier})",
        rf"(?:{later})[^\d;]{{0,12}}?{now}[^\d;]{{0,24}}?\b{was} {before}",
        rf"{before}[^\d;]{{0,4}}?(?:->|→|=>){{1}}\s?{now}",
        rf"\b{moved}\b[^\d;]{{0,20}}?{before}[^\d;]{{0,4}}?\bto {now}",
    )


def changes(record: Record) -> tuple[Change, ...]:
    """Everything measured before and now, within a sentence or over dated sentences, in order."""
    found: list[Change] = []
    figures: list[Figure] = []
    before: Figure | None = None
    for statement in record.statements:
        again = _told_again(record.text, before, statement) if before else None
        found += [again] if again else []
        before = None
        for change, figure in _in_statement(record, statement):
            found += [change] if change else []
            figures += [figure] if figure and not _needs_a_pair(figure.kind) else []
            before = figure or before
    found += _over_time(figures)
    return tuple(sorted(dict.fromkeys(found), key=lambda c: (c.span.start, c.span.end)))


def _in_statement(record: Record, statement: Statement) -> Iterator[tuple[Change | None, Figure | None]]:
    lexicon, text, end = _lexicon(), record.text, statement.span.end
    if not any(c.isdigit() for c in text[statement.span.start : end]):
        return
    nouns = list(lexicon.nouns.finditer(text, statement.span.start, end))
    for number, noun in enumerate(nouns):
        kind, name = lexicon.kinds[noun.lastgroup or ""]
        others = (
            m.start() for m in nouns[number + 1 :] if lexicon.kinds[m.lastgroup or ""] != (kind, name)
        )
        stop = min(end, noun.end() + _REACH, next(others, end))
        change = _pair(text, noun, stop, kind)
        figure = None if change else _single(text, statement, noun, stop, kind, name)
        yield change, figure


def _pair(text: str, noun: re.Match[str], stop: int, kind: Kind) -> Change | None:
    lexicon = _lexicon()
    for shape in (*lexicon.shapes, *((_PLAIN_PAIR,) if kind.scored else ())):
        match = shape.search(text, noun.end(), stop)
        if match is None or not _near(text, noun.end(), match.start()):
            continue
        before, now = _value(match, "before", kind, match), _value(match, "now", kind, match)
        if before is not None and now is not None:
            return _change(Span(noun.start(), match.end()), kind, before, now)
    return _by_month(text, noun, stop, kind)


def _near(text: str, start: int, end: int) -> bool:
    return end - start <= 44 and not any(c.isdigit() for c in _FULL.sub("", text[start:end]))


def _by_month(text: str, noun: re.Match[str], stop: int, kind: Kind) -> Change | None:
    told = [
        (_when(m), value, m.end())
        for m in _lexicon().monthly.finditer(text, noun.end(), stop)
        if (value := _value(m, next(g for g in ("now", "dated", "then") if m[g]), kind, m)) is not None
    ]
    if len(told) < 2:
        return None
    return _change(Span(noun.start(), told[-1][2]), kind, min(told)[1], max(told)[1])


def _when(match: re.Match[str]) -> tuple[int, int]:
    """Month and day as the text gives them; the year is taken to be one."""
    if match["month"]:
        return _MONTHS.index(match["month"].lower()) + 1, 0
    month, day, *_ = (int(part) for part in re.split(r"[-/]", match["day"] or match["on"]))
    return month, day


def _single(
    text: str, statement: Statement, noun: re.Match[str], stop: int, kind: Kind, name: str
) -> Figure | None:
    match = _told_before(text, statement, noun) or _lexicon().single.match(text, noun.end(), stop)
    if match is None:
        return None
    value = _value(match, "now", kind, match)
    if value is None:
        return None
    early = _lexicon().early.search(text, max(statement.span.start, noun.start() - 80), stop) is not None
    place = Span(min(noun.start(), match.start()), max(noun.end(), match.end()))
    return Figure(statement, place, kind, name, value, early)


def _needs_a_pair(kind: Kind) -> bool:
    """Whether one value of it, told alone, may be of anything."""
    return kind.units is not None or kind.name == "pain"


_AGAIN = re.compile(
    r"(?:(?:in|on|by|at|as of)\s[^.;,]{1,30},?\s)?(?:it|this|that)\s"
    r"(?:is|was|stands at|measures|(?:has |had )?(?:fallen|risen|improved|dropped|gone(?: up| down)?) to)\s"
    rf"(?:now\s|still\s|only\s|about\s)?{_NUMBER.format('now')}",
    re.IGNORECASE,
)


def _told_again(text: str, before: Figure, statement: Statement) -> Change | None:
    """The value of the sentence before, told anew: "Pain was 7/10 at the outset. It is 3/10 now."."""
    match = _AGAIN.match(text, statement.span.start, statement.span.end)
    value = _value(match, "now", before.kind, match) if match else None
    if match is None or value is None:
        return None
    return _change(Span(*match.span()), before.kind, before.value, value)


_BEFORE = re.compile(rf"{_NUMBER.format('now')} of (?:shoulder |knee |forward |active )?$", re.IGNORECASE)


def _told_before(text: str, statement: Statement, noun: re.Match[str]) -> re.Match[str] | None:
    """The figure before its name: "165 degrees of flexion"."""
    return _BEFORE.search(text, max(statement.span.start, noun.start() - 40), noun.start())


def _value(match: re.Match[str], group: str, kind: Kind, whole: re.Match[str]) -> float | None:
    """The number of a group in its kind's terms; None when it measures something else."""
    spelt, of, unit = match[group], match[f"{group}_of"], (match[f"{group}_unit"] or "").strip(" -.")
    if kind.of_five:
        return _grade(spelt, of, whole)
    counted = kind.units is None and kind.name != "pain" and _OTHER.fullmatch(unit) is not None
    if spelt[-1] in "+-" or counted or (kind.name != "pain" and of == "5"):
        return None
    if kind.name == "pain" and not (of == "10" or float(spelt) <= 10):
        return None
    if kind.units is not None and not any(kind.units.fullmatch(told) for told in _units(whole)):
        return None
    return float(spelt) * (60 if kind.name == "time" and _HOURS.fullmatch(unit) else 1)


def _units(whole: re.Match[str]) -> list[str]:
    told = whole.groupdict()
    return [(told.get(f"{group}_unit") or "").strip(" -.") for group in ("before", "now")]


def _grade(spelt: str, of: str | None, whole: re.Match[str]) -> float | None:
    """A muscle grade of five, a plus or minus as a third of a grade."""
    paired = any(whole.groupdict().get(f"{group}_of") == "5" for group in ("before", "now"))
    if not (of == "5" or (of is None and paired)) or float(spelt.rstrip("+-")) > 5:
        return None
    return float(spelt.rstrip("+-")) + {"+": 0.3, "-": -0.3}.get(spelt[-1], 0.0)


_OTHER = re.compile(
    r"visits?|sessions?|weeks?|days?|months?|years?|times|x|hours?|minutes?|treatments?|reps?|sets?|mg",
    re.IGNORECASE,
)
_HOURS = re.compile(r"hours?|hrs?", re.IGNORECASE)


def _change(span: Span, kind: Kind, before: float, now: float) -> Change | None:
    """What the two values tell; None when the later is better, yet too little to tell."""
    better = _better(before, now, kind)
    gained = (now - before) if kind.more_is_better else (before - now)
    open_to_doubt = better is None and gained > _needed(before, now, kind) / 2
    return None if open_to_doubt else Change(span, kind.name, better)


def _better(before: float, now: float, kind: Kind) -> bool | None:
    """Whether ``now`` is better than ``before``; None when they hardly differ."""
    change = (now - before) if kind.more_is_better else (before - now)
    return None if abs(change) < _needed(before, now, kind) else change > 0


def _needed(before: float, now: float, kind: Kind) -> float:
    """The least difference that tells; what is less lies within the error of measuring."""
    return max(kind.least * max(before, now), 0.25 if kind.of_five else 2)


def _over_time(figures: list[Figure]) -> Iterator[Change]:
    by_name: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        by_name.setdefault((figure.kind.name, figure.name), []).append(figure)
    for told in by_name.values():
        first, last = _ends(told)
        if first is None or last is None:
            continue
        change = _change(last.span, last.kind, first.value, last.value)
        if change is None:
            continue
        if change.better is not None:
            yield change
        elif first.early:  # of two later days it is not known that care lies between them
            yield from (replace(change, span=first.span), change)


def _ends(told: list[Figure]) -> tuple[Figure | None, Figure | None]:
    """The earliest and the latest value of one measurement; both None when that is not sure."""
    lowest: dict[tuple[date | None, bool], Figure] = {}
    for figure in told:
        key = (figure.statement.dated, figure.early)
        known = lowest.get(key)
        if known is None or figure.value < known.value:
            lowest[key] = figure
    early = [f for f in lowest.values() if f.early]
    late = [f for f in lowest.values() if not f.early]
    dated = sorted((f for f in late if f.statement.dated), key=lambda f: f.statement.dated or date.min)
    last = dated[-1] if dated else (late[-1] if late else None)
    first = early[0] if early else (dated[0] if dated else None)
    if first is None or last is None or first is last or not _same_part(first, last):
        return None, None
    return first, last


def _same_part(one: Figure, other: Figure) -> bool:
    first, second = _regions(one.statement), _regions(other.statement)
    return not first or not second or bool(first & second)


def _regions(statement: Statement) -> frozenset[str]:
    return frozenset(region for _, _, region in statement.regions) or statement.carried
