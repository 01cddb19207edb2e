"""The letters that a regular expression may begin with, so that it is tried at those letters only.

Knows regular expressions, no findings. Built on the parser of ``re``; what it cannot tell, it leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_PASSED_OVER = (op.AT, op.ASSERT, op.ASSERT_NOT)


def guard(pattern: str) -> str:
    """A look ahead at the first letter of ``pattern``; empty when any letter may come first."""
    letters, _ = _first(parser.parse(pattern))
    if letters is None or not letters or any(letter > 127 for letter in letters):
        return ""
    return f"(?=[{''.join(re.escape(chr(letter)) for letter in sorted(letters))}])"


def _first(parsed: Iterable[Any]) -> tuple[set[int] | None, bool]:
    """The first letters of a sequence (None: any), and whether it may match without a letter."""
    found: set[int] = set()
    for code, value in parsed:
        if code in _PASSED_OVER:
            continue
        letters, empty = _of(code, value)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
    return found, True


def _of(code: Any, value: Any) -> tuple[set[int] | None, bool]:
    if code is op.LITERAL:
        return {value}, False
    if code is op.IN:
        return _in(value), False
    if code is op.SUBPATTERN:
        return _first(value[-1])
    if code is op.BRANCH:
        return _either([_first(branch) for branch in value[1]])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        letters, empty = _first(value[2])
        return letters, empty or value[0] == 0
    return None, False


def _either(told: list[tuple[set[int] | None, bool]]) -> tuple[set[int] | None, bool]:
    found: set[int] = set()
    for letters, _ in told:
        if letters is None:
            return None, False
        found |= letters
    return found, any(empty for _, empty in told)


def _in(members: Iterable[Any]) -> set[int] | None:
    letters: set[int] = set()
    for code, value in members:
        if code is op.LITERAL:
            letters.add(value)
        elif code is op.RANGE:
            letters |= set(range(value[0], value[1] + 1))
        elif code is op.CATEGORY and value is op.CATEGORY_DIGIT:
            letters |= set(range(48, 58))
        else:
            return None
    return letters
