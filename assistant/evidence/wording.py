"""The wording lists of ``wording.yaml`` as compiled patterns, loaded on first use. Knows no meaning."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("wording.yaml")
_REFERENCE = re.compile(r"\{([a-z_]+)\}")


@cache
def wording(name: str) -> re.Pattern[str]:
    """The alternatives of one list as a single case-insensitive pattern. KeyError when unknown."""
    return re.compile(_spelt(name), re.IGNORECASE)


def _spelt(name: str) -> str:
    joined = "|".join(_lists()[name])
    return _REFERENCE.sub(lambda match: _spelt(match[1]), joined)


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return lists
