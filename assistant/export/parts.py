"""Blocks that several documents share: the header, the record, days and versions in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from assistant.case import Case
from assistant.export.letter import Block, Paragraph, Rows
from assistant.results import Evidence, Suppression

_HEADER_LINE = re.compile(
    r"\s*(?:(?:case number|date assigned|date of injury|ur denial date|priority|application received)\s*:"
    r".{0,60}|clinical case summary:?\s*)$",
    re.IGNORECASE,
)
LONGEST_RECORD = 12_000
"""Characters of the record that a letter repeats; the rest stays with the case."""


def day(value: date | None) -> str:
    return f"{value:%m/%d/%Y}" if value else "not stated"


def as_sentence(words: str) -> str:
    """With a capital and a full stop, unless it asks; names of measures lose their underscores."""
    spoken = words.replace("_", " ")
    end = "" if spoken.endswith("?") else "."
    return f"{spoken[:1].upper()}{spoken[1:].rstrip('.')}{end}"


def each_place_once(found: Iterable[Evidence], most: int) -> tuple[Evidence, ...]:
    """The first ``most`` of the evidence, no sentence twice because two findings rest on it."""
    by_place: dict[tuple[int, int], Evidence] = {}
    for evidence in found:
        by_place.setdefault((evidence.quote.start, evidence.quote.end), evidence)
    return tuple(by_place.values())[:most]


def minute(at: datetime) -> str:
    return f"{at:%m/%d/%Y %H:%M} UTC"


def suppression_in_words(word: Suppression) -> str:
    """``FAC01 at “45 year old”: a typing slip (A. Example, 02/03/2017 09:00 UTC)``."""
    try:
        when = minute(datetime.fromisoformat(word.at))
    except ValueError:
        when = word.at
    said = ", ".join(part for part in (word.by, when) if part)
    return f"{word.rule} at “{word.quote}”: {word.reason.rstrip('.')} ({said})"


def header(case: Case, decided: date | None = None) -> Rows:
    """The header of a published determination, two facts a line."""
    signed = day(decided) if decided else "none yet"
    return Rows(
        (
            "Case number",
            case.case_number or "not stated",
            "Decision date",
            signed,
        ),
        (
            ("Date assigned", day(case.date_assigned), "Date of injury", day(case.date_of_injury)),
            (
                "Application received",
                day(case.application_received),
                "UR denial date",
                day(case.ur_denial_date),
            ),
            ("Priority", case.priority or "not stated", "File", case.document.name),
        ),
        (0.22, 0.28, 0.2, 0.3),
    )


def record(case: Case) -> Iterator[Block]:
    """The clinical text without the header, one paragraph a line; a long one is cut, and says so."""
    shown = 0
    for line in case.record_text.split("\n"):
        if not line.strip() or _HEADER_LINE.match(line):
            continue
        if shown and shown + len(line) > LONGEST_RECORD:
            yield Paragraph("The record goes on; it is kept in full with the case.")
            return
        shown += len(line)
        yield Paragraph(line.strip())


def versions_in_words(versions: Mapping[str, str | None]) -> str:
    """``packs sha256:603bd62a8bc5, model grounded``."""
    return ", ".join(f"{name} {value[:19]}" for name, value in versions.items() if value)
