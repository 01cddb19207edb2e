"""What a clause says to be absent in words that no table of things has: its plain words, all of them.

"No puckering of the scar was noted" denies puckering of the scar. A clause that weighs, limits or
compares is left alone, and so is one of which the table knows. Works on folded text; knows no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.absences import load_wording
from assistant.claims.body import region_mentions
from assistant.claims.clauses import WORD, Clause, denying_clauses, words_in
from assistant.claims.residue import narrowed_in
from knowledge.document import Span

_MOST, _SHORTEST, _LONG_WORD = 5, 3, 5
_TAIL = re.compile(r"[^,;]{0,80}")
_AFTER_ONLY = re.compile(
    r"(?:no|without|lack\w*|absence of|devoid of|free (?:of|from)|negative for|zero|nil|neither)\b", re.I
)
_NARROWS = re.compile(
    r"\b(?:since|after|within|during|following|than|between|until|before|prior|except|other|another|aside|apart|"
    r"besides|beyond|only|just|despite|in spite|if|when|where|while|why|how|which|what|because|due)\b",
    re.I,
)


_PAPERS = re.compile(
    r"\b(?:reports?|notes?|records?|results?|documentation) (?:from|by|of) (?:the|an?) \w+ist\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The words denied, in lower case, at ``span`` of the sentence; ``clause`` is the whole clause."""

    words: tuple[str, ...]
    span: Span
    clause: Span


@lru_cache(maxsize=16_384)
def unnamed_in(text: str) -> tuple[Unnamed, ...]:
    """What the sentence denies beside the things of the table; never raises."""
    if not load_wording().cues.search(text):
        return ()
    known = [a.span for a in narrowed_in(text)]
    return tuple(
        found
        for span in denying_clauses(text)
        if not any(place.overlaps(span) for place in known)
        for found in _read(text, span)
    )


def _read(text: str, span: Span) -> Iterator[Unnamed]:
    clause = Clause(text, span)
    cue = clause.cue
    if cue is None or _NARROWS.search(clause.body) or _PAPERS.search(clause.body):
        return
    if any(c.join not in ("", "or", "nor", "and/or") for c in clause.conjuncts):
        return  # of "no A and B" only both together are denied
    for part in clause.conjuncts:
        yield from _member(clause, part.span, span)


def _member(clause: Clause, part: Span, span: Span) -> Iterator[Unnamed]:
    """One member of a list of things denied each."""
    cue = clause.cue
    assert cue is not None
    words = [m for m in WORD.finditer(clause.body[: part.end], part.start) if not _light(m.group())]
    words = [m for m in words if m.end() <= cue.start() or m.start() >= cue.end()]
    said = tuple(m.group().lower() for m in words)
    if all(any(a.start <= m.start() < a.end for _, a in region_mentions(clause.body)) for m in words):
        return  # a body part alone is not what is denied
    if not 1 <= len(words) <= _MOST or any(w in load_wording().weighing for w in said):
        return
    if not (_denied_after(clause, words) or _unrecorded_before(clause, words)):
        return
    if max(len(w) for w in said) < _LONG_WORD or any(len(w) < _SHORTEST for w in said):
        return
    start, end = min(cue.start(), words[0].start()), max(cue.end(), words[-1].end())
    tail = _TAIL.match(clause.whole, end)
    end += len((tail.group() if tail else "").rstrip(" ."))
    yield Unnamed(said, Span(span.start + start, span.start + end), span)


def _denied_after(clause: Clause, words: list[re.Match[str]]) -> bool:
    assert clause.cue is not None
    end = clause.cue.end()
    if any(m.start() < end for m in words):
        return False
    return _AFTER_ONLY.match(clause.cue.group()) is not None or _verb_of_record(clause.body[end:])


def _unrecorded_before(clause: Clause, words: list[re.Match[str]]) -> bool:
    """ "... was not noted": all words stand before the cue, and a verb of recording behind it."""
    assert clause.cue is not None
    if any(m.end() > clause.cue.start() for m in words):
        return False
    return not _AFTER_ONLY.match(clause.cue.group()) and _verb_of_record(clause.body[clause.cue.start() :])


def _verb_of_record(body: str) -> bool:
    return any(word in load_wording().tested for word in words_in(body))


def _light(word: str) -> bool:
    wording = load_wording()
    plain = word.lower().rstrip(".")
    return plain in wording.light or plain in wording.verbs or plain in wording.idle
