"""The page ``docs/coverage.md``: which treatments the packs cover, in which editions, how surely.

Pure: packs and the labels of families in, Markdown out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from knowledge.model import Basis, Confidence, Pack
from knowledge.packs import Packs

_HEAD = """\
# What the criteria packs cover

Written by `imr guidelines coverage --write docs/coverage.md`; a test fails when the packs have moved on.

A pack is one section of one guideline in one edition. *High* confidence: from the primary text or a
determination that quotes it; *medium*: from a secondary source; *low*: from memory, and every draft that
rests on it says so. *Of practice*: a condition that reviewers ask for and the guideline's text does not
have; drafts say that, too. *Text not loaded*: the edition in force is known, its licensed text is not at
hand, and no recommendation is made until a reviewer has it.
"""


def coverage_page(packs: Packs, labels: Mapping[str, str]) -> str:
    """The whole page; ``labels`` gives the name of each treatment family."""
    parts = (_HEAD, *_totals(packs), *_by_family(packs, labels), *_by_pack(packs))
    return "\n".join(parts).rstrip() + "\n"


def _totals(packs: Packs) -> Iterator[str]:
    criteria = [c for pack in packs for c in pack.criteria]
    sure = Counter(c.confidence for c in criteria)
    unloaded = sum(not pack.text_loaded for pack in packs)
    yield (
        f"{len(packs.packs)} packs ({unloaded} with their text not loaded), {len(criteria)} criteria"
        f" ({_counts(sure)})."
    )
    yield ""


def _by_family(packs: Packs, labels: Mapping[str, str]) -> Iterator[str]:
    yield "## By treatment\n"
    yield "| treatment | family | in force: pack |"
    yield "| --- | --- | --- |"
    for family in sorted(labels, key=lambda name: labels[name].lower()):
        own = sorted((p for p in packs if family in p.families), key=lambda p: (p.in_force.start, _span(p)))
        spans = groupby(own, key=_span)
        listed = [f"{span}: {', '.join(f'[{p.id}](#{p.id})' for p in group)}" for span, group in spans]
        yield f"| {_cell(labels[family])} | `{family}` | {'<br>'.join(listed) or 'none'} |"
    yield ""


def _by_pack(packs: Packs) -> Iterator[str]:
    yield "## By pack\n"
    yield "| pack | source | in force | criteria | confidence |"
    yield "| --- | --- | --- | --- | --- |"
    for pack in packs:
        told = str(len(pack.criteria)) if pack.text_loaded else "text not loaded"
        sure = _counts(Counter(c.confidence for c in pack.criteria)) or str(pack.confidence)
        sure += _of_practice(pack)
        name = f'<a id="{pack.id}"></a>{pack.id}'
        yield f"| {name} | {_cell(pack.citation)} | {_span(pack)} | {told} | {sure} |"


def _counts(sure: Counter[Confidence]) -> str:
    return ", ".join(f"{sure[level]} {level}" for level in Confidence if sure[level])


def _of_practice(pack: Pack) -> str:
    practice = sum(c.basis is Basis.PRACTICE for c in pack.criteria)
    return f"; {practice} of practice" if practice else ""


def _span(pack: Pack) -> str:
    end = f"{pack.in_force.end:%m/%d/%Y}" if pack.in_force.end else "today"
    return f"{pack.in_force.start:%m/%d/%Y} to {end}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
