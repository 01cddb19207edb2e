"""Find what is wrong with a set of criteria packs before a case does: what, where, how to mend it.

Looks at the packs as data; worked examples are run by ``knowledge.examples``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import combinations

from knowledge.complaints import Complaint, tests_of, walk
from knowledge.evaluate import ids_of
from knowledge.lint_examples import missing_examples
from knowledge.model import Confidence, FindingTest, ItemTest, MeasureTest, Pack, Role, RowTest, Test
from knowledge.packs import Packs
from knowledge.places import Key, line_in

_NOT_A_CLAUSE = re.compile(r"(?:For|When|After|Only|Not|As|If|Where|Under|To|By|Of)\b")
_NOT_A_NOUN = re.compile(r"(?:whether|if|when|that|is|are|has|have|documented|recorded)\b|.*[.:]$", re.I)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at ``keys`` of a pack and how to ``mend`` it; ``place`` is file:line when known."""

    pack: str
    what: str
    mend: str
    keys: tuple[Key, ...] = ()
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place or self.pack}: {self.what}\n    {self.mend}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a pack may use; an empty one but ``findings`` is not checked."""

    findings: Collection[str] = ()
    measures: Collection[str] = ()
    families: Collection[str] = ()
    regions: Collection[str] = ()


def lint(
    packs: Packs,
    findings: Collection[str],
    measures: Collection[str] = (),
    families: Collection[str] = (),
    regions: Collection[str] = (),
) -> tuple[Flaw, ...]:
    """All flaws of the packs, in the order of pack ids; an empty vocabulary is not checked."""
    words = Vocabulary(findings, measures, families, regions)
    flaws = [Flaw(pack.id, c.what, c.mend, c.keys) for pack in packs for c in _complaints(pack, words)]
    return tuple(_placed(packs, flaw) for flaw in (*flaws, *_overlaps(packs)))


def _complaints(pack: Pack, words: Vocabulary) -> Iterator[Complaint]:
    yield from _unknown_names(pack, words)
    yield from _bad_ids(pack)
    yield from _bad_citations(pack)
    yield from _bad_prose(pack)
    yield from missing_examples(pack)


def _placed(packs: Packs, flaw: Flaw) -> Flaw:
    path = packs.paths.get(flaw.pack)
    return flaw if path is None else replace(flaw, place=f"{path}:{line_in(path, flaw.keys)}")


def _unknown_names(pack: Pack, words: Vocabulary) -> Iterator[Complaint]:
    for number, criterion in enumerate(pack.criteria):
        for test in tests_of(criterion):
            yield from _unknown_in_test(test, words, ("criteria", number, "test"))
    for test in walk(pack.when) if pack.when is not None else ():
        yield from _unknown_in_test(test, words, ("when",))
    for number, example in enumerate(pack.examples):
        for name in (*example.facts.present, *example.facts.absent):
            yield from _unknown("finding", name, words.findings, ("examples", number, "facts"))
    for name in pack.families if words.families else ():
        yield from _unknown("family", name, words.families, ("families",))
    for name in pack.regions if words.regions else ():
        yield from _unknown("region", name, words.regions, ("regions",))


def _unknown_in_test(test: Test, words: Vocabulary, keys: tuple[Key, ...]) -> Iterator[Complaint]:
    if isinstance(test, FindingTest):
        yield from _unknown("finding", test.finding, words.findings, keys)
    if isinstance(test, MeasureTest | RowTest) and words.measures:
        yield from _unknown("measure", test.measure, words.measures, keys)
    if isinstance(test, ItemTest) and test.item == "region" and words.regions:
        for name in test.among:
            yield from _unknown("region", name, words.regions, keys)


_HOMES = {
    "finding": "knowledge/findings/*.yaml",
    "measure": "knowledge/measures.yaml",
    "family": "knowledge/treatments.yaml",
    "region": "knowledge/regions.yaml",
}


def _unknown(kind: str, name: str, known: Collection[str], keys: tuple[Key, ...]) -> Iterator[Complaint]:
    if name not in known:
        near = get_close_matches(name, known, 1)
        guess = f"Did you mean {near[0]!r}? " if near else ""
        yield Complaint(f"unknown {kind} {name!r}", f"{guess}Names stand in {_HOMES[kind]}.", keys)


def _bad_ids(pack: Pack) -> Iterator[Complaint]:
    counts = Counter(criterion.id for criterion in pack.criteria)
    for name, n in counts.items():
        if n > 1:
            yield Complaint(
                f"criterion id {name!r} is used {n} times", "Rename all but one.", ("criteria",)
            )
    yield from _bad_references("names_first", Counter(pack.names_first), tuple(counts))
    if pack.decide is None:
        return
    named = Counter(ids_of(pack.decide))
    yield from _bad_references("decide", named, tuple(counts))
    for number, c in enumerate(pack.criteria):
        if c.role is Role.REQUIRED and c.id not in named:
            yield Complaint(
                f"required criterion {c.id!r} is left out of decide",
                "Name it in decide, or make its role supporting.",
                ("criteria", number),
            )


def _bad_references(place: str, named: Counter[str], known: tuple[str, ...]) -> Iterator[Complaint]:
    for name, n in named.items():
        if name not in known:
            yield Complaint(
                f"{place} names the unknown criterion {name!r}",
                f"The criteria of this pack: {', '.join(known)}.",
                (place,),
            )
        if n > 1:
            yield Complaint(f"{place} names {name!r} {n} times", "Name it once.", (place,))


def _bad_citations(pack: Pack) -> Iterator[Complaint]:
    if not pack.criteria and not pack.no_criteria:
        yield Complaint(
            "has neither criteria nor the reason why there are none", "Add criteria, or no_criteria."
        )
    if not pack.text_loaded and pack.criteria:
        yield Complaint(
            "has criteria although its text is not loaded",
            "Remove text_loaded: false once the criteria come from the text.",
            ("text_loaded",),
        )
    for number, c in enumerate(pack.criteria):
        keys: tuple[Key, ...] = ("criteria", number, "confidence")
        if c.confidence is Confidence.HIGH and not (c.pages or c.source):
            yield Complaint(
                f"{c.id}: high confidence needs a page or a source",
                "Add pages or source, or lower the confidence.",
                keys,
            )
        if c.role is Role.REQUIRED and not c.documentation:
            yield Complaint(
                f"{c.id}: say in documentation what would show it",
                "Add documentation: what a physician could send to prove it.",
                keys[:2],
            )


def _bad_prose(pack: Pack) -> Iterator[Complaint]:
    """Texts that drafts cannot use: they follow "The guideline states that" and "does not document"."""
    text = pack.recommended
    if ":" in text or _NOT_A_CLAUSE.match(text) or not text.endswith("."):
        yield Complaint(
            "recommended is not a plain sentence",
            "Write a sentence about the treatment, without a colon: 'Traction is an option ...'.",
            ("recommended",),
        )
    for number, c in enumerate(pack.criteria):
        if _NOT_A_NOUN.match(c.short):
            yield Complaint(
                f"{c.id}: short is not a noun phrase",
                "It has to follow 'The record does not document': 'a defined return-to-work goal'.",
                ("criteria", number, "short"),
            )


def _overlaps(packs: Packs) -> Iterator[Flaw]:
    for one, other in combinations(packs, 2):
        shared = sorted(set(one.families) & set(other.families))
        if shared and _rivals(one, other):
            what = f"{one.id} and {other.id}: both govern {', '.join(shared)} at the same time"
            mend = "Part them by in_force, regions or when, or give one a higher priority."
            yield Flaw(one.id, what, mend, ("families",))


def _rivals(one: Pack, other: Pack) -> bool:
    apart = one.priority != other.priority or one.when != other.when
    if apart or bool(one.regions) != bool(other.regions):
        return False
    if one.regions and not set(one.regions) & set(other.regions):
        return False
    first, second = sorted((one.in_force, other.in_force), key=lambda f: f.start)
    return first.end is None or second.start <= first.end
