"""Measured losses: motion short of the part's full motion, grip short of the other hand's.

The full motions stand in ``measured.yaml``. Knows neither findings nor items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from assistant.evidence.measured import raw
from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_SHARE = 5 / 6  # less than this of the full motion is a loss
_NO_GRADE = r"(?!\d|\s?(?:/|of)\s?5(?!\d)|\s?cm)"
_NO_DEGREES = r"%|percent|pounds|lbs|kg|minutes|times|visits|reps|weeks|days|mg"
_DEGREES = (
    r"\d{1,3}(?!\d|\.\d|\+|-(?!\d)|-\d{1,2}[-/]|\s?(?:/\s?\d|of \d|minus|plus)(?!\d)"
    rf"|\s?(?:{_NO_DEGREES}))"
)
_UPTO = r"(?:\s?(?:-|–|to)\s?(?P<upto>\d{1,3})(?![\d/-]))?(?:\s?°|\s?deg(?:rees?)?)?"
_OF = r"(?:\s?(?:/|of|out of)\s?(?P<of>\d{2,3})(?!\d))?"
_GRIP = re.compile(
    r"(?<!\w)(?:grip(?: strength)?|(?:key |lateral |tip )?pinch(?: strength)?|jamar|dynamomet\w+)\b"
    rf"[^\d;.]{{0,40}}(?P<one>\d{{1,3}})(?:[/,]\s?\d{{1,3}}){{0,2}}{_NO_GRADE}[^\d;]{{0,40}}"
    r"\b(?:versus|vs\.?|against|compared (?:with|to)|and|side|left|right|hand)?"
    rf"[^\d;]{{0,24}}(?P<other>\d{{1,3}}){_NO_GRADE}",
    re.IGNORECASE,
)
# three trials a hand, the hands parted by a semicolon: "right 20, 18, 19; left 44, 46, 43"
_GRIP_BY_SIDE = re.compile(
    r"(?<!\w)(?:grip(?: strength)?|jamar(?: grip)?|dynamomet\w+)\b[^\d;.]{0,24}\b(?:right|left|r|l)\W{1,3}"
    rf"(?P<one>\d{{1,3}})(?:\s?[/,]\s?\d{{1,3}}){{0,2}}{_NO_GRADE}[^\d.]{{0,12}}\b(?:right|left|r|l)\W{{1,3}}"
    rf"(?P<other>\d{{1,3}}){_NO_GRADE}",
    re.IGNORECASE,
)
_GIRTH = re.compile(
    r"(?<!\w)(?:cal(?:f|ves)|thighs?|quad(?:riceps)?|girth|circumference)\b[^\d;.]{0,40}"
    r"(?P<one>\d{2}(?:\.\d)?)\s?(?:cm)?[^\d;.]{0,30}(?<![\d/.-])(?P<other>\d{2}(?:\.\d)?)\s?cm",
    re.IGNORECASE,
)
_WASTED = 1.5  # cm between one limb and the other
_ACTIVE_PASSIVE = re.compile(
    r"\bactive(?:ly)?\b[^\d;]{0,40}?(?P<active>\d{1,3})\b[^\d;.]{0,24}?"
    r"\bpassive(?:ly)?\b[^\d;]{0,40}?(?P<passive>\d{2,3})\b"
    r"|\bpassive(?:ly)?\b[^\d;]{0,40}?(?P<passive_first>\d{2,3})\b[^\d;.]{0,24}?"
    r"\bactive(?:ly)?\b[^\d;]{0,40}?(?P<active_last>\d{1,3})\b",
    re.IGNORECASE,
)
_HELD_UP = 40  # degrees that an arm can be raised and does not raise itself
_ARC = re.compile(
    r"(?<!\w)(?P<part>knee|elbow)(?:\s(?:rom|arom|motion|range of motion|range))?"
    r"\W{1,3}(?:is |was |from |of )?"
    r"(?P<low>\d{1,2})\s?(?:°|degrees)?\s?(?:-|–|to)\s?(?P<high>\d{2,3})(?![\d/-])",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(
    r"\s?(?:°|degrees?|deg)?[^\d;]{0,24}"
    r"\b(?:against|versus|vs\.?|compared (?:with|to))\s(?:about )?(\d{2,3})",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"\b(?:leg rais\w*|slr|sign|test|lag|contracture|strength|mmt)\b[^.;]{0,12}$", re.IGNORECASE
)

_FILMS = re.compile(r"films?|views?|x-?rays?|radiograph\w*", re.IGNORECASE)


@cache
def _motions() -> re.Pattern[str]:
    words: Mapping[str, str] = raw()["kinds"]["motion"]["words"]
    named = "|".join(f"(?P<{name}>{alternatives})" for name, alternatives in words.items())
    gap = r"(?:[^\d;,.]{0,30}?[\s:=])"
    return re.compile(rf"(?<![\w/-])(?:{named})\b{gap}(?P<value>{_DEGREES}){_UPTO}{_OF}", re.IGNORECASE)


def losses(record: Record) -> Iterator[Span]:
    """Where a statement gives a motion that is short of the whole one."""
    for statement in record.statements:
        inside = (record.text, statement.span.start, statement.span.end)
        for match in _motions().finditer(*inside):
            if _short(record.text, statement, match):
                yield Span(*match.span())
        yield from (Span(*m.span()) for m in _ARC.finditer(*inside) if _short_arc(m))


def uneven_grip(record: Record) -> Iterator[Span]:
    """Where one hand's grip is given as a fifth or more short of the other's."""
    for statement in record.statements:
        for wording in (_GRIP, _GRIP_BY_SIDE):
            for match in wording.finditer(record.text, statement.span.start, statement.span.end):
                if _uneven(match):
                    yield Span(*match.span())


def uneven_girth(record: Record) -> Iterator[Span]:
    """Where one thigh or calf is measured thinner than the other."""
    for statement in record.statements:
        for match in _GIRTH.finditer(record.text, statement.span.start, statement.span.end):
            if abs(float(match["one"]) - float(match["other"])) >= _WASTED:
                yield Span(*match.span())


def active_short_of_passive(record: Record) -> Iterator[Span]:
    """Where a part moves far less by itself than it can be moved: a tendon or a nerve does not pull."""
    for statement in record.statements:
        for match in _ACTIVE_PASSIVE.finditer(record.text, statement.span.start, statement.span.end):
            active = int(match["active"] or match["active_last"])
            passive = int(match["passive"] or match["passive_first"])
            if passive - active >= _HELD_UP and passive <= 180:
                yield Span(*match.span())


def _short(text: str, statement: Statement, match: re.Match[str]) -> bool:
    value = int(match["upto"] or match["value"])
    tested = _TEST.search(text, max(statement.span.start, match.start() - 40), match.start() + 1)
    if tested or value > 200 or _FILMS.search(match[0]):
        return False
    if match["of"] is not None:
        return int(match["of"]) >= 10 and value < _SHARE * int(match["of"])
    other = _OTHER_SIDE.match(text, match.end(), statement.span.end)
    full = int(other[1]) if other else _full(statement, match)
    return full is not None and value < _SHARE * full


def _full(statement: Statement, match: re.Match[str]) -> int | None:
    """The full motion of the part spoken of; of the most mobile part when none is named."""
    normal: Mapping[str, Mapping[str, int]] = raw()["normal"]
    motion = next(name for name in raw()["kinds"]["motion"]["words"] if match[name])
    parts = [(abs(at - match.start()), part) for at, _, part in statement.regions if part in normal]
    moving = [pair for pair in parts if motion in normal[pair[1]]]
    if moving:
        return normal[min(moving)[1]][motion]
    carried = [part for part in sorted(statement.carried) if part in normal]
    told = [normal[part][motion] for part in carried if motion in normal[part]]
    if told:
        return min(told)
    if parts or carried:
        return None
    return max((part[motion] for part in normal.values() if motion in part), default=None)


def _uneven(match: re.Match[str]) -> bool:
    one, other = int(match["one"]), int(match["other"])
    return min(one, other) < 0.8 * max(one, other) and max(one, other) <= 200


def _short_arc(match: re.Match[str]) -> bool:
    full = 130 if match["part"].lower() == "knee" else 140
    return int(match["low"]) >= 5 or int(match["high"]) < _SHARE * full
