"""Guessing passwords becomes slow, and the right person is not shut out for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.records.throttle import Throttle


class Hand:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2017, 2, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def throttle(hand: Hand) -> Throttle:
    return Throttle(hand)


def guess(throttle: Throttle, times: int, name: str = "ann", address: str = "10.0.0.1") -> timedelta:
    for _ in range(times):
        throttle.wrong(name, address)
    return throttle.wait(name, address)


def test_four_wrong_tries_cost_nothing_and_the_fifth_waits(throttle: Throttle) -> None:
    assert guess(throttle, 4) == timedelta(0)
    assert guess(throttle, 1) == timedelta(seconds=30)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(throttle: Throttle) -> None:
    assert guess(throttle, 6) == timedelta(minutes=1)
    assert guess(throttle, 30) == timedelta(minutes=15)


def test_the_wait_ends(throttle: Throttle, hand: Hand) -> None:
    guess(throttle, 5)
    hand.now += timedelta(seconds=31)
    assert throttle.wait("ann", "10.0.0.1") == timedelta(0)


def test_somebody_who_guesses_elsewhere_does_not_shut_out_the_right_person(throttle: Throttle) -> None:
    guess(throttle, 12, address="10.0.0.66")
    assert throttle.wait("ann", "10.0.0.1") == timedelta(0)


def test_many_names_from_one_address_wait_too(throttle: Throttle) -> None:
    for number in range(20):
        throttle.wrong(f"name{number}", "10.0.0.66")
    assert throttle.wait("ann", "10.0.0.66") > timedelta(0)


def test_one_name_from_many_addresses_waits_too(throttle: Throttle) -> None:
    for number in range(50):
        throttle.wrong("ann", f"10.0.1.{number}")
    assert throttle.wait("ANN", "10.0.0.1") > timedelta(0)


def test_the_right_password_starts_anew(throttle: Throttle) -> None:
    guess(throttle, 4)
    throttle.right("ann", "10.0.0.1")
    assert guess(throttle, 4) == timedelta(0)


def test_it_never_grows_without_end(throttle: Throttle) -> None:
    for number in range(12_000):
        throttle.wrong(f"name{number}", "10.0.0.66")
    assert len(throttle._tries) <= 10_003
