"""What changed from one criteria pack to another: criteria added, removed and changed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from knowledge.model import Pack

_NOT_COMPARED = frozenset({"id", "criteria", "examples"})


@dataclass(frozen=True, slots=True)
class Change:
    """A difference; ``where`` is a field of the pack or a criterion's id (and its field if changed)."""

    kind: Literal["added", "removed", "changed"]
    where: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"~ {self.where}\n    - {self.before}\n    + {self.after}"
        return f"{'+' if self.kind == 'added' else '-'} {self.where}: {self.after or self.before}"


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """All differences but examples: first of the pack, then of its criteria in the order of ``new``."""
    return (*_fields("", old, new), *_criteria(old, new))


def _criteria(old: Pack, new: Pack) -> Iterator[Change]:
    before = {c.id: c for c in old.criteria}
    after = {c.id: c for c in new.criteria}
    for name, criterion in after.items():
        if name in before:
            yield from _fields(f"{name}.", before[name], criterion)
        else:
            yield Change("added", name, after=criterion.says)
    for name, criterion in before.items():
        if name not in after:
            yield Change("removed", name, before=criterion.says)


def _fields(prefix: str, old: BaseModel, new: BaseModel) -> Iterator[Change]:
    before, after = _plain(old), _plain(new)
    for name in type(new).model_fields:
        if name not in _NOT_COMPARED and before.get(name) != after.get(name):
            yield Change("changed", f"{prefix}{name}", _shown(before.get(name)), _shown(after.get(name)))


def _plain(data: BaseModel) -> dict[str, Any]:
    return data.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _shown(value: Any) -> str:
    """As a pack would write it, on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(inner) for inner in value) + "]"
    return "(nothing)" if value is None else str(value)
