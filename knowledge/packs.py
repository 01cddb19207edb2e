"""Load criteria packs and find the one that governs a family on a date.

An edition begins by the date that its own rule names (request or service) and ends as its successor begins,
by the successor's rule. Where no service has taken place yet the request date stands in for its date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
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
        """The pack of ``family`` in force that fits the request best; ``day`` is the date of the request.

        ``facts`` needs only ``item``, and the ``service_date`` where a service took place: a pack bound to
        the item's body region, or to a condition that holds, goes before a general one.
        """
        served = _served(facts)
        days = {"request_date": day, "service_date": served or day}
        known = [pack for pack in self.packs if family in pack.families]
        if not known:
            return Governing(None, f"No criteria pack covers the family {family!r}.")
        current = [p for p in known if self._in_force(p, days) and _fits(p, facts)]
        if not current:
            editions = ", ".join(sorted({p.edition for p in known}))
            return Governing(
                None,
                f"No edition of the guideline for {family!r} in force on {day:%m/%d/%Y} fits this request"
                f" (editions known: {editions}).",
            )
        best = max(current, key=lambda p: (p.priority, bool(p.when), bool(p.regions), p.id))
        until = f" to {best.in_force.end:%m/%d/%Y}" if best.in_force.end else ""
        selected = self._selected(best, day, served)
        return Governing(best, f"In force from {best.in_force.start:%m/%d/%Y}{until}, {selected}.")

    @cached_property
    def _begins(self) -> Mapping[tuple[str, date], str]:
        """Which date begins the edition of a family that starts on a day."""
        return {(f, p.in_force.start): p.in_force.by for p in self.packs for f in p.families}

    def ends_by(self, pack: Pack) -> str:
        """The date that ends a pack: the one by which its successor begins, else its own."""
        if pack.in_force.end is None:
            return pack.in_force.by
        after = pack.in_force.end + timedelta(days=1)
        rules = (self._begins[f, after] for f in pack.families if (f, after) in self._begins)
        return next(rules, pack.in_force.by)

    def _in_force(self, pack: Pack, days: Mapping[str, date]) -> bool:
        force = pack.in_force
        begun = force.start <= days[force.by]
        return begun and (force.end is None or days[self.ends_by(pack)] <= force.end)

    def _selected(self, pack: Pack, asked: date, served: date | None) -> str:
        """By which date the edition was chosen, in words."""
        rules = {pack.in_force.by, self.ends_by(pack)}
        if served is not None and "service_date" in rules:
            also = f" and the request date {asked:%m/%d/%Y}" if "request_date" in rules else ""
            return f"selected by the date of service {served:%m/%d/%Y}{also}"
        standing_in = served is None and pack.in_force.by == "service_date"
        note = ", which stands in for the date of service, as no service is dated" if standing_in else ""
        return f"selected by the request date {asked:%m/%d/%Y}{note}"


def _served(facts: Facts) -> date | None:
    known = facts.dates.get("service_date")
    return known.value if known is not None and isinstance(known.value, date) else None


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
