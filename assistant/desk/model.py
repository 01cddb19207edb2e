"""Values that the desk gives back."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import CaseSummary, OpenCase
from assistant.results import CheckReport, Finding
from assistant.review import Step

_STEPS_AN_ITEM = 7
_BEGUN, _NEARLY = 0.05, 0.97


@dataclass(frozen=True)
class Progress:
    """Where the work on one file stands: its line in the list, the steps so far, the case when done."""

    summary: CaseSummary
    steps: tuple[Step, ...] = ()
    opened: OpenCase | None = None

    @property
    def failed(self) -> bool:
        return bool(self.summary.problem)

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1; a draft that is revised takes longer than it says."""
        if self.opened is not None or self.failed:
            return 1.0
        whole = 1 + _STEPS_AN_ITEM * len(self.summary.items)
        return min((1 + len(self.steps)) / (1 + whole), _NEARLY) if self.summary.items else _BEGUN


@dataclass(frozen=True)
class Checked:
    """A wording, what the checker says of it, and for each finding the text that would mend it."""

    text: str
    report: CheckReport
    mends: tuple[str | None, ...]

    @property
    def findings(self) -> tuple[tuple[Finding, str | None], ...]:
        return tuple(zip(self.report.findings, self.mends, strict=True))
