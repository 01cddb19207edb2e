"""Which parts of the body a clause speaks of, of all that its sentence names.

Works on one sentence and the parts found in it; knows neither findings nor items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Naming = tuple[int, int, str]
"""Start, end and region of one naming, as offsets into the record."""

_MARK = re.compile(r";\s?|,\s(?:and|but|with|while|whereas)\s|,\s|\s(?:but|while|whereas|however)\s")
_BARE = re.compile(
    r"(?:\b(?:the|and|or|both|left|right|bilateral(?:ly)?|upper|mid|middle|lower|of|in|at|to|over|on|also"
    r"|as well as|areas?|regions?|joints?|muscles?|musculature|spine)\b|[\W_])*",
    re.IGNORECASE,
)
_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac"))


def specific(regions: Iterable[str]) -> frozenset[str]:
    """The regions without the bare "spine" where a part of the spine is named: the "cervical spine"."""
    named = frozenset(regions)
    return named - {"spine"} if named & _SPINE else named


def places_of(
    text: str, sentence: tuple[int, int], at: tuple[int, int], named: Sequence[Naming]
) -> frozenset[str]:
    """The regions that the clause around ``at`` names, with those of a list that it belongs to.

    A clause that names none speaks of what the clauses before it name ("the low back is tender, spasm is
    felt"), else of what follows. Empty only when ``named`` is.
    """
    clauses = _clauses(text, *sentence)
    own = next((i for i, (start, end) in enumerate(clauses) if start <= at[0] < end), len(clauses) - 1)
    last = next((i for i, (start, end) in enumerate(clauses) if start < at[1] <= end), own)
    inside = [_of(named, *clause) for clause in clauses]
    here = {region for found in inside[own : last + 1] for _, _, region in found}
    if here:
        return specific(here | _listed(text, clauses, inside, own, last))
    before = {region for found in inside[:own] for _, _, region in found}
    after = next(({region for _, _, region in found} for found in inside[last + 1 :] if found), set())
    return specific(before or after)


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _MARK.finditer(text, start, end)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _of(named: Sequence[Naming], start: int, end: int) -> list[Naming]:
    return [n for n in named if start <= n[0] < end]


def _listed(
    text: str, clauses: Sequence[tuple[int, int]], inside: Sequence[list[Naming]], own: int, last: int
) -> set[str]:
    """Regions of the neighbours in one list: "neck, mid back, and low back pain"."""
    found: set[str] = set()
    for i in range(own - 1, -1, -1):
        if not inside[i] or not _BARE.fullmatch(text, inside[i][-1][1], clauses[i][1]):
            break
        found |= {region for _, _, region in inside[i]}
        if not _bare(text, clauses[i], inside[i]):
            break
    for i in range(last + 1, len(clauses)):
        if not inside[i] or not _bare(text, clauses[i], inside[i]):
            break
        found |= {region for _, _, region in inside[i]}
    return found


def _bare(text: str, clause: tuple[int, int], named: Sequence[Naming]) -> bool:
    """Whether the clause holds nothing but names of parts."""
    at = clause[0]
    for start, end, _ in named:
        if not _BARE.fullmatch(text, at, max(start, at)):
            return False
        at = end
    return _BARE.fullmatch(text, at, max(clause[1], at)) is not None
