"""Which operation a text names, as the postsurgical table tells them apart.

The wordings are data (``operations.yaml``). Knows nothing of visits or of whether an operation took place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.lexicon import Lexicon
from knowledge.regions import regions_in

OPERATIONS = Path(__file__).with_name("operations.yaml")


@dataclass(frozen=True)
class Operation:
    """One kind of operation; its wordings count only on ``regions``."""

    id: str
    label: str
    regions: frozenset[str]
    words: Lexicon


@cache
def load_operations(path: Path = OPERATIONS) -> tuple[Operation, ...]:
    """All operations of a YAML file, in its order (cached)."""
    raw = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["operations"]
    return tuple(
        Operation(key, entry["label"], frozenset(entry["regions"]), Lexicon({key: entry["words"]}))
        for key, entry in raw.items()
    )


def operations_in(text: str, regions: frozenset[str] = frozenset()) -> frozenset[str]:
    """Ids of the operations that a text names for a request on ``regions``, else on the regions it names.

    "Arthroscopy" is one thing at the knee and another at the shoulder; without a region it is neither.
    """
    where = regions or regions_in(text)
    return frozenset(
        operation.id
        for operation in load_operations()
        if operation.regions & where and any(operation.words.hits(text))
    )
