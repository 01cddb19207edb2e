"""Dates moved: of the injury, of reports, of the denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from evals.mutations.guards import repeated
from evals.mutations.model import Edit, Kind, Line, Role, Subject

DATE = re.compile(
    r"(?<!\d\.)(?<![\d/-])(?P<m>\d{1,2})(?P<s>[/-])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\d/-])"
    r"|\b(?P<n>January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?P<e>\d{1,2}), (?P<z>\d{4})\b"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_INJURY = re.compile(r"\b(?:injur(?:y|ed)|accident)\b", re.I)
_OF_INJURY = re.compile(r"\b(?:injur(?:y|ed)|claim|accident)(?: \w+){0,2} (?:on|of|from|dated|was) $", re.I)
_REVIEW = re.compile(r"\b(?:utilization review|UR)\b", re.I)


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of a date stands for; None for an impossible one."""
    if match["n"]:
        year, month, day = int(match["z"]), _MONTHS.index(match["n"]) + 1, int(match["e"])
    else:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def as_written(match: re.Match[str], day: date) -> str:
    """``day`` in the style of the match."""
    if match["n"]:
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    wide = len(match["m"]) == 2 and (match["m"][0] == "0" or match["d"][0] == "0")
    year = str(day.year) if len(match["y"]) == 4 else f"{day.year % 100:02}"
    month, number = (f"{day.month:02}", f"{day.day:02}") if wide else (str(day.month), str(day.day))
    return f"{month}{match['s']}{number}{match['s']}{year}"


def dates_of(text: str) -> frozenset[date]:
    return frozenset(d for m in DATE.finditer(text) if (d := day_of(m)))


def injuries_told(subject: Subject) -> frozenset[date]:
    """The days that header and record give to the injury: they may differ, and neither is an error then."""
    told = {
        day
        for sentence in subject.record_sentences
        for match in DATE.finditer(sentence)
        if _OF_INJURY.search(sentence[: match.start()]) and (day := day_of(match))
    }
    return frozenset(told | ({subject.case.date_of_injury} if subject.case.date_of_injury else set()))


def _sort(line: Line, match: re.Match[str]) -> str:
    before = line.text[max(0, match.start() - 90) : match.start()]
    after = line.text[match.end() : match.end() + 30]
    if _REVIEW.search(line.text) and not re.search(r"injury(?: of)? $", before):
        return "denial"
    if _INJURY.search(before) or re.match(r" injury", after):
        return "injury"
    return "report"


def _moved(sort: str) -> Kind:
    def make(subject: Subject, random: Random) -> Iterator[Edit]:
        for line, at in subject.in_roles(Role.FACT):
            for match in DATE.finditer(line.text):
                day = day_of(match)
                if day is None or _sort(line, match) != sort:
                    continue
                known = dates_of(subject.record)
                moved = day + timedelta(days=random.choice((-40, -9, -3, -1, 1, 2, 8, 35, 365)))
                if moved not in known:
                    new = as_written(match, moved)
                    yield Edit(at + match.start(), at + match.end(), new, "fresh")
                others = sorted(known - {day} - (injuries_told(subject) if sort == "injury" else set()))
                if others:
                    new = as_written(match, random.choice(others))
                    sentence = line.text[: match.start()] + new + line.text[match.end() :]
                    if not repeated(subject, sentence, new):
                        yield Edit(at + match.start(), at + match.end(), new, "swapped")

    return Kind(f"{sort} date", f"another date of the {sort}", make)


KINDS = (_moved("injury"), _moved("report"), _moved("denial"))
