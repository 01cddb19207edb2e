"""Gold cases: records written for this project, with what is right for each item, criterion by criterion.

A case that differs from another in single facts says so (``differs_from`` and ``change``) instead of
repeating the record. Gold is a contract: it changes only in a commit of its own with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.records import Expected
from evals.sources import EvalCase, Source, SourceError
from knowledge.document import Document

GOLD = Path(__file__).parent / "gold"

Outcome = Literal["Upheld", "Overturned", "none"]
StatusName = Literal["met", "not_met", "not_documented", "not_applicable"]
Tag = Literal[
    "pair", "undetermined", "multi_item", "dependent", "edition", "typos", "abbreviations", "repeats",
    "two_injuries", "contradiction", "long_history", "negation", "injection",
]  # fmt: skip


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Change(_Gold):
    """One replacement in the record or the treatments of the case it differs from."""

    old: str = Field(alias="from", min_length=1)
    new: str = Field(alias="to")


class Header(_Gold):
    """Dates as a file states them (month/day/year); of a case that differs only those that change."""

    injured: str | None = None
    denied: str | None = None
    received: str = ""
    priority: Literal["Standard", "Expedited"] = "Standard"


class GoldItem(_Gold):
    """One disputed item and what is right for it.

    ``status`` holds the criteria that matter; ``deciding`` those that may be named first; ``states`` what
    the rationale must say, alternatives divided by ``|``.
    """

    treatment: str
    family: str
    pack: str | None
    outcome: Outcome
    status: Mapping[str, StatusName] = {}
    deciding: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def expected(self) -> Expected:
        return Expected(
            treatment=self.treatment,
            decision=self.outcome,
            family=self.family,
            pack=self.pack,
            statuses=self.status,
            deciding=self.deciding,
            states=self.states,
        )


class Expectation(_Gold):
    """What changes for an item of a case that differs from another."""

    outcome: Outcome | None = None
    family: str | None = None
    pack: str | None = None
    status: Mapping[str, StatusName] = {}
    deciding: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None


class GoldCase(_Gold):
    """A case in full, or one that differs from another in single facts.

    ``form`` says how the file looks: a plain case file, or the published form with the decisions in it.
    """

    name: str = Field(min_length=20, description="a sentence")
    why: str = Field(default="", description="why this outcome is right, in a sentence")
    tags: tuple[Tag, ...] = ()
    form: Literal["file", "determination"] = "file"
    header: Header | None = None
    record: str = ""
    items: tuple[GoldItem, ...] = ()
    differs_from: str | None = None
    change: tuple[Change, ...] = ()
    expect: Mapping[int, Expectation] = {}

    @model_validator(mode="after")
    def _one_of_both(self) -> GoldCase:
        head = self.header is not None and self.header.injured and self.header.denied
        full = bool(head and self.record and self.items)
        differs = self.differs_from is not None and bool(self.change)
        if full == differs:
            raise ValueError("needs either header, record and items, or differs_from and change")
        return self


class GoldFile(_Gold):
    cases: tuple[GoldCase, ...] = Field(min_length=1)


def load_gold(folder: Path = GOLD) -> tuple[GoldCase, ...]:
    """All gold cases in full, in the order of files and cases.

    Raises:
        SourceError: a file is not valid; names the file, the case and what to mend.
    """
    cases: dict[str, GoldCase] = {}
    for path in sorted(folder.glob("*.yaml")):
        for case in _read(path):
            if case.name in cases:
                raise SourceError(f"{path}: the name {case.name!r} is taken; name the case after its fact.")
            cases[case.name] = _in_full(case, cases, path)
    return tuple(cases.values())


def gold_source(folder: Path = GOLD) -> Source:
    """The gold cases as a source of an evaluation; cases that differ from each other form one group."""
    cases = load_gold(folder)
    return Source("gold", tuple(_eval_case(n, case) for n, case in enumerate(cases, start=1)))


def _read(path: Path) -> Sequence[GoldCase]:
    try:
        return GoldFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).cases
    except (yaml.YAMLError, ValidationError) as error:
        raise SourceError(f"{path} is no valid file of gold cases: {error}") from error


def _in_full(case: GoldCase, known: Mapping[str, GoldCase], path: Path) -> GoldCase:
    """The case with the record of the one it differs from, changed."""
    if case.differs_from is None:
        return case
    base = known.get(case.differs_from)
    if base is None or base.header is None:
        raise SourceError(f"{path}: {case.name!r} differs from an unknown case {case.differs_from!r}.")
    record, *treatments = _changed(_packed(base), case, path).split(_MARK)
    moved = case.header.model_dump(exclude_unset=True) if case.header else {}
    items = tuple(
        _expecting(item, treatment, case.expect.get(number))
        for number, (item, treatment) in enumerate(zip(base.items, treatments, strict=True), start=1)
    )
    header = base.header.model_copy(update=moved)
    return case.model_copy(update={"header": header, "record": record, "items": items, "form": base.form})


_MARK = "\x1e"


def _packed(case: GoldCase) -> str:
    return _MARK.join([case.record, *(item.treatment for item in case.items)])


def _changed(text: str, case: GoldCase, path: Path) -> str:
    for change in case.change:
        if text.count(change.old) != 1:
            times = text.count(change.old)
            raise SourceError(f"{path}: {case.name!r} changes {change.old!r}, which stands {times} times.")
        text = text.replace(change.old, change.new)
    return text


def _expecting(item: GoldItem, treatment: str, expect: Expectation | None) -> GoldItem:
    """The item of the base with what changes.

    What decides and what must be stated holds on only while the outcome does; statuses only in one pack.
    """
    changes = expect or Expectation()
    stated = changes.model_dump(exclude_none=True, exclude={"status"})
    turned = changes.outcome not in (None, item.outcome)
    moved = changes.pack not in (None, item.pack)
    if turned or moved:
        stated = {"deciding": (), "states": ()} | stated
    status = dict(changes.status) if moved else {**item.status, **changes.status}
    return item.model_copy(update={"treatment": treatment, **stated, "status": status})


def _eval_case(number: int, case: GoldCase) -> EvalCase:
    text = "\n".join(_form(number, case) if case.form == "determination" else _file(number, case))
    expected = tuple(item.expected for item in case.items)
    document = Document.of(text, f"gold-{number:03}.txt")
    several = [f"{case.name} [{n}]" for n in range(1, len(expected) + 1)]
    ids = tuple(several) if len(several) > 1 else (case.name,)
    return EvalCase(case.name, document, expected, group=case.differs_from or case.name, ids=ids)


def _file(number: int, case: GoldCase) -> Iterator[str]:
    """A plain case file: labels, the list of items, the record."""
    assert case.header is not None  # cases in full have one
    yield f"Case Number: GOLD-{number:04}"
    yield f"Date of Injury: {case.header.injured}"
    yield f"UR Denial Date: {case.header.denied}"
    if case.header.received:
        yield f"Application Received: {case.header.received}"
    yield f"Priority: {case.header.priority}"
    yield ""
    yield "Disputed items:"
    yield from (f"{n}. {item.treatment}" for n, item in enumerate(case.items, start=1))
    yield ""
    yield "CLINICAL SUMMARY"
    yield case.record.strip()


def _form(number: int, case: GoldCase) -> Iterator[str]:
    """The published form; its decisions are there to be hidden."""
    assert case.header is not None  # cases in full have one
    yield f"Case Number: CM99-{number:07}"
    yield f"Date of Injury: {case.header.injured}"
    yield f"UR Denial Date: {case.header.denied}"
    yield f"Priority: {case.header.priority}"
    yield "CLINICAL CASE SUMMARY"
    yield case.record.strip()
    yield "IMR ISSUES, DECISIONS AND RATIONALES"
    yield "The Final Determination was based on decisions for the disputed items/services set forth below:"
    for item in case.items:
        yield f"{item.treatment}: {'Overturned' if item.outcome == 'Overturned' else 'Upheld'}"
        yield "Claims Administrator guideline: Decision based on a guideline."
        yield "MAXIMUS guideline: Decision based on a guideline."
        yield "Decision rationale: Invented for a gold case."
