"""How often a page that watches work is drawn anew; drawing takes longer than most steps do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_SECONDS = 0.25


@dataclass
class Pace:
    """Says yes the first time, and then no more often than four times a second."""

    clock: Callable[[], float] = time.monotonic
    _next: float = float("-inf")

    def is_due(self) -> bool:
        now = self.clock()
        if now < self._next:
            return False
        self._next = now + _SECONDS
        return True
