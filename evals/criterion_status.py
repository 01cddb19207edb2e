"""How far the criterion statuses of the system agree with a careful reading of real records.

``facts/criterion_status.csv`` (facts only) holds labels that were given blind to the system. An evaluation
of the same cases shows, for the part that was read before mending and for the part held out, precision and
recall of every status and how often the blocking criterion is named first. ``python -m
evals.criterion_status RESULT`` prints each disagreement of a result of ``imr eval --json``. Knows nothing
of decisions.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.compare import load_run
from evals.records import ItemRecord
from knowledge.model import Status

FACTS = Path(__file__).parent / "facts" / "criterion_status.csv"
STATUSES = tuple(str(status.value) for status in Status)


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the facts: what a reader found for one criterion of one item."""

    case_number: str
    item: int
    pack: str
    criterion: str
    status: str
    blocking: bool
    part: str
    note: str = ""

    @property
    def place(self) -> tuple[str, int]:
        return self.case_number, self.item


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system says of one item: pack, statuses, deciding criteria, quotes by criterion."""

    pack: str | None
    statuses: Mapping[str, str]
    deciding: tuple[str, ...] = ()
    supported: bool = False
    quotes: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one status; ``precision`` and ``recall`` are None where nothing was counted."""

    status: str
    right: int
    said: int
    read: int

    @property
    def precision(self) -> float | None:
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        return self.right / self.read if self.read else None


@dataclass(frozen=True, slots=True)
class Blocking:
    """Items with a blocking criterion; how often the system named it first, or among the first two.

    ``accepted`` and ``supported`` count the other items: no criterion blocks, and the system agrees.
    """

    items: int
    first: int
    second: int
    accepted: int
    supported: int


def load_labels(path: Path = FACTS) -> tuple[Label, ...]:
    """The facts in file order; a status outside the vocabulary raises ``ValueError``."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        if row["status"] not in STATUSES:
            raise ValueError(f"{path.name}, line {number}: {row['status']!r} is no status")
    return tuple(
        Label(
            row["case_number"],
            int(row["item"]),
            row["pack"],
            row["criterion"],
            row["status"],
            row["blocking"] == "yes",
            row["part"],
            row["note"],
        )
        for row in rows
    )


def still_asked(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> list[Label]:
    """The labels without those of an item that another pack governs since it was read."""
    return [label for label in labels if not _elsewhere(label, answers)]


def agreeing(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> int:
    """How many labels the system agrees with; a criterion not answered is a miss."""
    return sum(_said(label, answers) == label.status for label in labels)


def score(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> tuple[Score, ...]:
    """Precision and recall counts of every status over the labels; a criterion not answered is a miss.

    An item that another pack governs since it was read is left out: its criteria are no longer asked.
    """
    pairs = [(label.status, _said(label, answers)) for label in still_asked(labels, answers)]
    return tuple(
        Score(
            status,
            right=sum(read == said == status for read, said in pairs),
            said=sum(said == status for _, said in pairs),
            read=sum(read == status for read, _ in pairs),
        )
        for status in STATUSES
    )


def blocking(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> Blocking:
    """How often the criterion that a reader would name first is the one that the system names."""
    named = {label.place: label.criterion for label in labels if label.blocking}
    others = {label.place for label in labels} - set(named)
    deciding = {place: _blocks(answers.get(place)) for place in named}
    return Blocking(
        items=len(named),
        first=sum(wanted in deciding[place][:1] for place, wanted in named.items()),
        second=sum(wanted in deciding[place][:2] for place, wanted in named.items()),
        accepted=len(others),
        supported=sum(place in answers and answers[place].supported for place in others),
    )


def answers_in(items: Iterable[ItemRecord]) -> dict[tuple[str, int], Answer]:
    """The answers that an evaluation recorded, by case and item; ids end in the item's number."""
    found: dict[tuple[str, int], Answer] = {}
    for item in items:
        case, _, number = item.id.rpartition("-")
        if number.isdigit():
            said = item.answer
            statuses = {c.id: c.status for c in said.criteria}
            supported = said.recommendation == "Overturned"
            quotes = {c.id: c.quotes for c in said.criteria}
            found[case, int(number)] = Answer(said.pack, statuses, said.deciding, supported, quotes)
    return found


