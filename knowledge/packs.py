"""Load criteria packs and find the one that governs a family on a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from knowledge.errors import PackError
from knowledge.evaluate import run
from knowledge.model import Facts, Pack, Status
from knowledge.places import line_of
from knowledge.schema_errors import explained

GUIDELINES = Path(__file__).parent / "guidelines"


class Governing(NamedTuple):
    """The pack that governs, or none, and why."""

    pack: Pack | None
    why: str


@dataclass(frozen=True)
class Packs:
    """All packs, in the order of their ids; ``paths`` holds the file of each that came from one."""

    packs: tuple[Pack, ...]
    digest: str
    paths: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Pack]:
        return {pack.id: pack for pack in self.packs}

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs)

    def governing(self, family: str, day: date, facts: Facts) -> Governing:
        """The pack of ``family`` in force on ``day`` that fits the request best.

        ``facts`` needs only ``item``: a pack bound to the item's body region, or to a condition that
        holds, goes before a general one.
        """
        known = [pack for pack in self.packs if family in pack.families]
        if not known:
            return Governing(None, f"No criteria pack covers the family {family!r}.")
        current = [p for p in known if p.in_force.holds_on(day) and _fits(p, facts)]
        if not current:
            editions = ", ".join(sorted({p.edition for p in known}))
            return Governing(
                None,
                f"No edition of the guideline for {family!r} in force on {day:%m/%d/%Y} fits this request"
                f" (editions known: {editions}).",
            )
        best = max(current, key=lambda p: (p.priority, bool(p.when), bool(p.regions), p.id))
        until = f" to {best.in_force.end:%m/%d/%Y}" if best.in_force.end else ""
        spoken = best.in_force.by.replace("_", " ")
        return Governing(
            best,
            f"In force from {best.in_force.start:%m/%d/%Y}{until},"
            f" selected by the {spoken} {day:%m/%d/%Y}.",
        )


def _fits(pack: Pack, facts: Facts) -> bool:
    regions = facts.item.get("region", frozenset())
    if pack.regions and not regions & set(pack.regions):
        return False
    return pack.when is None or run(pack.when, facts).status is Status.MET


def load_packs(folder: Path = GUIDELINES) -> Packs:
    """All packs below a folder.

    Raises:
        PackError: a file is not YAML, does not fit the schema, or repeats an id; names file and place.
    """
    digest = sha256()
    packs: dict[str, Pack] = {}
    paths: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yaml")):
        raw = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + raw)
        pack = _load(path, raw)
        if pack.id in packs:
            raise PackError(
                f"{path}:1: the pack id {pack.id!r} is taken by {paths[pack.id]}; give this pack another id"
            )
        packs[pack.id] = pack
        paths[pack.id] = path
    ordered = tuple(packs[key] for key in sorted(packs))
    return Packs(ordered, f"sha256:{digest.hexdigest()}", paths)


def load_pack(path: Path) -> Pack:
    """One pack; raises PackError."""
    return _load(path, path.read_bytes())


def _load(path: Path, raw: bytes) -> Pack:
    try:
        data = yaml.load(raw, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{path}:{line}: this is not YAML here or just above: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that the calendar does not have
        raise PackError(f"{path}:1: cannot be read as YAML: {error}") from error
    try:
        return Pack.model_validate(data)
    except ValidationError as error:
        keys, said = explained(error)
        place = ".".join(str(key) for key in keys)
        raise PackError(f"{path}:{line_of(raw, keys)}: {place}: {said}") from error
