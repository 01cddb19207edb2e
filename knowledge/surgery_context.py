"""What a surgery makes of a request: therapy becomes postsurgical, laboratory tests preoperative.

Knows the ``surgery_context:`` section of ``treatments.yaml``; knows nothing of guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from knowledge.lexicon import Lexicon, lower, wording
from knowledge.regions import regions_in, related

_SENTENCE = re.compile(r"(?<=[.;:])\s+|\n")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THERAPY = "physical_therapy"


class InContext(NamedTuple):
    """The family in its context, the reason to add, and whether the request depends on a surgery."""

    family: str
    reason: str
    depends: bool


class SurgeryContext:
    """The context words and the families they change."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._after = Lexicon({"after": raw["words"]})
        self._before = Lexicon({"before": raw["before"]})
        self._done = Lexicon({"done": raw["done"]})
        self._not_done = re.compile(wording(raw["not_done"]))
        self._becomes_after: Mapping[str, str] = raw["becomes_after"]
        self._becomes_before: Mapping[str, str] = raw["becomes_before"]
        self._tests_beside: Mapping[str, list[str]] = raw["beside_surgery"]

    def changes(self, family: str) -> bool:
        """Whether a surgery among the other requests can change the family."""
        return family in self._becomes_after or family in self._tests_beside

    def family(
        self,
        family: str,
        asked: str,
        regions: frozenset[str],
        record: str,
        beside: Sequence[frozenset[str]],
    ) -> InContext:
        """The family of a request for ``regions``; ``beside``: regions of each surgery asked for."""
        before, after = any(self._before.hits(asked)), any(self._after.hits(asked))
        narrowed = self._tests_beside.get(family)
        later = self._becomes_after.get(family)
        if before and family in self._becomes_before:
            return InContext(self._becomes_before[family], ", before a surgery", depends=True)
        if beside and narrowed is not None and (not narrowed or regions & set(narrowed)):
            return InContext(self._becomes_before[family], ", beside a requested surgery", depends=True)
        if later and after:
            return InContext(later, ", after a surgery", depends=True)
        if later and beside and _same_place(regions, beside):
            return InContext(later, ", beside a requested surgery", depends=True)
        if later and family == _THERAPY and self.had_surgery(regions, record):
            return InContext(later, ", after a surgery that the record reports", before)
        return InContext(family, "", before or after)

    def had_surgery(self, regions: frozenset[str], record: str) -> bool:
        """Whether the record reports a surgery on ``regions`` (any, if empty) that is not years past."""
        latest = max(map(int, _YEAR.findall(record)), default=0)
        return any(
            _on_limb(regions, regions_in(sentence))
            for sentence in _SENTENCE.split(record)
            if any(self._done.hits(sentence))
            and not self._not_done.search(lower(sentence))
            and all(int(year) >= latest - 1 for year in _YEAR.findall(sentence))
        )


def _same_place(regions: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    return not regions or any(not other or regions & related(other) for other in others)


def _on_limb(asked: frozenset[str], operated: frozenset[str]) -> bool:
    """Whether a surgery is on an asked region or its neighbours; the spine has no neighbours here."""
    if not asked or not operated:
        return True
    spine = related({"spine"})
    return bool(asked & operated | (asked - spine) & related(operated - spine))
