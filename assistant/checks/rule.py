"""What a rule is: an id, its page of documentation, and a function from a context to findings.

The bad and the good example of a rule are its test: the bad one is found at ``at``, the good one is clean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.checks.context import Context
from assistant.results import Finding, Severity


@dataclass(frozen=True)
class Example:
    """A mini record, what is asked, and a text about it; ``at`` is the part of the text complained of."""

    record: str
    text: str
    treatment: str = "Physical therapy for the lumbar spine, 6 sessions"
    at: str = ""
    setting: str = ""


@dataclass(frozen=True)
class Rule:
    """One check; ``run`` yields findings in any order and never raises."""

    id: str
    name: str
    summary: str
    rationale: str
    severity: Severity
    bad: Example
    good: Example
    run: Callable[[Context], Iterable[Finding]]
    mend: str = ""
    draft_only: bool = False

    @property
    def family(self) -> str:
        """The letters of the id: FAC, ABS, ..."""
        return self.id[:3]

    @property
    def explain(self) -> str:
        """The rule's page as plain text."""
        return (
            f"{self.id} {self.name} ({self.severity.value})\n{self.summary}\n\nWhy: {self.rationale}\n\n"
            f"Record: {self.bad.record}\nRequest: {self.bad.treatment}\nBad:  {self.bad.text}\n\n"
            f"Record: {self.good.record}\nRequest: {self.good.treatment}\nGood: {self.good.text}\n"
            + (f"\nMend: {self.mend}\n" if self.mend else "")
        )
