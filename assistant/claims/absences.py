"""Load the table of things that can be said to be absent, and the words with which that is said.

The wording stands in ``absences.yaml`` and the files beside it; nothing here reads a text or a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILES = ("absences.yaml", "absences_course.yaml", "absences_case.yaml", "absences_practice.yaml")
_SHORTHAND = {"treatments?": "txs?", "diagnos[ie]s": "dx", "medications?": "meds?", "symptoms?": "sx"}
_NEVER = re.compile(r"(?!)")


class Sort(StrEnum):
    """What kind of thing it is, which decides how a record shows it."""

    STUDY = "study"
    CARE = "care"
    FINDING = "finding"
    REQUEST = "request"


@dataclass(frozen=True)
class Absent:
    """One thing: ``said`` is how a text names it, ``shown`` how a record shows it, ``outright`` how a text
    denies it without a name; patterns ignore case. ``kinds``: what names a kind of it.

    ``part``: it belongs to a body part. ``near``: a part that bears on it does too; ``nerve``: it does
    where only the request names the part. ``tested``: a verb of testing is needed. ``affirmed``: a denial
    in the record does not show it. ``plans``: a plan shows it. ``asked``: what of the request states it.
    ``drugs``: classes of drugs that show it, "any" for all. ``of``: it is told of a treatment, the same
    one in the record; ``medicated``: the record sentence must name a drug. ``findings``: those of the
    lexicon that show it, by their ids. ``asking``: that there was none shows that it was asked.
    ``history``: what is told as history shows it. ``sure_with``: classes of the drug asked for with which
    it is beyond doubt.
    """

    id: str
    name: str
    sort: Sort
    said: re.Pattern[str]
    shown: re.Pattern[str]
    outright: re.Pattern[str]
    unlike: re.Pattern[str]
    kinds: tuple[re.Pattern[str], ...]
    light: frozenset[str]
    drugs: tuple[str, ...]
    asked: str
    part: bool
    near: bool
    nerve: bool
    tested: bool
    affirmed: bool
    plans: bool
    same: bool
    of: bool
    medicated: bool
    sure: bool
    findings: tuple[str, ...] = ()
    asking: bool = False
    history: bool = False
    sure_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """The cues of denial, and the words that narrow nothing."""

    cues: re.Pattern[str]
    never_cues: re.Pattern[str]
    phrases: re.Pattern[str]
    verbs: frozenset[str]
    light: frozenset[str]
    tested: frozenset[str]
    forward: frozenset[str]
    unfinished: frozenset[str]
    caring: frozenset[str]
    weighing: frozenset[str]
    idle: frozenset[str]


@cache
def _raw() -> dict[str, Any]:
    first, *others = (
        yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for name in _FILES
    )
    merged: dict[str, Any] = dict(first)
    for more in others:
        merged["macros"] = merged["macros"] | more.get("macros", {})
        merged["things"] = [*merged["things"], *more["things"]]
    return merged


@cache
def load_absent() -> tuple[Absent, ...]:
    """All things in the order of the file."""
    return tuple(_absent(entry) for entry in _raw()["things"])


@cache
def load_wording() -> Wording:
    """The words of denial."""
    raw = _raw()
    return Wording(
        _whole(raw["cues"]),
        _whole(raw["never_cues"]),
        _whole(raw["phrases"]),
        _inflected(_words(raw["verbs"])),
        _words(raw["light"]),
        _inflected(_words(raw["tested"])),
        _words(raw["forward"]),
        _words(raw["unfinished"]),
        _words(raw["caring"]),
        _words(raw["weighing"]),
        _words(raw["idle"]),
    )


def _absent(entry: dict[str, Any]) -> Absent:
    sort = Sort(entry["kind"])
    return Absent(
        id=entry["id"],
        name=entry["name"],
        sort=sort,
        said=_whole([_shorthand(pattern) for pattern in entry["said"]]),
        shown=_whole(entry["shown"]) if "shown" in entry else _NEVER,
        outright=_whole(entry["outright"]) if "outright" in entry else _NEVER,
        unlike=re.compile(entry["unlike"], re.I) if "unlike" in entry else _NEVER,
        kinds=tuple(re.compile(kind, re.I) for kind in entry.get("kinds", ())),
        light=_words(entry.get("light", ""))
        | _words(_raw().get(sort.value, ""))
        | _words(_raw()["signs"] if entry.get("tested", False) else ""),
        drugs=tuple(entry.get("drugs", ())),
        asked=entry.get("asked", ""),
        part=entry.get("part", True),
        near=entry.get("near", "") is True,
        nerve=entry.get("near", "") == "item",
        tested=entry.get("tested", False),
        affirmed=entry.get("affirmed", sort is Sort.FINDING),
        plans=entry.get("plans", False),
        same=bool(entry.get("same", "")),
        of=entry.get("of", False),
        medicated=entry.get("medicated", False),
        sure=entry.get("sure", True),
        findings=tuple(entry.get("findings", ())),
        asking=entry.get("asking", False),
        history=entry.get("history", False),
        sure_with=tuple(entry.get("sure_with", ())),
    )


def _whole(patterns: list[str]) -> re.Pattern[str]:
    body = "|".join(f"(?:{_macros(pattern)})" for pattern in patterns)
    more = r"(?:(?<=\d)\d+)?"  # a wording may end with the first digit of a number
    return re.compile(rf"(?<!\w)(?:{body}){more}(?![\w])", re.I)


def _shorthand(pattern: str) -> str:
    """The wording of a text, with what busy reviewers write for it."""
    for plain, short in _SHORTHAND.items():
        pattern = pattern.replace(plain, f"(?:{plain}|{short})")
    return pattern


def _macros(pattern: str) -> str:
    """A macro may hold another one, in either order of the table."""
    for _ in range(2):
        for name, wording in _raw()["macros"].items():
            pattern = pattern.replace(f"<{name}>", wording)
    return pattern


def _words(block: str) -> frozenset[str]:
    return frozenset(block.lower().split())


def _inflected(words: frozenset[str]) -> frozenset[str]:
    """The words and their regular forms in -s, -ed and -ing; what is no word does no harm here."""
    stems = {word.removesuffix("e") for word in words if len(word) > 2}
    return words | {stem + end for stem in stems for end in ("es", "ed", "ing")} | {f"{w}s" for w in words}
