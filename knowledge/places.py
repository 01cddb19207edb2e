"""Where in a YAML file a value stands: the line for a path of keys and positions.

Knows YAML nodes, not packs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

Key = str | int


def line_of(raw: bytes, keys: Sequence[Key]) -> int:
    """The line, from 1, of the value under ``keys``, or of the last key on the way that exists.

    Raises:
        yaml.YAMLError: ``raw`` is not YAML.
    """
    node = yaml.compose(raw, Loader=yaml.CSafeLoader)
    line = 1
    for key in keys:
        found = _below(node, key)
        if found is not None:
            line, node = found
    return line


@lru_cache(maxsize=256)
def line_in(path: Path, keys: tuple[Key, ...]) -> int:
    """``line_of`` for a file."""
    return line_of(path.read_bytes(), keys)


def _below(node: yaml.Node | None, key: Key) -> tuple[int, yaml.Node] | None:
    """The line and value of ``key`` in a mapping, or of a position in a sequence."""
    if isinstance(node, yaml.MappingNode):
        pairs = ((name, value) for name, value in node.value if name.value == key)
        return next(((name.start_mark.line + 1, value) for name, value in pairs), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value = node.value[key]
        return value.start_mark.line + 1, value
    return None
