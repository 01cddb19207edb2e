"""How the work of a function grows with its input, as a ratio of CPU times within one run."""

from __future__ import annotations

import time
from collections.abc import Callable

_RUNS = 3
_LEAST = 0.002  # seconds; below that the clock's grain decides


def growth(work: Callable[[int], object], small: int, large: int) -> float:
    """CPU time for ``large`` over CPU time for ``small``, each the best of three runs after a warm-up."""
    work(small)
    return _best(work, large) / max(_best(work, small), _LEAST)


def _best(work: Callable[[int], object], size: int) -> float:
    return min(_seconds(work, size) for _ in range(_RUNS))


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
