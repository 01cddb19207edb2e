"""Every shipped criteria pack: loads, lints clean, and all its worked examples hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.examples import run_examples
from knowledge.lint import lint
from knowledge.packs import GUIDELINES, Packs, load_packs

FINDINGS = GUIDELINES.parent / "findings"
PACK_FILES = sorted(GUIDELINES.rglob("*.yaml"))


@cache
def packs() -> Packs:
    return load_packs()


@cache
def finding_ids() -> tuple[str, ...]:
    files = sorted(FINDINGS.glob("*.yaml"))
    return tuple(f["id"] for path in files for f in yaml.safe_load(path.read_text()).get("findings", ()))


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_example_of_a_pack_holds(path: Path) -> None:
    pack = packs().by_id[f"{path.parent.name}-{path.stem}"]
    failed = [result for result in run_examples(pack, packs()) if not result.passed]
    assert not failed, "\n".join(f"{r.name}: {'; '.join(r.problems)}" for r in failed)


def test_packs_have_no_flaws() -> None:
    flaws = lint(packs(), finding_ids())
    assert not flaws, "\n".join(map(str, flaws))


def test_finding_ids_are_unique() -> None:
    ids = finding_ids()
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
