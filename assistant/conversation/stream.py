"""Work as it happens: its steps, then what they lead to. A draft or an answer comes only at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event
from typing import TypeVar

from assistant.case import Case
from assistant.errors import StoppedError
from assistant.results import Review
from assistant.review import Step, Tools, review_case

_LOOK_SECONDS = 0.1

T = TypeVar("T")


def stream_case(case: Case, tools: Tools, stop: Event | None = None) -> Iterator[Step | Review]:
    """Yield each step as it is taken, then the review.

    Once ``stop`` is set nobody waits any longer, and the work itself ends with its next step; so it does
    when the caller closes the iterator.

    Raises:
        StoppedError: it was stopped.
    """
    yield from stream_work(lambda watch: review_case(case, replace(tools, on_step=watch)), stop)


def stream_work(
    work: Callable[[Callable[[Step], None]], T], stop: Event | None = None, *, to_the_end: bool = False
) -> Iterator[Step | T]:
    """Yield each step that ``work`` shows, then what it gives.

    ``to_the_end``: the work is not broken off when the caller leaves; it may be in the middle of a change.

    Raises:
        StoppedError: it was stopped.
    """
    asked, left = stop or Event(), Event()
    steps: SimpleQueue[Step | None] = SimpleQueue()

    def watched(step: Step) -> None:
        if not to_the_end:
            _go_on(asked, left)
        steps.put(step)

    pool = ThreadPoolExecutor(max_workers=1)
    running = pool.submit(work, watched)
    running.add_done_callback(lambda _: steps.put(None))
    try:
        yield from _steps(steps, asked)
        yield running.result()
    finally:
        left.set()
        pool.shutdown(wait=False)


def _steps(steps: SimpleQueue[Step | None], asked: Event) -> Iterator[Step]:
    while True:
        _go_on(asked)
        try:
            step = steps.get(timeout=_LOOK_SECONDS)
        except Empty:
            continue
        if step is None:
            return
        yield step


def _go_on(*ends: Event) -> None:
    if any(end.is_set() for end in ends):
        raise StoppedError("Stopped. Open the case from the list to go on with it.")
