"""What the linters of packs share: a complaint, and every test that a criterion holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import AllTest, AnyTest, Criterion, NotTest, Test
from knowledge.places import Key


@dataclass(frozen=True, slots=True)
class Complaint:
    """One flaw of a pack: what is wrong under ``keys``, and how to mend it."""

    what: str
    mend: str
    keys: tuple[Key, ...] = ()


def tests_of(criterion: Criterion) -> tuple[Test, ...]:
    """Every test of a criterion, nested ones and the gate included."""
    gates = (criterion.applies_when, criterion.applies_unless)
    own = (criterion.test, *(gate for gate in gates if gate is not None))
    return tuple(inner for test in own for inner in walk(test))


def walk(test: Test) -> Iterator[Test]:
    """The test and all tests inside it."""
    yield test
    inner: tuple[Test, ...] = ()
    if isinstance(test, AllTest):
        inner = test.all
    elif isinstance(test, AnyTest):
        inner = test.any
    elif isinstance(test, NotTest):
        inner = (test.negate,)
    for part in inner:
        yield from walk(part)
