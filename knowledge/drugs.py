"""Drug names: brand, generic, class and treatment family, also when misspelt.

Knows the ``drugs:`` section of ``treatments.yaml``; knows nothing of requests, doses or guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import OSA

from knowledge.lexicon import lower, split

_TOKEN = re.compile(r"[a-z0-9]+")
_GAP = re.compile(r"[\s/,.&+#-]{1,3}")
_FUZZY_FROM = 8  # shorter words are too close to ordinary English


@dataclass(frozen=True, slots=True)
class Drug:
    """One product: ``components`` are the generics of a compound, else the generic alone."""

    generic: str
    class_: str
    family: str
    route: str | None = None
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrugMention:
    """A drug named at ``text[start:end]``; two mentions speak of one drug when ``generic`` is equal."""

    start: int
    end: int
    generic: str
    class_: str
    family: str
    route: str | None = None
    components: tuple[str, ...] = ()


@dataclass(frozen=True)
class Formulary:
    """All names, keyed by their words."""

    names: Mapping[tuple[str, ...], Drug]
    by_first: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False)
    long_names: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        first: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted(self.names, key=lambda n: (-len(n), n)):
            first.setdefault(name[0], []).append(name)
        long_names: dict[str, list[str]] = {}
        for word in sorted(w for w in first if len(w) >= _FUZZY_FROM - 1 and w.isalpha()):
            long_names.setdefault(word[0], []).append(word)
        object.__setattr__(self, "by_first", {key: tuple(value) for key, value in first.items()})
        object.__setattr__(self, "long_names", {key: tuple(value) for key, value in long_names.items()})

    def mentions(self, text: str) -> tuple[DrugMention, ...]:
        """Drugs named in a text, in order, the longest name first where several begin at one place."""
        return tuple(self._mentions(lower(text)))

    def _mentions(self, text: str) -> Iterator[DrugMention]:
        tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            name = self._name_at(text, tokens, at)
            if name is None:
                at += 1
                continue
            drug, last = self.names[name], at + len(name) - 1
            yield DrugMention(
                tokens[at][0],
                tokens[last][1],
                drug.generic,
                drug.class_,
                drug.family,
                drug.route,
                drug.components,
            )
            at = last + 1

    def _name_at(
        self, text: str, tokens: Sequence[tuple[int, int, str]], at: int
    ) -> tuple[str, ...] | None:
        word = tokens[at][2]
        if word not in self.by_first:
            if len(word) < _FUZZY_FROM:
                return None
            nearest = _nearest(word, self.long_names.get(word[0], ()))
            if nearest is None:
                return None
            word = nearest
        for name in self.by_first[word]:
            window = tokens[at : at + len(name)]
            if tuple(token for _, _, token in window)[1:] == name[1:] and _together(text, window):
                return name
        return None


def _together(text: str, window: Sequence[tuple[int, int, str]]) -> bool:
    return all(_GAP.fullmatch(text, left[1], right[0]) for left, right in pairwise(window))


@lru_cache(maxsize=20_000)
def _nearest(word: str, names: tuple[str, ...]) -> str | None:
    """The name one slip away (two in long names), if exactly so close; ties go to the first by alphabet."""
    allowed = 2 if len(word) >= 11 else 1
    best, nearest = allowed + 1, None
    for name in names:
        distance = OSA.distance(word, name, score_cutoff=allowed)
        if distance < best:
            best, nearest = distance, name
    return nearest


def read_formulary(groups: Sequence[Mapping[str, Any]], compounds: Mapping[str, str]) -> Formulary:
    """The formulary of the ``drugs:`` and ``compounds:`` sections.

    Raises:
        ValueError: a name stands for two drugs.
    """
    names: dict[tuple[str, ...], Drug] = {}

    def add(name: str, drug: Drug) -> None:
        words = tuple(_TOKEN.findall(name.lower()))
        if names.setdefault(words, drug) != drug:
            raise ValueError(f"the drug name {name!r} stands for {names[words].generic} and {drug.generic}")

    for group in groups:
        for generic, brands in group["names"].items():
            drug = Drug(generic, group["class"], group["family"], group.get("route"))
            own = () if group.get("brands_only") else (generic,)
            for name in (*own, *split(brands)):
                add(name, drug)
    for brand, parts in compounds.items():
        add(brand, Drug(brand, "compound", "compound_topical", "topical", split(parts)))
    return Formulary(names)
