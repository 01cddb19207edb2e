"""The measures that packs may test: name, unit, meaning. Counting them is the evidence step's work."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

MEASURES = Path(__file__).with_name("measures.yaml")


@cache
def load_measures() -> dict[str, Any]:
    """Measures by name, as ``measures.yaml`` holds them: ``unit`` and ``means``."""
    found: dict[str, Any] = yaml.load(MEASURES.read_bytes(), Loader=yaml.CSafeLoader)["measures"]
    return found
