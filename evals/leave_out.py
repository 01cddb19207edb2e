"""The lexicon as it might stand had some cases never been read.

A wording that matches in the records of the left-out cases and in no other record may have been written for
them: it is taken away, whole patterns and single alternatives alike. What matches elsewhere too, and what
matches nowhere, stays. Knows wordings and texts; no decision, no pack.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.findings import FindingRule, Findings

_KINDS = ("present", "absent", "unless")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a pattern: ``start`` to ``end`` with the bar that goes with it."""

    start: int
    end: int


@dataclass(frozen=True)
class Wording:
    """One pattern, the texts it matches in, and for each of its alternatives the texts that need it."""

    pattern: str
    matches: frozenset[str]
    needed: Mapping[Alternative, frozenset[str]]

    def without(self, left_out: Collection[str]) -> str | None:
        """The pattern with nothing that only the left-out texts attest; None when nothing remains."""
        if self.matches and self.matches <= frozenset(left_out):
            return None
        cut = [a for a, texts in self.needed.items() if texts and texts <= frozenset(left_out)]
        pattern, last = "", 0
        for alternative in sorted(cut, key=lambda a: (a.start, -a.end)):
            if alternative.start >= last:  # the others lie within one that is cut already
                pattern += self.pattern[last : alternative.start]
                last = alternative.end
        return pattern + self.pattern[last:]


@dataclass(frozen=True)
class Attested:
    """Every wording of a lexicon with the texts that attest it."""

    findings: Findings
    wordings: Mapping[str, Wording]

    @classmethod
    def of(cls, findings: Findings, texts: Mapping[str, str]) -> Attested:
        """``texts`` by case, one sentence a line."""
        return cls(findings, wordings_of(patterns_of(findings), texts))

    def without(self, left_out: Collection[str]) -> Findings:
        """The lexicon without what only the left-out cases attest."""
        return self.findings.with_rules(*self.changed(left_out))

    def changed(self, left_out: Collection[str]) -> tuple[FindingRule, ...]:
        """The rules that lose something, as they remain."""
        pairs = ((rule, self._rule(rule, left_out)) for rule in self.findings)
        return tuple(remains for rule, remains in pairs if remains != rule)

    def _rule(self, rule: FindingRule, left_out: Collection[str]) -> FindingRule:
        kept = {kind: self._left(getattr(rule, kind), left_out) for kind in _KINDS}
        if not kept["present"]:
            kept["present"] = (_NEVER,)
        return rule.model_copy(update=kept)

    def _left(self, patterns: Iterable[str], left_out: Collection[str]) -> tuple[str, ...]:
        remaining = (self.wordings[pattern].without(left_out) for pattern in patterns)
        return tuple(pattern for pattern in remaining if pattern is not None)


_NEVER = r"(?!x)x"  # a finding needs a wording; this one matches nothing


def alternatives(pattern: str) -> Iterator[Alternative]:
    """Every alternative of every group that has more than one, look-arounds apart: they only bound."""
    stack: list[tuple[bool, list[int]]] = [(False, [-1])]
    for place, sign in _signs(pattern):
        if sign == "(":
            stack.append((pattern.startswith(("(?!", "(?=", "(?<!", "(?<="), place), [place]))
        elif sign == "|":
            stack[-1][1].append(place)
        else:
            around, bars = stack.pop()
            yield from () if around else _options(pattern, bars, place)
    yield from _options(pattern, stack[0][1], len(pattern))


def _signs(pattern: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|([(|)])", pattern, re.DOTALL):
        if match[1]:
            yield match.start(), match[1]


def _options(pattern: str, bars: Sequence[int], end: int) -> Iterator[Alternative]:
    """Each alternative but the first takes the bar before it, the first the bar after it."""
    if len(bars) < 2:
        return
    opening = re.compile(r"\((?:\?(?:P<\w+>|[a-z-]*:))?").match(pattern, max(bars[0], 0))
    first = opening.end() if opening and bars[0] >= 0 else 0
    yield Alternative(first, bars[1] + 1)
    for start, stop in zip(bars[1:], [*bars[2:], end], strict=True):
        yield Alternative(start, stop)


def patterns_of(findings: Findings) -> tuple[str, ...]:
    """Every pattern of a lexicon once, in order."""
    return tuple(sorted({p for rule in findings for kind in _KINDS for p in getattr(rule, kind)}))


def wordings_of(patterns: Iterable[str], texts: Mapping[str, str]) -> dict[str, Wording]:
    """Each pattern with the texts that attest it; ``texts`` by case, one sentence a line."""
    return {pattern: _wording(pattern, texts) for pattern in patterns}


def _wording(pattern: str, texts: Mapping[str, str]) -> Wording:
    found = {name: spans for name, text in texts.items() if (spans := _spans(pattern, text))}
    options = sorted(alternatives(pattern) if found else (), key=lambda a: (a.start, -a.end))
    passed = _passed(pattern, options, [texts[name] for name in found])
    needed: dict[Alternative, frozenset[str]] = {}
    unused = 0
    for alternative in options:
        if alternative.end <= unused:  # it lies within one whose loss changes nothing
            needed[alternative] = frozenset()
            continue
        used = alternative in passed
        needed[alternative] = _needing(pattern, alternative, found, texts) if used else frozenset()
        if not needed[alternative]:
            unused = alternative.end
    return Wording(pattern, frozenset(found), needed)


def _passed(pattern: str, options: Sequence[Alternative], texts: Sequence[str]) -> set[Alternative]:
    """The alternatives that some match went through: the loss of the others changes no match."""
    marked, last = "", 0
    for number, start in enumerate(places := [_content(pattern, option) for option in options]):
        assert start >= last  # sorted by the caller
        marked += f"{pattern[last:start]}(?P<_passed{number}>)"
        last = start
    if not places:
        return set()
    compiled = _compiled(marked + pattern[last:])
    matches = (match for text in texts for match in compiled.finditer(text))
    names = {name for match in matches for name, mark in match.groupdict().items() if mark is not None}
    return {option for number, option in enumerate(options) if f"_passed{number}" in names}


def _content(pattern: str, option: Alternative) -> int:
    """Where an alternative's own words begin: behind its bar, where it takes the one before it."""
    return option.start + (pattern[option.start] == "|")


def _needing(
    pattern: str,
    alternative: Alternative,
    found: Mapping[str, Sequence[tuple[int, int]]],
    texts: Mapping[str, str],
) -> frozenset[str]:
    """The texts whose matches change when the alternative goes."""
    rest = pattern[: alternative.start] + pattern[alternative.end :]
    return frozenset(name for name, spans in found.items() if _spans(rest, texts[name]) != spans)


def _spans(pattern: str, text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _compiled(pattern).finditer(text))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
