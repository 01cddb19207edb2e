"""Stable placeholders for what identifies a person, put in before text goes out and taken out on return.

One masker serves a whole case: the same name is the same placeholder in every request. It knows the
identifiers of the whole document, so a surname that stands alone in a quote is masked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.case import Case
from assistant.modelling.identifiers import find_identifiers, first_names

_PLACEHOLDER = re.compile(r"\[(?:PERSON|NUMBER|ADDRESS|PHONE|EMAIL|URL|BIRTH)_\d{1,4}\]")
_SHORTEST_PART = 3
_NO_NAME = frozenset(["and", "the", "for", "our", "san", "los", "las", "del", "van", "von", "der"])


@dataclass
class Masker:
    """Known identifiers by their placeholder; grows as new ones are met, never forgets within a case."""

    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> Masker:
        """A masker that knows the identifiers of the case's whole document and its number."""
        masker = cls()
        if case.case_number:
            masker._learn("NUMBER", case.case_number)
        masker._learn_from(case.document.text)
        return masker

    def mask(self, text: str) -> str:
        """The text with every identifier, known or newly found, replaced by its placeholder."""
        self._learn_from(text)
        if not self.known:
            return text
        return self._pattern().sub(self._placeholder, text)

    def restore(self, text: str) -> str:
        """The text with every placeholder that this masker gave replaced by what it stands for."""
        originals = {placeholder: value for value, placeholder in reversed(self.known.items())}
        return _PLACEHOLDER.sub(lambda m: originals.get(m[0], m[0]), text)

    def _placeholder(self, match: re.Match[str]) -> str:
        return self.known[self._by_folded()[_folded(match[0])]]

    def _by_folded(self) -> dict[str, str]:
        return {_folded(value): value for value in reversed(self.known)}

    def _learn_from(self, text: str) -> None:
        for found in find_identifiers(text):
            value = text[found.start : found.end]
            self._learn(found.kind, value)
            if found.kind == "PERSON":
                for part in _parts(value):
                    self._learn("PERSON", part)

    def _learn(self, kind: str, value: str) -> None:
        if value in self.known or _PLACEHOLDER.search(value):
            return
        number = 1 + sum(1 for p in self.known.values() if p.startswith(f"[{kind}_"))
        self.known[value] = f"[{kind}_{number}]"

    def _pattern(self) -> re.Pattern[str]:
        """Longest first; white space may differ; a lone name part has to keep its capital."""
        values = sorted(self.known, key=lambda v: (-len(v), v))
        return re.compile("|".join(rf"(?<!\w){_loose(value)}(?!\w)" for value in values))


def _loose(value: str) -> str:
    plain = r"\s+".join(re.escape(word) for word in value.split())
    capitals = r"\s+".join(re.escape(word) for word in value.upper().split())
    return f"(?:{plain}|{capitals})"


def _folded(value: str) -> str:
    return " ".join(value.split()).upper()


def _parts(name: str) -> Iterable[str]:
    """The words of a name that identify by themselves."""
    words = re.findall(r"[^\W\d_][\w'’-]+", name)
    for word in words:
        lone = len(words) > 1 or word not in first_names()
        if len(word) >= _SHORTEST_PART and word.lower() not in _NO_NAME and lone:
            yield word
