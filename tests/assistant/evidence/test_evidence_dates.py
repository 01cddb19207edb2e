"""Dates in all the styles of medical records."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.dates import dates_in

DAY = date(2016, 9, 7)


@pytest.mark.parametrize(
    "spelt",
    [
        "9/7/16",
        "09/07/2016",
        "9-7-2016",
        "09-07-16",
        "09- 07-2016",
        "9-7- 2016",
        "9/7/ 2016",
        "9.7.2016",
        "2016-09-07",
        "September 7, 2016",
        "Sept. 7, 2016",
        "Sep 7 2016",
        "september 7th, 2016",
        "7 September 2016",
        "7th of September 2016",
    ],
)
def test_equivalent_styles(spelt: str) -> None:
    text = f"Seen on {spelt}, again later."
    (found,) = dates_in(text)
    assert (found.value, found.precision) == (DAY, "day")
    assert text[found.start : found.end] == spelt


@pytest.mark.parametrize(
    "spelt", ["September 2016", "September of 2016", "Sept 2016", "September, 2016", "9/2016"]
)
def test_months(spelt: str) -> None:
    (found,) = dates_in(f"an injury in {spelt} at work")
    assert (found.value, found.precision) == (date(2016, 9, 1), "month")


@pytest.mark.parametrize(
    "text",
    [
        "pain 5/10",
        "strength 4/5",
        "hydrocodone 10/325 mg",
        "flexion 40/90 degrees",
        "L4-5 and L5-S1",
        "2-3 times",
        "3x4",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == ()


def test_a_day_that_no_calendar_has_is_told() -> None:
    (found,) = dates_in("seen on 2/30/16")
    assert found.value is None


def test_two_digit_years_fall_in_a_window() -> None:
    assert [d.value for d in dates_in("born 5/1/71, injured 5/1/16")] == [
        date(1971, 5, 1),
        date(2016, 5, 1),
    ]


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_every_style_reads_back(day: date) -> None:
    styles = (f"{day:%m/%d/%Y}", f"{day:%m-%d-%y}", f"{day:%B} {day.day}, {day.year}", day.isoformat())
    for style in styles:
        assert [d.value for d in dates_in(f"on {style} seen")] == [day]


@given(st.text(alphabet="0123456789/-. Maymber,of", max_size=200))
def test_spans_are_ordered_and_within(text: str) -> None:
    found = dates_in(text)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
