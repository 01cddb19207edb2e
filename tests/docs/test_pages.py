"""Pages that the program generates are up to date, and the README's commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import build
from assistant.export.rules_page import rules_page

ROOT = Path(__file__).parents[2]


def test_the_page_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == rules_page(), "write it anew: .venv/bin/imr checks --markdown > docs/checks.md"


def _commands() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return sorted({m[1] for m in re.finditer(r"\bimr ([a-z]+)", readme)} - {"serve"})


@pytest.mark.parametrize("command", _commands())
def test_a_command_of_the_readme_exists_and_has_an_example(command: str) -> None:
    result = CliRunner().invoke(build(), [command, "--help"])
    assert result.exit_code == 0, result.output


def test_files_that_the_readme_names_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(((?:docs|assistant)[^)#]*)\)", readme):
        assert (ROOT / link).exists(), link
