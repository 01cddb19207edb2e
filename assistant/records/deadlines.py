"""When a determination is due by the statutory clock. Pure; knows no calendar of holidays.

Labor Code 4610.6(d) (https://law.onecle.com/california/labor/4610.6.html):

- regular: 30 days after the request for review and its supporting documents were received. The 30 days are
  directory: a late determination stays valid (CHP v. WCAB (Margaris), 2016).
- expedited, where a threat to health is imminent and serious: 72 hours after the information was received,
  to be extended by up to three days for good cause. Known from memory only: ``confirm`` is then true.

The formulary's five working days (requests since 2018) are not in any case header and so not reckoned here.
A header states days, not hours: 72 hours from the beginning of a day are three days, which never lets a
case look less urgent than it is by more than that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.case import Case

REGULAR_DAYS = 30
EXPEDITED_DAYS = 3
_SOON_DAYS = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, why it is that one, and whether the rule needs confirming."""

    due: date
    why: str
    expedited: bool
    confirm: bool

    def days_left(self, today: date) -> int:
        """Days until it is due; negative once it has passed."""
        return (self.due - today).days


def deadline(case: Case, added: date) -> Deadline:
    """The deadline of a case that was added on a day.

    The clock starts at the assignment, else at the receipt of the application, else on the day added.
    """
    started, event = _start(case, added)
    expedited = is_expedited(case.priority)
    days = EXPEDITED_DAYS if expedited else REGULAR_DAYS
    rule = "72 hours (expedited; confirm, known from memory)" if expedited else "30 days"
    return Deadline(
        started + timedelta(days=days),
        f"{rule} from {event} on {started:%m/%d/%Y}, Labor Code 4610.6(d)",
        expedited,
        confirm=expedited,
    )


def is_expedited(priority: str | None) -> bool:
    """Whether a header's priority means the short clock."""
    return bool(priority) and "expedit" in str(priority).lower()


def risk(due: date, today: date) -> str:
    """``overdue``, ``soon`` (at most five days left) or ``in time``."""
    left = (due - today).days
    if left < 0:
        return "overdue"
    return "soon" if left <= _SOON_DAYS else "in time"


def _start(case: Case, added: date) -> tuple[date, str]:
    if case.date_assigned:
        return case.date_assigned, "the assignment"
    if case.application_received:
        return case.application_received, "the receipt of the application"
    return added, "the day the case was added (its header states no date)"
