"""The benchmark's texts differ from sentence to sentence, and the checker's time on them is linear.

Only a ratio of one run is asked here: seconds belong to ``make bench``.
"""

from __future__ import annotations

import pytest

from assistant.library import open_library
from assistant.settings import load_settings
from evals.bench_checker import curve, prose, shown


def test_texts_are_as_long_as_asked_and_hardly_repeat_themselves() -> None:
    text = prose(50_000)
    assert len(text) == 50_000
    sentences = text.split(". ")
    assert len(set(sentences)) > 0.95 * len(sentences)
    assert prose(500, seed=1) != prose(500, seed=2)


@pytest.mark.slow
def test_the_curve_is_linear() -> None:
    timings = tuple(curve(open_library(load_settings()), (2_000, 20_000, 200_000)))
    _, middle, long = timings
    assert long.microseconds_a_character < 2 * middle.microseconds_a_character
    assert "| 200,000 |" in shown(timings)
