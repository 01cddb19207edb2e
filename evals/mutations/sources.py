"""The cases to mutate: the samples and gold, and the published determinations where present."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.case import Case
from assistant.errors import AssistantError
from assistant.intake import case_from_text, read_case
from assistant.samples import sample_names, sample_text
from evals.gold import gold_source
from evals.sources import EvalCase, load_determinations


@dataclass(frozen=True)
class Published:
    """A case with the rationales that its reviewer wrote, by item number (none for shipped cases)."""

    case: Case
    rationales: Mapping[int, str]


def shipped_cases() -> Iterator[Case]:
    """The samples and the gold cases; of gold cases that differ in a fact only the first."""
    for name in sample_names():
        yield case_from_text(sample_text(name), name)
    seen: set[str] = set()
    for case in gold_source().cases:
        if case.group not in seen:
            seen.add(case.group)
            yield from _read(case)


def published_cases(folder: Path) -> Iterator[Published]:
    """The published determinations below a folder (or its ``pdf``), decisions hidden by the intake."""
    inner = folder / "pdf"
    for source in load_determinations(inner if inner.is_dir() else folder).cases:
        written = source.determination.items if source.determination else ()
        rationales = {number: item.rationale for number, item in enumerate(written, start=1)}
        yield from (Published(case, rationales) for case in _read(source))


def _read(case: EvalCase) -> Iterator[Case]:
    """The case; nothing where it cannot be read, which an evaluation reports."""
    try:
        yield read_case(case.document)
    except AssistantError:
        return
