"""A desk over a fresh database, and a case added to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.records import SINGLE_USER, OpenCase, User, open_records
from assistant.review import Tools


@pytest.fixture
def desk(tools: Tools, tmp_path: Path) -> Desk:
    return Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}"))


def add(desk: Desk, name: str, content: bytes, user: User = SINGLE_USER) -> OpenCase:
    """The case of a file, drafted."""
    *_, last = desk.add(name, content, user)
    assert last.opened is not None
    return last.opened
