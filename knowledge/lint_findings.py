"""Findings that no pack asks for: they cost reading time and are nowhere shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.complaints import tests_of, walk
from knowledge.findings import FINDINGS, Findings
from knowledge.lint import Flaw
from knowledge.model import FindingTest, Pack
from knowledge.packs import Packs

_MEND = "Name it in a criterion of a pack, or remove it."


def unused_findings(packs: Packs, findings: Findings, folder: Path = FINDINGS) -> tuple[Flaw, ...]:
    """One flaw for each finding that no criterion, gate or condition of a pack names."""
    named = {name for pack in packs for name in _named(pack)}
    unused = [rule.id for rule in findings if rule.id not in named]
    return tuple(
        Flaw("findings", f"no pack names the finding {name!r}", _MEND, place=_place(name, folder))
        for name in unused
    )


def _named(pack: Pack) -> Iterator[str]:
    tests = [test for criterion in pack.criteria for test in tests_of(criterion)]
    for test in (*tests, *(walk(pack.when) if pack.when is not None else ())):
        if isinstance(test, FindingTest):
            yield test.finding


def _place(name: str, folder: Path) -> str:
    entry = re.compile(rf"^ *- id: {re.escape(name)} *$", re.MULTILINE)
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found = entry.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            return f"{path}:{line}"
    return str(folder)
