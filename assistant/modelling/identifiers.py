"""Find what identifies a person in running clinical text: presidio recognisers over patterns and labels.

Presidio's recognisers are used by themselves, without its language engine: that engine wants a trained
model, and its e-mail recogniser asks the network for domain names. Names are found by titles, labels,
credentials and common given names. Dates stay unless they are labelled as dates of birth.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

_NO_LANGUAGE: Any = None  # these recognisers read patterns only
_SURE = 0.4
_FEWEST_DIGITS = 7
_FEWEST_WORDS = 2
_CAPITALISED = re.compile(
    r"\b[A-Z][a-zà-ÿ]+(?:[-'’]?[A-Z][a-zà-ÿ]+)?"
    r"(?: (?:[A-Z]\. )?[A-Z][a-zà-ÿ]+(?:[-'’]?[A-Z][a-zà-ÿ]+)?){1,3}\b"
)
_PART = re.compile(r"<([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier at a half-open range of the text; ``kind`` is PERSON, NUMBER, ADDRESS, ..."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Rules:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    given: re.Pattern[str]
    ordinary: frozenset[str]


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """All identifiers in the text, in order, without overlaps; the longer one stays."""
    found = [*_by_pattern(text), *_given_names(text), *_unknown_pairs(text), *_by_presidio(text)]
    found.sort(key=lambda i: (i.start - i.end, i.start, i.kind))
    kept: list[Identifier] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda i: i.start))


def _by_pattern(text: str) -> list[Identifier]:
    found = []
    for kind, pattern in _rules().patterns:
        for match in pattern.finditer(text):
            group = "id" if "id" in pattern.groupindex else 0
            start, end = match.span(group)
            if kind == "PERSON":
                start, end = _trimmed(text, start, end)
            if start < end:
                found.append(Identifier(kind, start, end))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the ordinary words that a pattern took along; empty when none is left."""
    words = list(re.finditer(r"[^\s,]+", text[start:end]))
    while words and _ordinary(words[0][0]):
        words.pop(0)
    for n, word in enumerate(words):
        if _ordinary(word[0]) and word[0] != "and":
            words = words[:n]
            break
    if not any(len(w[0].rstrip(".")) > 1 for w in words):
        return start, start
    return start + words[0].start(), start + words[-1].end()


def _ordinary(word: str) -> bool:
    return word.title() in _rules().ordinary


def _given_names(text: str) -> list[Identifier]:
    """A common given name with the capitalised words after it: Maria Elena Sample-Roe."""
    found = []
    for match in _rules().given.finditer(text):
        if match[1] in first_names():
            start, end = _trimmed(text, *match.span())
            if start < end:
                found.append(Identifier("PERSON", start, end))
    return found


def _unknown_pairs(text: str) -> list[Identifier]:
    """Two or three capitalised words that neither the guidelines nor the text itself use as plain words."""
    plain = set(re.findall(r"\b[a-z]{3,}\b", text)) | _vocabulary()
    found = []
    for match in _CAPITALISED.finditer(text):
        words = list(re.finditer(r"[^\s]+", match[0]))
        strange = [w for w in words if not _ordinary(w[0]) and not _is_plain(w[0], plain)]
        if len(strange) >= _FEWEST_WORDS:
            start, end = match.start() + strange[0].start(), match.start() + strange[-1].end()
            found.append(Identifier("PERSON", start, end))
    return found


def _is_plain(word: str, plain: Set[str]) -> bool:
    """Whether a piece of a word is plain; with a hyphen all have to be: Sample-Stone is a name."""
    pieces = set(_pieces(word))
    known = pieces & plain
    return len(known) == len(pieces) if "-" in word else bool(known)


def _pieces(word: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ]+", word.lower().removesuffix("'s").removesuffix("’s"))


@cache
def _vocabulary() -> frozenset[str]:
    """The plain words of the project's own guidelines, findings and treatments."""
    root = files("knowledge")
    folders = [root, root / "findings", *(root / "guidelines").iterdir()]
    texts = [
        file.read_text(encoding="utf-8")
        for folder in folders
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{3,}", text.lower()))


def _by_presidio(text: str) -> list[Identifier]:
    """Telephone, social security, licence, provider and Medicare numbers: formats with check digits."""
    found = []
    for recognizer, kind in _recognizers():
        for result in recognizer.analyze(text, recognizer.supported_entities, _NO_LANGUAGE) or ():
            digits = sum(c.isdigit() for c in text[result.start : result.end])
            if result.score >= _SURE and digits >= _FEWEST_DIGITS:
                found.append(Identifier(kind, result.start, result.end))
    return found


@cache
def _recognizers() -> tuple[tuple[EntityRecognizer, str], ...]:
    from presidio_analyzer import predefined_recognizers as known  # noqa: PLC0415 - a second to import, seldom used

    return (
        (known.PhoneRecognizer(supported_regions=("US",)), "PHONE"),
        (known.UsSsnRecognizer(), "NUMBER"),
        (known.MedicalLicenseRecognizer(), "NUMBER"),
        (known.UsNpiRecognizer(), "NUMBER"),
        (known.UsMbiRecognizer(), "NUMBER"),
        (known.IpRecognizer(), "NUMBER"),
    )


@cache
def _rules() -> _Rules:
    raw = yaml.safe_load((files(__package__) / "identifiers.yaml").read_text(encoding="utf-8"))
    parts: dict[str, str] = raw["parts"]
    compiled = tuple(
        (rule["kind"], re.compile(_whole(rule["pattern"], parts), re.I if rule.get("any_case") else 0))
        for rule in raw["patterns"]
    )
    given = re.compile(_whole(r"\b([A-Z][a-z]+)(?: <PART>){1,3}", parts))
    ordinary = frozenset(word for line in raw["ordinary"] for word in line.split())
    return _Rules(compiled, given, ordinary)


def _whole(pattern: str, parts: dict[str, str]) -> str:
    """The pattern with every <PART> put in, parts of parts too."""
    while found := _PART.search(pattern):
        pattern = pattern.replace(found[0], parts[found[1]])
    return pattern


@cache
def first_names() -> frozenset[str]:
    """The given names of ``first_names.txt``."""
    raw = (files(__package__) / "first_names.txt").read_text(encoding="utf-8")
    return frozenset(name for line in raw.splitlines() if not line.startswith("#") for name in line.split())
