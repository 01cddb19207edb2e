"""Citations held against the guideline text that a user loaded: a cited section should be in it.

Looks at packs and headings; whether the words of a pack are right is for its author to read.
"""

from __future__ import annotations

from difflib import get_close_matches

from knowledge.entries import folded
from knowledge.licensed import LoadedTexts, Missing
from knowledge.lint import Flaw
from knowledge.packs import Packs
from knowledge.places import line_in

_NEAR = 0.5


def citation_warnings(packs: Packs, texts: LoadedTexts) -> tuple[Flaw, ...]:
    """One warning for each pack whose cited section the loaded text of its guideline lacks."""
    return tuple(_flaw(packs, missing) for missing in texts.missing(packs))


def _flaw(packs: Packs, missing: Missing) -> Flaw:
    pack = missing.pack
    path = packs.paths.get(pack.id)
    place = f"{path}:{line_in(path, ('section',))}" if path else ""
    what = f"warning: the section {pack.section!r} is not in the loaded text {missing.text!r}"
    return Flaw(pack.id, what, _mend(missing), ("section",), place)


def _mend(missing: Missing) -> str:
    by_words = {folded(heading): heading for heading in missing.headings}
    cited = folded(missing.pack.section)
    alike = [words for words in by_words if words.split(" ")[0] == cited.split(" ")[0]]
    near = alike[:1] or get_close_matches(cited, by_words, 1, _NEAR)
    guess = f"Did you mean {by_words[near[0]]!r}? " if near else ""
    return (
        f"{guess}Give section as a heading of the text reads, or load the part of the text that holds it."
    )
