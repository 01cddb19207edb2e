"""A review as it happens: its steps, then the finished session. The draft comes only with the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue

from assistant.case import Case
from assistant.conversation.session import Session, open_session
from assistant.review import Step, Tools


def stream_session(case: Case, tools: Tools) -> Iterator[Step | Session]:
    """Yield each step as it is taken, then the session."""
    yield from _stream(lambda watched: open_session(case, watched), tools)


def _stream(work: Callable[[Tools], Session], tools: Tools) -> Iterator[Step | Session]:
    steps: SimpleQueue[Step | None] = SimpleQueue()
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(work, replace(tools, on_step=steps.put))
        running.add_done_callback(lambda _: steps.put(None))
        while (step := steps.get()) is not None:
            yield step
        yield running.result()
