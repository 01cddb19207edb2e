"""Numbers changed: ages, scores, grades, doses, counts, frequencies, durations, levels, units, requests."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evals.mutations.guards import has, like, number_of, repeated, severity
from evals.mutations.kinds.dates import injuries_told
from evals.mutations.model import Edit, Kind, Line, Make, Role, Subject

_N = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_TIMES = r"(?:\d{1,2}|once|twice|one|two|three|four|five|six)"


def _changed(pattern: str, low: int, high: int, shown: str, *roles: Role) -> Make:
    """Numbers matched by ``pattern`` (group ``n``) become another between ``low`` and ``high``.

    ``shown`` says how the new value (``{}``) would stand in the file if it were right after all.
    """
    compiled = re.compile(pattern, re.I)

    def make(subject: Subject, random: Random) -> Iterator[Edit]:
        for line, at in subject.in_roles(*(roles or (Role.FACT,))):
            for match in compiled.finditer(line.text):
                yield from _edits(subject, line, at, match, random, (low, high), shown)

    return make


def _edits(
    subject: Subject,
    line: Line,
    at: int,
    match: re.Match[str],
    random: Random,
    bounds: tuple[int, int],
    shown: str,
) -> Iterator[Edit]:
    was = number_of(match["n"])
    if was is None:
        return
    lo, hi = match.span("n")
    near = [was + d for d in (-5, -4, -3, -2, 2, 3, 4, 5, 7, 10, 20) if bounds[0] <= was + d <= bounds[1]]
    for value in random.sample(near or [v for v in range(bounds[0], bounds[1] + 1) if v != was], k=1):
        new = like(match["n"], value)
        sentence = line.text[:lo] + new + line.text[hi:]
        if repeated(subject, sentence, new) or re.search(shown.format(value), subject.known, re.I):
            continue
        yield Edit(at + lo, at + hi, new, severity(subject, new))


def _level(subject: Subject, _: Random) -> Iterator[Edit]:
    for line, at in subject.in_roles(Role.FACT):
        for match in re.finditer(r"\b([CTL])([1-7])([-/])([CTLS]?)([1-7])\b", line.text):
            upper = int(match[2])
            shift = -1 if upper > 2 else 1
            new = f"{match[1]}{upper + shift}{match[3]}{match[1]}{upper + shift + 1}"
            short = f"{match[1]}{upper + shift}{match[3]}{upper + shift + 1}"
            if not has(subject.known, new) and not has(subject.known, short):
                text = new if match[4] else short
                yield Edit(at + match.start(), at + match.end(), text, "fresh")


_UNITS = {
    "weeks": "months", "months": "weeks", "days": "weeks", "years": "months", "mg": "mcg",
    "degrees": "percent", "pounds": "kilograms", "mm": "cm", "hours": "days",
}  # fmt: skip


def _unit(subject: Subject, _: Random) -> Iterator[Edit]:
    names = "|".join(_UNITS)
    for line, at in subject.in_roles(Role.FACT, Role.REQUEST, Role.CONCLUSION):
        for match in re.finditer(rf"\b(?P<n>{_N})[- ]?(?P<unit>{names})\b(?! old)", line.text, re.I):
            new = _UNITS[match["unit"].lower()]
            lo, hi = match.span("unit")
            if not re.search(rf"\b{match['n']}[- ]?{new[:-1]}", subject.known, re.I):
                yield Edit(at + lo, at + hi, new, "fresh", at=(at + match.start(), at + lo + len(new)))


def _quantity(subject: Subject, random: Random) -> Iterator[Edit]:
    """The numbers of the request where it is concluded on."""
    for line, at in subject.in_roles(Role.CONCLUSION, Role.REQUEST):
        for match in re.finditer(rf"(?<![\w./-])(?P<n>{_N})(?![\w/%-]|\.\d)", line.text, re.I):
            was = number_of(match["n"])
            if was is None or not has(subject.item.treatment, match["n"]):
                continue
            new = like(match["n"], was + random.choice((1, 2, 3, 6)))
            if not has(subject.item.treatment, new):
                yield Edit(at + match.start("n"), at + match.end("n"), new, severity(subject, new))


def _from_another_injury(subject: Subject, days: int) -> bool:
    """So many days lie between the denial and another day that the record gives to the injury."""
    denial = subject.case.ur_denial_date
    others = injuries_told(subject) - {subject.case.date_of_injury}
    return denial is not None and any(abs((denial - day).days - days) <= 1 for day in others)


def _elapsed(subject: Subject, random: Random) -> Iterator[Edit]:
    """A stated time between two dates."""
    for line, at in subject.in_roles(Role.FACT, Role.STATUS):
        pattern = r"(?P<n>\d{1,4})(?= (?:days|weeks|months) after)|(?P<y>\d{1,2})(?= (?:years?|months?)(?:,| and \d| passed))"
        for match in re.finditer(pattern, line.text):
            value = int(match.group()) + random.choice((2, 3, 7))
            if match["n"] and _from_another_injury(subject, value):
                continue
            if not re.search(rf"\b{value} (?:day|week|month|year)", subject.known):
                yield Edit(at + match.start(), at + match.end(), str(value), severity(subject, str(value)))


KINDS = (
    Kind("age", "another age", _changed(r"(?P<n>\d{2})(?=[- ]years?[- ]old)", 18, 79, r"\b{}[- ]year")),
    Kind("elapsed time", "another time between two dates", _elapsed),
    Kind(
        "visit count",
        "another number of visits",
        _changed(
            rf"\b(?P<n>{_N})(?= (?:[a-z]+ ){{0,3}}(?:visits|sessions|treatments)\b)",
            1,
            30,
            r"\b{} (?:\w+ ){{0,3}}(?:visit|session|treat)",
        ),
    ),
    Kind(
        "weeks",
        "another duration",
        _changed(rf"\b(?P<n>{_N})(?=[- ](?:weeks?|months?)\b)", 1, 30, r"\b{}[- ](?:week|month)"),
    ),
    Kind(
        "frequency",
        "another frequency",
        _changed(
            rf"\b(?P<n>{_TIMES})(?= (?:times )?(?:a|per) (?:week|day))", 1, 9, r"\b{} times (?:a|per)"
        ),
    ),
    Kind(
        "refills",
        "another number of refills",
        _changed(
            r"\b(?P<n>\d{1,2})(?= refills?)", 1, 9, r"\b{} refill", Role.FACT, Role.REQUEST, Role.CONCLUSION
        ),
    ),
    Kind(
        "dose",
        "another dose",
        _changed(
            r"\b(?P<n>\d{1,4})(?= ?mg\b)",
            1,
            900,
            r"(?<!\d){} ?mg",
            Role.FACT,
            Role.REQUEST,
            Role.CONCLUSION,
        ),
    ),
    Kind(
        "quantity",
        "another quantity",
        _changed(r"#(?P<n>\d{1,3})\b", 5, 240, r"#{}\b", Role.FACT, Role.REQUEST, Role.CONCLUSION),
    ),
    Kind(
        "pain score",
        "another pain score",
        _changed(
            r"(?<![\d/])(?P<n>\d{1,2})(?=(?:/| out of | over )10\b)",
            1,
            10,
            r"(?<!\d){}(?:-\d)?(?:/| out of | over )10",
        ),
    ),
    Kind(
        "strength grade",
        "another strength grade",
        _changed(r"(?<![\d/])(?P<n>[0-5])(?=[+-]?/5\b)", 1, 5, r"(?<!\d){}[+-]?(?:/| out of )5"),
    ),
    Kind(
        "reflex grade",
        "another reflex grade",
        _changed(r"(?<![\d/])(?P<n>[0-4])(?=\+(?! ?/))", 0, 4, r"(?<!\d){}\+"),
    ),
    Kind(
        "angle",
        "another angle of motion",
        _changed(r"\b(?P<n>\d{1,3})(?= degrees)", 5, 179, r"\b{} degree"),
    ),
    Kind(
        "size or weight",
        "another size or weight",
        _changed(r"\b(?P<n>\d{1,3})(?=[- ](?:mm|cm|pounds?|kg)\b)", 1, 150, r"\b{}[- ](?:mm|cm|pound|kg)"),
    ),
    Kind("vertebral level", "another vertebral level", _level),
    Kind("unit", "another unit", _unit),
    Kind("request quantity", "another number in the request", _quantity),
)
