"""Sample cases written for this project; no person in them exists."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path


def sample_names() -> tuple[str, ...]:
    """File names of the sample cases, sorted."""
    return tuple(sorted(f.name for f in files(__package__).iterdir() if f.name.endswith(".txt")))


def sample_path(name: str) -> Path:
    """Path of a sample case."""
    with as_file(files(__package__) / name) as path:
        return path


def sample_text(name: str) -> str:
    """Text of a sample case."""
    return (files(__package__) / name).read_text(encoding="utf-8")
