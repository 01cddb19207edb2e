"""``imr guidelines``: write, compare, lint, test and list packs from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.guidelines import app
from knowledge.errors import KnowledgeError

DAYS = ["--from", "2030-01-01", "--to", "2030-12-31"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def new(out: Path, family: str = "tens") -> Result:
    return run("new", family, "--edition", "own-2030", *DAYS, "--out", out)


def test_new_writes_a_pack_that_diff_can_read(tmp_path: Path) -> None:
    path = tmp_path / "tens.yaml"
    assert new(path).exit_code == 0
    shown = run("diff", "mtus-2016-tens", path)
    assert shown.exit_code == 0
    assert "+ conservative-care-failed: Conservative care has been tried and has failed." in shown.output
    assert "- documented-trial: " in shown.output
    assert "~ edition\n    - 2016\n    + 2030\n" in shown.output


def test_diff_of_a_pack_with_itself_is_empty() -> None:
    assert "No difference" in run("diff", "mtus-2016-tens", "mtus-2016-tens").output


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tens.yaml"
    path.write_text("mine")
    told = new(path).exception
    assert isinstance(told, KnowledgeError)
    assert "exists" in str(told)
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "alchemy", "--edition", "own-2030", *DAYS), "no treatment family 'alchemy'"),
        (
            ("new", "tens", "--edition", "x", "--from", "2030-01-02", "--to", "2030-01-01"),
            "lies before the first",
        ),
        (("diff", "no-such-pack", "mtus-2016-tens"), "no pack 'no-such-pack'"),
        (("diff", "missing.yaml", "mtus-2016-tens"), "no file missing.yaml"),
        (("show", "no-such-pack"), "no pack 'no-such-pack'"),
    ],
)
def test_a_wrong_name_is_answered_with_one_sentence(words: tuple[str, ...], said: str) -> None:
    told = run(*words).exception
    assert isinstance(told, KnowledgeError)
    assert said in str(told)


def test_coverage_prints_or_writes_the_same_page(tmp_path: Path) -> None:
    printed = run("coverage").output
    assert printed.startswith("# What the criteria packs cover")
    assert run("coverage", "--write", tmp_path / "page.md").exit_code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("command", ["lint", "test"])
def test_the_shipped_packs_are_sound(command: str) -> None:
    assert run(command).exit_code == 0
