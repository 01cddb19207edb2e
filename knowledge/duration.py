"""Calendar durations as packs write them: ``2 years``, ``6 weeks``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from dateutil.relativedelta import relativedelta
from pydantic import BeforeValidator, PlainSerializer

_DURATION = re.compile(r"(\d+) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration such as ``2 years``; ``text`` is shown to reviewers."""

    text: str
    count: int
    unit: Literal["day", "week", "month", "year"]

    @classmethod
    def parse(cls, raw: object) -> Duration:
        match = _DURATION.fullmatch(str(raw))
        if match is None:
            raise ValueError(f"{raw!r} is not a duration; write for example '2 years' or '6 weeks'")
        unit: Any = match[2]
        return cls(str(raw), int(match[1]), unit)

    def after(self, start: date) -> date:
        """The last day that is still within the duration counted from ``start``."""
        plural: Any = {f"{self.unit}s": self.count}
        return start + relativedelta(**plural)


DurationField = Annotated[
    Duration,
    BeforeValidator(Duration.parse),
    PlainSerializer(lambda duration: duration.text, return_type=str),  # as a pack writes it
]
