"""Plots and lists as HTML: what they count, what they lead to, and that nothing in them is markup."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.records import SINGLE_USER, OpenCase, open_records
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.ui.html.criteria import split
from assistant.ui.html.progress import Line, progress
from assistant.ui.html.record import record
from assistant.ui.html.timeline import _Scale, course


@pytest.fixture
def opened(tools: Tools, tmp_path: Path) -> OpenCase:
    desk = Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}"))
    *_, last = desk.add("back-and-knee.txt", sample_text("back-and-knee.txt").encode(), SINGLE_USER)
    assert last.opened is not None
    return last.opened


def test_every_dated_sentence_of_the_timeline_is_found_in_the_record(opened: OpenCase) -> None:
    plot, shown = course(opened), record(opened, opened.items[0])
    asked = set(re.findall(r'imr-moment" data-cites="(T\d+)"', plot))
    found = {key for keys in re.findall(r'data-keys="([^"]*)"', shown) for key in keys.split()}
    assert asked
    assert asked <= found


def test_the_plot_names_the_days_of_the_header(opened: OpenCase) -> None:
    plot = course(opened)
    for words in ("Date of injury", "UR denial", "11/14/2016"):
        assert words in plot


@pytest.mark.parametrize(
    ("first", "last", "most"),
    [(date(2016, 11, 14), date(2017, 2, 2), 7), (date(1990, 1, 2), date(2017, 2, 2), 7)],
)
def test_ticks_stay_few_over_months_and_over_decades(first: date, last: date, most: int) -> None:
    ticks = list(_Scale(first, last).ticks())
    assert 1 <= len(ticks) <= most


def test_shares_name_word_count_and_percentage() -> None:
    shown = split((("Overturned", 1), ("Upheld", 3)), "All <4>")
    assert "&lt;4&gt;" in shown
    assert "<strong>3</strong> (75 %)" in shown
    assert split((), "None") == ""


def test_bars_of_files_escape_their_names() -> None:
    shown = progress([Line("<b>.txt", "reading", 0.5), Line("two.txt", "stopped", 0.0, failed=True)])
    assert "&lt;b&gt;.txt" in shown
    assert 'value="50"' in shown
    assert "1 of 2 files" in shown