def figures(items: Iterable[ItemRecord]) -> dict[str, dict[str, Any]]:
    """For each part of the labels: agreement, precision and recall by status, the criterion named.

    Empty where the items are none of those that were read.
    """
    answers = answers_in(items)
    labels = still_asked([label for label in load_labels() if label.place in answers], answers)
    parts = {part: [x for x in labels if x.part == part] for part in dict.fromkeys(x.part for x in labels)}
    return {part: _figures(own, answers) for part, own in parts.items()}


def _figures(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> dict[str, Any]:
    named = blocking(labels, answers)
    return {
        "items": len({label.place for label in labels}),
        "criteria": len(labels),
        "agree": round(agreeing(labels, answers) / len(labels), 4),
        "statuses": {
            row.status: {"precision": row.precision, "recall": row.recall, "n": row.read}
            for row in score(labels, answers)
        },
        "blocking": {"items": named.items, "first": named.first, "first_two": named.second},
    }


def report(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> Iterator[str]:
    """The lines of the table for one part."""
    asked = still_asked(labels, answers)
    items = len({label.place for label in asked})
    right = agreeing(asked, answers)
    yield f"{items} items, {len(asked)} criteria, {right} statuses agree ({_percent(right / len(asked))})"
    if len(asked) < len(labels):
        yield f"{len(labels) - len(asked)} labels left out: another pack governs their items since"
    yield "| status | read | said | precision | recall |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for row in score(labels, answers):
        shares = f"{_percent(row.precision)} | {_percent(row.recall)}"
        yield f"| {row.status} | {row.read} | {row.said} | {shares} |"
    found = blocking(labels, answers)
    yield (
        f"blocking criterion named first {found.first}/{found.items}, "
        f"among the first two {found.second}/{found.items}; "
        f"nothing blocks {found.supported}/{found.accepted}"
    )


def disagreements(labels: Sequence[Label], answers: Mapping[tuple[str, int], Answer]) -> Iterator[str]:
    """One line for each status that differs, and for each blocking criterion not named first."""
    for label in labels:
        said = _said(label, answers)
        answer = answers.get(label.place)
        where = f"{label.case_number}-{label.item} {label.pack} {label.criterion}"
        if said != label.status:
            quotes = (answer.quotes or {}).get(label.criterion, ()) if answer else ()
            yield f"{where}: read {label.status}, said {said}" + "".join(f"\n    {q!r}" for q in quotes)
        if label.blocking and label.criterion not in _blocks(answer)[:1]:
            yield f"{where}: read as blocking, said {', '.join(_blocks(answer)) or 'nothing blocks'}"


def _elsewhere(label: Label, answers: Mapping[tuple[str, int], Answer]) -> bool:
    answer = answers.get(label.place)
    return answer is not None and answer.pack is not None and answer.pack != label.pack


def _said(label: Label, answers: Mapping[tuple[str, int], Answer]) -> str:
    answer = answers.get(label.place)
    return answer.statuses.get(label.criterion, "not answered") if answer else "not answered"


def _blocks(answer: Answer | None) -> tuple[str, ...]:
    return () if answer is None or answer.supported else answer.deciding


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def main(arguments: Sequence[str]) -> int:
    """Print the table and the disagreements of each part."""
    answers = answers_in(load_run(Path(arguments[0])).items)
    labels = load_labels()
    for part in dict.fromkeys(label.part for label in labels):
        own = [label for label in labels if label.part == part]
        print(f"\n## {part}", *report(own, answers), "", *disagreements(own, answers), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
