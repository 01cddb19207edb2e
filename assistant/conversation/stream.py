"""A review as it happens: its steps, then what they lead to. The draft comes only at the end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event

from assistant.case import Case
from assistant.errors import StoppedError
from assistant.results import Review
from assistant.review import Step, Tools, review_case

_LOOK_SECONDS = 0.1


def stream_case(case: Case, tools: Tools, stop: Event | None = None) -> Iterator[Step | Review]:
    """Yield each step as it is taken, then the review.

    Once ``stop`` is set nobody waits any longer, and the work itself ends with its next step; so it does
    when the caller closes the iterator.

    Raises:
        StoppedError: it was stopped.
    """
    asked, left = stop or Event(), Event()
    steps: SimpleQueue[Step | None] = SimpleQueue()

    def watched(step: Step) -> None:
        _go_on(asked, left)
        steps.put(step)

    pool = ThreadPoolExecutor(max_workers=1)
    running = pool.submit(review_case, case, replace(tools, on_step=watched))
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
