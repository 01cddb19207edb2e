"""Slows down guessing of passwords: after some wrong ones a name, an address, or both have to wait.

Pure counting in memory; knows no passwords. A restart forgets it, as it forgets who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

_FORGET = timedelta(hours=1)
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(minutes=15)
_MOST_KEPT = 10_000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Tries:
    """Wrong tries so far, the last one, and until when nobody is let in."""

    wrong: int
    last: datetime
    until: datetime


@dataclass
class Throttle:
    """Counts wrong tries by name and address together, by address, and by name."""

    clock: Callable[[], datetime]
    _tries: dict[Key, _Tries] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def wait(self, name: str, address: str) -> timedelta:
        """How long this name from this address has to wait before the next try; zero to go ahead."""
        now = self.clock()
        with self._lock:
            held = [self._tries[key].until - now for key, _ in _keys(name, address) if key in self._tries]
        return max([*held, timedelta(0)])

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong try; from the limit on each one doubles the wait."""
        now = self.clock()
        with self._lock:
            self._forget(now)
            for key, limit in _keys(name, address):
                before = self._tries.get(key)
                count = before.wrong + 1 if before else 1
                wait = (
                    min(_FIRST * 2 ** min(count - limit, 10), _LONGEST) if count >= limit else timedelta(0)
                )
                self._tries[key] = _Tries(count, now, now + wait)

    def right(self, name: str, address: str) -> None:
        """Somebody got in: this name from this address starts anew."""
        with self._lock:
            self._tries.pop((name.casefold(), address), None)

    def _forget(self, now: datetime) -> None:
        if len(self._tries) > _MOST_KEPT:
            self._tries = {k: tries for k, tries in self._tries.items() if now - tries.last < _FORGET}
        while len(self._tries) > _MOST_KEPT:
            self._tries.pop(next(iter(self._tries)))


def _keys(name: str, address: str) -> tuple[tuple[Key, int], ...]:
    """What is counted, each with the number of wrong tries from which on one has to wait."""
    name = name.casefold()
    return ((name, address), 5), (("", address), 20), ((name, ""), 50)
