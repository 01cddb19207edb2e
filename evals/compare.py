"""Two runs of the same cases: which items changed, by name, for better or worse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.records import ItemRecord, Run
from evals.sources import SourceError


@dataclass(frozen=True)
class Change:
    """One graded question whose value differs; ``better`` None where one of the two is not scored."""

    item: str
    question: str
    before: str
    after: str
    better: bool | None

    def __str__(self) -> str:
        word = {True: "better", False: "worse", None: "changed"}[self.better]
        return f"{self.item} {self.question}: {self.before} -> {self.after} ({word})"


def load_run(path: Path) -> Run:
    """The run inside a file that ``imr eval --json`` wrote.

    Raises:
        SourceError: the file is none.
    """
    try:
        return Run.model_validate(json.loads(path.read_text(encoding="utf-8"))["run"])
    except (OSError, KeyError, TypeError, json.JSONDecodeError, ValidationError) as error:
        raise SourceError(
            f"{path} is no result of `imr eval --json`; give one that this version wrote."
        ) from error


def compare(old: Run, new: Run) -> tuple[Change, ...]:
    """All changed answers of items that both runs hold, in the order of the new one."""
    before = {item.id: item for item in old.items}
    return tuple(
        change for item in new.items if item.id in before for change in _changes(before[item.id], item)
    )


def _changes(old: ItemRecord, new: ItemRecord) -> Iterator[Change]:
    was = {score.name: score for score in old.scores}
    for score in new.scores:
        other = was.get(score.name)
        if other is None or (other.value, other.answer) == (score.value, score.answer):
            continue
        better = None if None in (other.value, score.value) else (score.value or 0) > (other.value or 0)
        same = other.value == score.value
        yield Change(new.id, score.name, other.answer, score.answer, None if same else better)
