"""Records in a fresh folder, a clock that the test moves, and one reviewed sample case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.case import Case
from assistant.records import OpenCase, Records, Role, Signer, User, open_records
from assistant.results import Review
from assistant.review import Tools, review_case

ANN = User("ann")
BEN = User("ben")
LEAD = User("lena", Role.LEAD)
AUDITOR = User("otto", Role.AUDITOR)
SIGNER = Signer("Ann Example, MD", "Family medicine, licensed in California", "I decided this myself.")


@dataclass
class Clock:
    """Says the time that the test set; moves on by a second at each look."""

    now: datetime = field(default_factory=lambda: datetime(2017, 2, 3, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite"


@pytest.fixture
def records(database: Path, clock: Clock) -> Iterator[Records]:
    opened = open_records(f"sqlite:///{database}", clock)
    yield opened
    opened.database.close()


@pytest.fixture(scope="session")
def review(back_and_knee: Case, tools: Tools) -> Review:
    return review_case(back_and_knee, tools)


@pytest.fixture
def opened(records: Records, review: Review) -> OpenCase:
    """Ann's reviewed case."""
    return keep(records, review, ANN)


def keep(records: Records, review: Review, user: User) -> OpenCase:
    """The case of a review as this user's, reviewed."""
    case = review.case
    added = records.add_case(case.document.name, case.document.text.encode(), user)
    records.save_case(added.id, case, user)
    return records.save_review(added.id, review, user)
