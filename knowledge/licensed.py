"""Guideline text that a user loaded, linked to the packs by citation: guideline, edition, section, pages.

A pack's section is a heading of the text, or a chapter and a heading below it; where no heading fits, the
cited pages have to do. Knows passages and packs, nothing of cases. Nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from pathlib import Path

import yaml

from knowledge.entries import GuidelinePassage, folded
from knowledge.model import Pack

WORKS = Path(__file__).with_name("works.yaml")
DECLARED = "declared"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ASIDE = re.compile(r"\([^)]{0,80}\)")
_NUMBER = re.compile(r"\(?(\d+(?:\.\d+)+)\)?")
_CHAPTERED = re.compile(r",\s+(?=[A-Z])")
_OPENING = 1500
_MOST = 40  # passages of one section


@cache
def load_works(path: Path = WORKS) -> Mapping[str, tuple[str, ...]]:
    """The names of each guideline, folded, in the order of the file."""
    raw: dict[str, list[str]] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["works"]
    return {work: tuple(folded(name) for name in names) for work, names in raw.items()}


@lru_cache(maxsize=512)
def work_of(*texts: str) -> str:
    """The guideline that the first telling text names, the earliest name first; empty when none does."""
    for text in texts:
        words = f" {folded(text)} "
        found = [
            (at, work)
            for work, names in load_works().items()
            for n in names
            if (at := words.find(f" {n} ")) >= 0
        ]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return ""


def year_of(*texts: str) -> str:
    """The first year that the first telling text names; empty when none does."""
    return next((year[0] for text in texts if (year := _YEAR.search(text))), "")


def known_by(name: str, text: str) -> tuple[str, str]:
    """Guideline and year of a file by its name and the opening of its text; empty where neither tells."""
    opening = text[:_OPENING]
    return work_of(name, opening), year_of(name, opening)


@dataclass(frozen=True)
class Missing:
    """A section that a pack cites and the loaded text of its guideline lacks, and its headings."""

    pack: Pack
    text: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class LoadedText:
    """One loaded text: its passages in order."""

    passages: tuple[GuidelinePassage, ...]

    @property
    def title(self) -> str:
        return self.passages[0].title

    @property
    def declared(self) -> bool:
        """Whether the user said which guideline it is: it is then held to be the whole of it."""
        return self.passages[0].scope == DECLARED

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.section for p in self.passages if p.section))

    def is_of(self, pack: Pack) -> bool:
        """Whether this is the guideline, and the edition, that the pack cites."""
        first = self.passages[0]
        same = bool(first.guideline) and first.guideline == work_of(pack.guideline)
        return same and first.edition == year_of(pack.edition)

    def section(self, pack: Pack) -> tuple[GuidelinePassage, ...]:
        """The passages of the section that the pack cites; by its pages where no heading fits."""
        for part in pack.section.split(";"):
            found = self._under(part)
            if found:
                return found[:_MOST]
        on_page = [p for p in self.passages if p.page in pack.pages]
        return tuple(on_page)[:_MOST] if self._has_chapter(pack) else ()

    def holds(self, pack: Pack) -> bool:
        """Whether one of the sections that the pack cites is there under its heading."""
        return any(self._under(part) for part in pack.section.split(";"))

    def _under(self, part: str) -> tuple[GuidelinePassage, ...]:
        whole = self._headed(part)
        if whole:
            return whole
        first = self.passages[0]
        if any(_fits(name, part) for name in (first.chapter, self.title, first.section)):
            return self.passages
        chapter, *rest = _CHAPTERED.split(_ASIDE.sub("", part))
        if not rest:
            return ()
        start = self._chapter_start(chapter)
        return () if start is None else self._headed(rest[-1], start)

    def _headed(self, part: str, start: int = 0) -> tuple[GuidelinePassage, ...]:
        """The passages from ``start`` on below a heading that fits, but for a table of contents."""
        fitting = {heading for heading in self.headings if _fits(heading, part)}
        return tuple(p for p in self.passages[start:] if p.section in fitting and _says_more(p))

    def _chapter_start(self, chapter: str) -> int | None:
        """Where the chapter begins; at 0 where the text's name or its user says that it is the chapter."""
        if _fits(self.passages[0].chapter, chapter) or _names(self.title, chapter):
            return 0
        fitting = {heading for heading in self.headings if _fits(heading, chapter)}
        return next((n for n, p in enumerate(self.passages) if p.section in fitting), None)

    def has_chapter_of(self, pack: Pack) -> bool:
        """Whether the chapter that the pack cites is in this text, so that its section should be too."""
        parts = [_CHAPTERED.split(_ASIDE.sub("", part)) for part in pack.section.split(";")]
        return any(len(pieces) > 1 and self._chapter_start(pieces[0]) is not None for pieces in parts)

    def _has_chapter(self, pack: Pack) -> bool:
        chaptered = any(len(_CHAPTERED.split(_ASIDE.sub("", part))) > 1 for part in pack.section.split(";"))
        return self.has_chapter_of(pack) if chaptered else True


