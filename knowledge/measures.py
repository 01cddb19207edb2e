"""The measures that packs may test, and the tables that count them. Counting is the evidence step's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

MEASURES = Path(__file__).with_name("measures.yaml")


@cache
def load_tables() -> dict[str, Any]:
    """All of ``measures.yaml``: ``measures``, ``opioids``, ``frequencies``, ``therapies``."""
    found: dict[str, Any] = yaml.load(MEASURES.read_bytes(), Loader=yaml.CSafeLoader)
    return found


def load_measures() -> dict[str, Any]:
    """Measures by name, as ``measures.yaml`` holds them: ``unit`` and ``means``."""
    found: dict[str, Any] = load_tables()["measures"]
    return found
