"""Values that the desk gives back."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import CaseSummary, OpenCase
from assistant.results import CheckReport, Finding
from assistant.review import Step


@dataclass(frozen=True)
class Progress:
    """Where the work on one file stands: its line in the list, the steps so far, the case when done."""

    summary: CaseSummary
    steps: tuple[Step, ...] = ()
    opened: OpenCase | None = None

    @property
    def failed(self) -> bool:
        return bool(self.summary.problem)


@dataclass(frozen=True)
class Checked:
    """A wording, what the checker says of it, and for each finding the text that would mend it."""

    text: str
    report: CheckReport
    mends: tuple[str | None, ...]

    @property
    def findings(self) -> tuple[tuple[Finding, str | None], ...]:
        return tuple(zip(self.report.findings, self.mends, strict=True))
