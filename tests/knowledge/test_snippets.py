"""What lexicon and engine make of invented sentences: documented, denied, planned, of others, silent.

The snippets stand in ``snippets/*.yaml`` as finding -> kind -> sentences; an entry may name the region of
the item. Known misses stand in ``snippets/known_misses.yaml`` with a reason; who mends one strikes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.evidence.gather import choose
from assistant.evidence.observe import mentions
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from knowledge.findings import load_findings
from knowledge.regions import related

FOLDER = Path(__file__).with_name("snippets")
MISSES = FOLDER / "known_misses.yaml"
EXPECTED = {
    "documented": ("present",),
    "negated": ("absent",),
    "planned": ("neither",),  # requested, ordered, hoped for, conditional
    "elsewhere": ("neither",),  # another person or another part of the body
    "undocumented": ("absent", "neither"),  # "no documentation of": a finding may take it either way
    "silent": ("neither",),
}


@dataclass(frozen=True)
class Snippet:
    finding: str
    kind: str
    text: str
    region: str | None = None


def snippets() -> list[Snippet]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path == MISSES:
            continue
        for finding, kinds in _read(path).items():
            for kind, entries in kinds.items():
                found += [_snippet(finding, kind, entry) for entry in entries]
    return found


def _snippet(finding: str, kind: str, entry: str | dict[str, str]) -> Snippet:
    return Snippet(finding, kind, entry) if isinstance(entry, str) else Snippet(finding, kind, **entry)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def known_misses() -> dict[tuple[str, str], str]:
    return {(m["finding"], m["text"]): m["reason"] for m in _read(MISSES)["misses"]}


def parameters() -> list[Any]:
    told = []
    for snippet in snippets():
        reason = known_misses().get((snippet.finding, snippet.text))
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        name = f"{snippet.finding}-{snippet.kind}-{snippet.text}"
        told.append(pytest.param(snippet, id=name, marks=marks))
    return told


def state(snippet: Snippet) -> str:
    """What counts in the snippet for an item of its region: present, absent, both or neither."""
    findings = load_findings()
    record = read_record(Document.of(snippet.text), Span(0, len(snippet.text)))
    regions = frozenset([snippet.region]) if snippet.region else frozenset[str]()
    item = {"region": regions, "region_related": related(regions)} if regions else {}
    near = [
        mention
        for mention in mentions(record, snippet.finding, findings)
        if not mention.regions or not regions or mention.regions & related(regions)
    ]
    chosen = choose(near, item, findings.by_id[snippet.finding].conflict)
    sides = {mention.present for mention in chosen if mention.counts}
    names = {frozenset((True,)): "present", frozenset((False,)): "absent", frozenset[bool](): "neither"}
    return names.get(frozenset(sides), "both")


@pytest.mark.parametrize("snippet", parameters())
def test_the_record_is_read_as_it_is_meant(snippet: Snippet) -> None:
    assert state(snippet) in EXPECTED[snippet.kind]


def test_known_misses_name_snippets() -> None:
    known = {(snippet.finding, snippet.text) for snippet in snippets()}
    assert set(known_misses()) <= known


def test_a_pending_capacity_evaluation_is_seen_but_is_not_done() -> None:
    text = "The plan includes a pending functional capacity evaluation."
    record = read_record(Document.of(text), Span(0, len(text)))
    seen = mentions(record, "functional-capacity-tested", load_findings())
    assert [(m.assertion.value, m.counts) for m in seen] == [("hypothetical", False)]
