"""Disputed items of a case file that is no published form: lists and lines that name them, then prose.

Generous in what counts as naming an item, but an item is always wording of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.document import Span

_TITLE = re.compile(
    r"^[ \t]*(?:#+[ \t]*|\*\*)?(?:\d{1,2}[.)][ \t]*)?"
    r"(?:(?:the[ \t]+)?(?:disputed|denied|requested|contested)[ \t]+(?:medical[ \t]+)?"
    r"(?:items?|services?|treatments?|procedures?|requests?)(?:[ \t]*/[ \t]*services?)?(?:\(s\))?"
    r"|(?:items?|services?|treatments?)(?:\(s\))?[ \t]+"
    r"(?:in[ \t]+dispute|under[ \t]+review|requested|denied|at[ \t]+issue)"
    r"|requests?[ \t]+for[ \t]+authori[sz]ation|RFA|treatment[ \t]+request(?:ed|s)?"
    r"|requests?|requesting|at[ \t]+issue)"
    r"(?:[ \t]*\([^)\n]{0,40}\))?(?:[ \t]+(?:dated|of)[ \t]+[^:\n]{4,20})?(?:\*\*)?[ \t]*"
    r"(?::[ \t]*(?P<rest>[^\n]*)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*•·–▪o]|\(?\d{1,2}[.)]|[a-h][.)]|#\d{1,2}[:.)])[ \t]+", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"^[ \t]*(?:#+[ \t]*|\*\*)?[A-Z][A-Za-z/()' -]{2,40}(?:\*\*)?:(?:[ \t]|$)|^[ \t]*[A-Z][A-Z /&-]{6,60}$"
)
_SEVERAL = re.compile(r"\s*;\s*|\s+(?=\(?\d{1,2}\)\s)|\s+(?=\d{1,2}\.\s+[A-Z])")
_STOP = (
    r"(?=\.\s|\.?$|\n|;"
    r"|,?\s+(?:dated|was|were|has|have|on|which|that|because|due\s+to|citing|stating|as\s+not)\b)"
)
_WHAT = r"(?P<what>[^\n.;](?:[^\n;.]|\.(?=\d)){2,250}?)"


def _asks(before: str) -> re.Pattern[str]:
    return re.compile(before + _WHAT + _STOP, re.IGNORECASE | re.MULTILINE)


_REQUESTS = (
    _asks(
        r"\brequests?\s+(?:for\s+)?authori[sz]ation(?:\s+\([^)\n]{0,20}\))?(?:\s+(?:dated|of|on)\s+[\d/.-]{4,12})?"
        r"(?:\s*,?\s*(?:is|was)(?:\s+made|\s+submitted)?)?\s+(?:for|of)\s+"
    ),
    _asks(r"\bRFA\b[^\n.;:]{0,60}?\bfor\s+"),
    _asks(r"\bauthori[sz]ation\s+(?:is|was)\s+requested\s+for\s+"),
)
_DENIALS = (
    _asks(
        r"\b(?:non-?\s?certified|denied|modified|did\s+not\s+certify|failed\s+to\s+approve)\s+(?:the\s+|a\s+)?"
        r"requests?\s+(?:for|of)\s+"
    ),
)
_NOTHING = re.compile(
    r"(?:none|n/?a|not\s+applicable|nil|unknown|see\s+(?:below|attached|above)|-+)\.?$", re.IGNORECASE
)
_LONGEST = 400
_MOST = 40


@dataclass(frozen=True, slots=True)
class Named:
    """Treatments as worded; ``span`` covers the list, where they stand in one."""

    treatments: tuple[str, ...]
    span: Span | None = None
    from_prose: bool = False


def find_items(text: str) -> Named:
    """The disputed items that the text names; none where it names none."""
    for title in _TITLE.finditer(text):
        treatments, end = _listed(text, title)
        if treatments:
            return Named(_unique(treatments), Span(title.start(), end))
    prose: list[str] = []
    for patterns in (_REQUESTS, _DENIALS):
        prose = prose or [found["what"] for pattern in patterns for found in pattern.finditer(text)]
    return Named(_unique(prose), from_prose=True)


def _listed(text: str, title: re.Match[str]) -> tuple[list[str], int]:
    rest = title["rest"]
    if rest and rest.strip(" *"):
        return _SEVERAL.split(rest.strip(" *")), title.end()
    treatments: list[str] = []
    end = offset = title.end() + 1
    bulleted = False
    for line in text[offset : offset + _MOST * _LONGEST].split("\n"):
        bullet = _BULLET.match(line)
        if not treatments:
            bulleted = bool(bullet)
        if not _is_entry(line, bool(bullet), bulleted):
            break
        treatments.append(_BULLET.sub("", line))
        offset += len(line) + 1
        end = offset - 1
    return treatments, min(end, len(text))


def _is_entry(line: str, bullet: bool, bulleted: bool) -> bool:
    if not line.strip() or len(line) > _LONGEST:
        return False
    if bulleted:
        return bullet
    prose = len(line) > 120 or (len(line) > 60 and line.rstrip().endswith("."))
    return not prose and not _OTHER_LABEL.match(line)


def _unique(treatments: list[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for treatment in treatments:
        clean = _BULLET.sub("", treatment.strip()).strip(" \t*;,:").removesuffix(".").strip()
        if len(clean) >= 3 and any(c.isalpha() for c in clean) and not _NOTHING.match(clean):
            kept.setdefault(" ".join(clean.lower().split()), clean)
    return tuple(list(kept.values())[:_MOST])