@dataclass(frozen=True)
class LoadedTexts:
    """All texts that a user loaded."""

    texts: tuple[LoadedText, ...] = ()

    @classmethod
    def of(cls, passages: Iterable[GuidelinePassage]) -> LoadedTexts:
        """From the passages as the index holds them."""
        ordered = sorted(passages, key=_order)
        return cls(
            tuple(LoadedText(tuple(group)) for _, group in groupby(ordered, key=lambda p: _order(p)[0]))
        )

    def official(self, pack: Pack, most: int, wanted: str = "") -> tuple[GuidelinePassage, ...]:
        """At most ``most`` passages of the pack's section, nearest to ``wanted`` and the pack's words."""
        found = [p for text in self.texts if text.is_of(pack) for p in text.section(pack)]
        ours = _words(" ".join((wanted, pack.section, pack.recommended, *(c.says for c in pack.criteria))))
        ranked = sorted(enumerate(found), key=lambda pair: (-_overlap(ours, pair[1].text), pair[0]))
        return tuple(found[n] for n in sorted(n for n, _ in ranked[:most]))

    def missing(self, packs: Iterable[Pack]) -> Iterator[Missing]:
        """Cited sections that a loaded text should hold and does not, in the order of the packs.

        A text should hold a section when the user named its guideline, when the chapter cited is in it, or
        when it holds most of the sections that packs cite of its guideline.
        """
        known = tuple(packs)
        whole = {id(text): self._is_whole(text, known) for text in self.texts}
        for pack in known:
            texts = [text for text in self.texts if text.is_of(pack)]
            if not texts or any(text.holds(pack) for text in texts):
                continue
            due = next((t for t in texts if whole[id(t)] or t.has_chapter_of(pack)), None)
            if due is not None:
                yield Missing(pack, due.title, due.headings)

    def _is_whole(self, text: LoadedText, packs: Sequence[Pack]) -> bool:
        own = [pack for pack in packs if text.is_of(pack)]
        held = sum(text.holds(pack) for pack in own)
        return (text.declared and not text.passages[0].chapter) or (len(own) > 1 and 2 * held >= len(own))


def nearest_criterion(pack: Pack, passage: GuidelinePassage) -> tuple[str, ...]:
    """Ids of the criteria whose paraphrase shares the most telling words with the passage, at most two."""
    shared = sorted(
        ((_overlap(_words(c.says), passage.text), -n, c.id) for n, c in enumerate(pack.criteria)),
        reverse=True,
    )
    return tuple(name for score, _, name in shared[:2] if score >= _ENOUGH)


_ENOUGH = 4
_PLAIN = frozenset(
    {
        "been",
        "from",
        "have",
        "into",
        "other",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "this",
    }
    | {
        "those",
        "were",
        "when",
        "which",
        "while",
        "will",
        "with",
        "within",
        "without",
        "treatment",
        "worker",
    }
)


def _words(text: str) -> frozenset[str]:
    """Telling words by their beginnings, so that "injection" meets "injections"."""
    return frozenset(word[:6] for word in folded(text).split() if len(word) > 3 and word not in _PLAIN)


def _overlap(ours: frozenset[str], text: str) -> int:
    return len(ours & _words(text))


def _fits(heading: str, part: str) -> bool:
    """Whether a heading is the section that a citation names, numbering and asides apart."""
    if not heading or not part:
        return False
    cited = _NUMBER.search(part)
    if cited and re.match(rf"\W*{re.escape(cited[1])}(?![\d.]*\d)", heading):
        return True
    ours, theirs = _bare(part), _bare(heading)
    if not ours or not theirs:
        return False
    return ours == theirs or theirs.startswith(f"{ours} ") or sorted(ours.split()) == sorted(theirs.split())


def _says_more(passage: GuidelinePassage) -> bool:
    """Whether there is text beside the heading: a line of a table of contents says nothing more."""
    return len(passage.text) > len(passage.section) + 30


def _names(title: str, chapter: str) -> bool:
    return f" {_bare(chapter)} " in f" {folded(title)} "


def _bare(name: str) -> str:
    """Folded, without what stands in parentheses and without a leading number or "chapter 12"."""
    words = folded(_ASIDE.sub(" ", name))
    return re.sub(r"^(?:(?:chapter|section|part)\s+)?(?:[\divx]+\s+)*(?=[a-z]{2})", "", words)


def _order(passage: GuidelinePassage) -> tuple[str, int]:
    text, _, number = passage.id.rpartition("#")
    return text, int(number) if number.isdigit() else 0
