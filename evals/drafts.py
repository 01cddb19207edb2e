"""What kind of letters the drafts are: shown or withheld, grounded, about this worker, unlike each other.

Sameness is measured as the share of five-word runs of a text that also stand in a text of another case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9]+")
_RUN = 5


def shared_runs(texts: Sequence[tuple[str, str]]) -> list[float | None]:
    """For each (case, text) the share of its five-word runs found in another case's; None if too short."""
    runs = [_runs(text) for _, text in texts]
    homes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for (case, _), of in zip(texts, runs, strict=True):
        for run in of:
            homes[run].add(case)
    return [sum(len(homes[run]) > 1 for run in of) / len(of) if of else None for of in runs]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
