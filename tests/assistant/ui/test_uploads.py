"""Uploads: each copy is taken once and gone, no window takes another's, and no other page sees them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from assistant.ui.uploads import Uploads, private_uploads


def test_a_copy_is_taken_and_gone(tmp_path: Path) -> None:
    (tmp_path / "case.txt").write_bytes(b"text")
    assert Uploads().take(tmp_path / "case.txt") == b"text"
    assert not (tmp_path / "case.txt").exists()


def test_two_windows_that_share_a_copy_both_have_it(tmp_path: Path) -> None:
    uploads = Uploads()
    (tmp_path / "case.txt").write_bytes(b"text")
    assert uploads.take(tmp_path / "case.txt") == uploads.take(tmp_path / "case.txt") == b"text"


def test_what_never_arrived_is_nothing(tmp_path: Path) -> None:
    assert Uploads().take(tmp_path / "case.txt") is None


def test_only_the_last_files_are_remembered(tmp_path: Path) -> None:
    uploads, paths = Uploads(), [tmp_path / f"{number}.txt" for number in range(9)]
    for path in paths:
        path.write_bytes(b"text")
        uploads.take(path)
    assert uploads.take(paths[0]) is None
    assert uploads.take(paths[1]) == b"text"


def test_each_page_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "before")
    with private_uploads(tmp_path) as one, private_uploads(tmp_path) as two:
        assert one != two
        assert os.environ["GRADIO_TEMP_DIR"] == str(two)
        assert stat.S_IMODE(one.stat().st_mode) == 0o700
    assert os.environ["GRADIO_TEMP_DIR"] == "before"
    assert not list(tmp_path.iterdir())
