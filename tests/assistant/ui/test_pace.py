"""A page that watches work is drawn at once, and then only now and then."""

from __future__ import annotations

from assistant.ui.handlers.pace import Pace


def test_the_first_is_shown_and_then_four_a_second() -> None:
    ticks = iter([0.0, 0.1, 0.2, 0.26, 0.3, 0.6])
    pace = Pace(lambda: next(ticks))
    assert [pace.is_due() for _ in range(6)] == [True, False, False, True, False, True]
