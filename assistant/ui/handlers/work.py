"""The work that a browser tab has set going: what stops it, its bars, and which cases are in hand.

Several works of one tab go on at once, as when files are added while others are read; they share one Stop
button and one list of bars.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from assistant.ui.html.progress import Line
from assistant.ui.shown import View

_TABS = 1000  # remembered at most; the longest unused is forgotten first
_FORGOTTEN_AFTER = 20.0  # seconds without a step: a tab that was closed in the middle holds no case


@dataclass(eq=False)
class Running:
    """The works of one tab; each has its own list of lines."""

    stop: Event = field(default_factory=Event)
    works: list[list[Line]] = field(default_factory=list)
    over: list[Line] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(self, lines: list[Line]) -> None:
        self.works.append(lines)

    def end(self, lines: list[Line]) -> bool:
        """One work is over, its lines stay in view while another goes on; gives whether all is over."""
        with self._lock:
            if any(work is lines for work in self.works):
                self.works = [work for work in self.works if work is not lines]
                self.over.extend(lines)
            return not self.works

    @property
    def lines(self) -> list[Line]:
        """All bars, what is over first."""
        return [*self.over, *(line for work in self.works for line in work)]

    def is_newest(self, lines: list[Line]) -> bool:
        """Whether this work began last; the conversation tells one work only."""
        return bool(self.works) and self.works[-1] is lines


@dataclass
class Works:
    """What each tab has running, by the tab's token."""

    _running: dict[str, Running] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __bool__(self) -> bool:
        return bool(self._running)

    def goes_on(self, tab: str) -> bool:
        """Whether the tab has work that is not over."""
        return tab in self._running

    def stop(self, tab: str) -> None:
        """Stop everything that the tab has set going."""
        if running := self._running.get(tab):
            running.stop.set()

    @contextmanager
    def of(self, tab: str, lines: list[Line]) -> Iterator[Running]:
        """Join the works of the tab; one that begins while others are being stopped stands for itself."""
        with self._lock:
            running = self._running.get(tab)
            if running is None or running.stop.is_set():
                running = self._running[tab] = Running()
            running.begin(lines)
        try:
            yield running
        finally:
            with self._lock:
                if running.end(lines) and self._running.get(tab) is running:
                    del self._running[tab]


@dataclass
class InHand:
    """Cases that are being read or reviewed; one that is opened meanwhile is not begun a second time."""

    clock: Callable[[], float] = time.monotonic
    _seen: dict[int, float] = field(default_factory=dict)

    def __contains__(self, case_id: int) -> bool:
        return self.clock() - self._seen.get(case_id, float("-inf")) < _FORGOTTEN_AFTER

    def touch(self, case_ids: Iterable[int]) -> None:
        """The work on these goes on."""
        self._seen.update(dict.fromkeys(case_ids, self.clock()))

    def drop(self, case_ids: Iterable[int]) -> None:
        for case_id in case_ids:
            self._seen.pop(case_id, None)


@dataclass(frozen=True, slots=True)
class _Tab:
    """What a tab looks at, and how often its reviewer did something, or chose a case or an item."""

    view: View
    acts: int = 0
    choices: int = 0


@dataclass
class Tabs:
    """What each tab looks at, and what was done there since.

    Work that ends must not take somebody away from what he turned to meanwhile, nor a choice that takes
    long from a later one.
    """

    _at: OrderedDict[str, _Tab] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def at(self, view: View) -> View:
        """What the tab of this view looks at now."""
        return self._tab(view).view

    def done(self, view: View) -> int:
        """How often something was done in the tab."""
        return self._tab(view).acts

    def looks(self, view: View) -> None:
        """The tab shows this from now on."""
        self._change(view, view=view)

    def acts(self, view: View) -> None:
        """The reviewer did something in the tab."""
        self._change(view, acts=1)

    def chooses(self, view: View) -> int:
        """The reviewer chose what to look at; gives the number of the choice."""
        return self._change(view, choices=1).choices

    def is_last(self, view: View, choice: int) -> bool:
        """Whether nothing else was chosen since."""
        return self._tab(view).choices == choice

    def _tab(self, view: View) -> _Tab:
        return self._at.get(view.tab) or _Tab(view)

    def _change(self, at: View, view: View | None = None, acts: int = 0, choices: int = 0) -> _Tab:
        with self._lock:
            tab = self._tab(at)
            tab = _Tab(view or tab.view, tab.acts + acts, tab.choices + choices)
            self._at[at.tab] = tab
            self._at.move_to_end(at.tab)
            while len(self._at) > _TABS:
                self._at.popitem(last=False)
        return tab
