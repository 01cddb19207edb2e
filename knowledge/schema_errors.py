"""Say of a pack that does not fit the schema what is wrong, where, and what to write instead.

Knows the words of the schema (``knowledge.model``), not files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge import model
from knowledge.places import Key

_TESTS: dict[str, type[BaseModel]] = {kind.__name__: kind for kind in get_args(model.Test)}
_WORDS = {name: name.removesuffix("Test").lower() for name in _TESTS} | {"NotTest": "negate"}
_BRANCHES = frozenset(_TESTS) | {"AllIds", "AnyIds", "AtLeastIds", "str"}
_BRANCH = re.compile(r"(?:.*, )?(\w+)\]?")
_FORMS = (
    "elapsed, measure (with unit and at_most or at_least), finding, item (with among), all, any, negate,"
    " never, reviewer"
)


def explained(error: ValidationError) -> tuple[tuple[Key, ...], str]:
    """The keys that lead to the flaw, and a sentence on it with the remedy."""
    first = _telling(error.errors(), 0)
    keys = tuple(key for key in first["loc"] if _branch(key) is None)
    return keys, _said(first, keys)


def _branch(key: Key) -> str | None:
    """The kind of test that pydantic tried, when ``key`` names one."""
    match = _BRANCH.fullmatch(key) if isinstance(key, str) else None
    return match[1] if match and match[1] in _BRANCHES else None


def _telling(errors: Sequence[ErrorDetails], depth: int) -> ErrorDetails:
    """The complaint to show; where a test is wrong, that of the kind of test which was meant."""
    opening = next((e for e in errors if e["type"] == "extra_forbidden" and _near(e["loc"][-1])), errors[0])
    if all(_branch(key) is None for key in opening["loc"][depth:]):
        return opening
    start = next(n for n, key in enumerate(errors[0]["loc"]) if n >= depth and _branch(key))
    shared = errors[0]["loc"][:start]
    branches: defaultdict[str, list[ErrorDetails]] = defaultdict(list)
    for error in errors:
        if error["loc"][:start] == shared and len(error["loc"]) > start:
            branches[_branch(error["loc"][start]) or ""].append(error)
    meant = [found for kind, found in branches.items() if not _lacks_its_word(kind, found, start + 2)]
    if meant:
        return _telling(min(meant, key=len), start + 1)
    unknown = [
        str(e["loc"][-1]) for found in branches.values() for e in found if e["type"] == "extra_forbidden"
    ]
    return {**errors[0], "loc": shared, "type": "no_such_test", "input": unknown[:1]}


def _lacks_its_word(kind: str, found: list[ErrorDetails], depth: int) -> bool:
    """Whether the entry has not even the word that makes it this kind of test."""
    if kind not in _TESTS:
        return True
    own = [e for e in found if len(e["loc"]) <= depth]
    return any(
        e["type"] == "model_type" or (e["type"], e["loc"][-1]) == ("missing", _WORDS[kind]) for e in own
    )


def _said(error: ErrorDetails, keys: tuple[Key, ...]) -> str:
    name = str(keys[-1]) if keys else "pack"
    if error["type"] == "no_such_test":
        found = error["input"]
        near = _near(found[0]) if found else ""
        guess = f"did you mean {near!r} for {found[0]!r}?" if near else f"write one of {_FORMS}"
        return f"this is no test that packs know; {guess}"
    if error["type"] == "missing":
        return f"{name!r} is missing; add it here"
    if error["type"] == "extra_forbidden":
        near = _near(name)
        return f"{name!r} does not belong here; " + (f"did you mean {near!r}?" if near else "remove it")
    text = error["msg"].removeprefix("Value error, ")
    return text if repr(error["input"]) in text else f"{text}; found {error['input']!r}"


def _near(name: object) -> str:
    """The key of the schema that ``name`` was probably meant to be; empty when none is near."""
    kinds: list[type[BaseModel]] = [model.Pack, model.Criterion, model.Example, model.ExampleFacts]
    kinds += [model.Elapsed, *_TESTS.values()]
    known = {key for kind in kinds for key in kind.model_fields}
    return "" if name in known else next(iter(get_close_matches(str(name), sorted(known), 1)), "")
