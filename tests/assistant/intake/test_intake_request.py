from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.intake import parse_request


@pytest.mark.parametrize(
    ("wording", "visits"),
    [
        ("Physical therapy 2 times a week for 4 weeks", 8),
        ("Physical therapy 3x6", 18),
        ("PT 2x/week x 4 weeks", 8),
        ("Twelve visits of hand therapy", 12),
        ("six sessions of acupuncture", 6),
        ("Acupuncture #6", 6),
        ("Chiropractic manipulation x 12", 12),
        ("Therapy twice weekly for six weeks", 12),
        ("Aquatic therapy, three times weekly over 4 weeks", 12),
        ("Physical therapy (8) for the neck", 8),
        ("Counselling once a week for one month", 4),
        ("Home aide 7 days a week for 6 weeks", 42),
        ("MRI of the knee", None),
        ("Ibuprofen 600mg #60", None),
        ("TENS unit 30 day rental", None),
    ],
)
def test_visits(wording: str, visits: int | None) -> None:
    assert parse_request(wording).visits == visits


def test_a_product_says_how_it_was_computed() -> None:
    request = parse_request("Physical therapy 2 times a week for 4 weeks")
    assert request.computation == "2 times a week x 4 weeks = 8 visits"
    assert (request.times_per_week, request.weeks) == (Decimal(2), Decimal(4))


def test_a_range_counts_to_its_upper_bound_and_says_so() -> None:
    request = parse_request("Therapy 1 to 2 times per week for 4 weeks")
    assert request.visits == 8
    assert "upper bound" in request.computation


def test_a_stated_total_stands_against_the_product_and_both_are_said() -> None:
    request = parse_request("10 sessions of therapy, 2 times a week for 4 weeks")
    assert request.visits == 10
    assert "= 8 visits" in request.computation


@pytest.mark.parametrize(
    ("wording", "weeks"),
    [
        ("Cold therapy unit rental for 7 days", "1"),
        ("Cold therapy unit, 10 day rental", "1.43"),
        ("Gym membership for 6 months", "24"),
        ("TENS unit 30-day trial", "4.29"),
        ("Cold therapy unit rental, 30 days", "4.29"),
        ("Cold therapy unit rental of 7 days", "1"),
        ("Cold therapy unit, 30 days", "4.29"),
        ("7 day cold therapy unit", "1"),
        ("Ibuprofen 600 mg for 7 days", None),
        ("MRI of the knee", None),
    ],
)
def test_a_rental_or_service_lasts_weeks(wording: str, weeks: str | None) -> None:
    assert parse_request(wording).weeks == (Decimal(weeks) if weeks else None)


def test_a_duration_is_not_a_rate() -> None:
    request = parse_request("12 visits of therapy for 6 weeks")
    assert request.visits == 12
    assert request.times_per_week is None


@pytest.mark.parametrize(
    ("wording", "quantity", "unit", "dose", "refills"),
    [
        ("Naproxen 500mg #60 with 2 refills", 60, None, "500 mg", 2),
        ("Ibuprofen 800 mg, 60 tablets, x1 refill", 60, "tablets", "800 mg", 1),
        ("Hydrocodone 5/325mg #40", 40, None, "5/325 mg", None),
        ("Omeprazole 20mg qty 30", 30, None, "20 mg", None),
        ("Lidocaine cream 120 grams", 120, "grams", None, None),
        ("Ketoprofen 20% 240g", 240, "grams", "20%", None),
        ("Three refills of naproxen 500mg #30", 30, None, "500 mg", 3),
        ("Wrist brace #2", 2, None, None, None),
    ],
)
def test_medicines(
    wording: str, quantity: int, unit: str | None, dose: str | None, refills: int | None
) -> None:
    request = parse_request(wording)
    assert (request.quantity, request.quantity_unit, request.dose, request.refills) == (
        quantity,
        unit,
        dose,
        refills,
    )


def test_body_part_and_side() -> None:
    request = parse_request("MRI of the left knee")
    assert request.body_regions == ("knee",)
    assert request.side == "left"


@given(st.text(max_size=300))
def test_any_wording_is_read_without_error(wording: str) -> None:
    parse_request(wording)
