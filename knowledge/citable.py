"""What a citation can point to: chapters, pages and sections of the guidelines, when in force.

Read from ``citable.yaml``. Knows no text that cites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("citable.yaml")


@dataclass(frozen=True)
class Part:
    """A chapter, section or edition. ``names``: words that speak of it; ``pages``: first and last.

    None stands for what is not known, an open end included.
    """

    number: str
    about: str
    names: re.Pattern[str] | None = None
    pages: tuple[int, int] | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Citable:
    """All parts; ``slack`` in pages, ``grace_days`` after the end of a part."""

    chapters: Mapping[str, Part]
    sections: Mapping[str, Part]
    editions: Mapping[str, Part]
    slack: int
    grace_days: int

    def chapters_with(self, page: int) -> tuple[Part, ...]:
        """The chapters that a page may stand in."""
        return tuple(c for c in self.chapters.values() if c.pages and self.holds(c, page))

    def holds(self, part: Part, page: int) -> bool:
        """Whether a part may have this page; True where its pages are not known."""
        if part.pages is None:
            return True
        return part.pages[0] - self.slack <= page <= part.pages[1] + self.slack


@cache
def load_citable() -> Citable:
    """The parts of the shipped file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Citable(
        {str(n): _part(str(n), entry, "title") for n, entry in raw["chapters"].items()},
        {str(n): _part(str(n), entry, "about") for n, entry in raw["sections"].items()},
        {str(n): _part(str(n), entry, "said") for n, entry in raw["editions"].items()},
        int(raw["slack"]),
        int(raw["grace_days"]),
    )


def _part(number: str, entry: Mapping[str, Any], called: str) -> Part:
    names, pages = entry.get("names"), entry.get("pages")
    if isinstance(pages, int):
        pages = (1, pages)
    return Part(
        number,
        str(entry[called]),
        re.compile(rf"\b(?:{names})\b", re.I) if names else None,
        (int(pages[0]), int(pages[1])) if pages else None,
        entry.get("from"),
        entry.get("to"),
    )
