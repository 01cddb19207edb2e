"""Who may import whom: the rules of docs/architecture.md, read from the import statements themselves.

A distribution that ends here in the wrong room is a design question, not a typing error: change the design
first, with its reason in docs/architecture.md, then the table below.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The modules outside which a library is not imported; a folder stands for all below it.
HOMES = {
    "chromadb": ("knowledge/index.py",),
    "langchain_chroma": ("knowledge/index.py",),
    "langchain_core": (
        "assistant/drafting/chain.py",
        "assistant/modelling",
        "knowledge/embeddings.py",
        "knowledge/index.py",
    ),
    "langchain_openai": ("assistant/modelling",),
    "openai": ("assistant/modelling",),
    "presidio_analyzer": ("assistant/modelling",),
    "gradio": ("assistant/ui",),
    "spacy": ("assistant/evidence/assertion.py",),
    "medspacy": ("assistant/evidence/assertion.py",),
    "sqlalchemy": ("assistant/records",),
    "reportlab": ("assistant/export/pdf.py",),
    "pypdfium2": ("assistant/intake/readers.py",),
    "bm25s": ("knowledge/lexical.py",),
    "sklearn": ("evals",),
}

# What a room may not import.
CLOSED = {
    "knowledge": {"assistant", "evals", "tests"},
    "prompts": {"assistant", "knowledge", "evals", "tests"},
    "assistant": {"evals", "tests"},
    "evals": {"tests"},
}


def imported(file: Path) -> Iterator[str]:
    """The dotted names of all that a file imports, at its top or within a function."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import; write the whole name"
            yield f"{node.module}"


@cache
def pairs(room: str) -> tuple[tuple[str, str], ...]:
    """Each file of a room, as a path from the root, with each name that it imports."""
    files = sorted((ROOT / room).rglob("*.py"))
    return tuple((file.relative_to(ROOT).as_posix(), name) for file in files for name in imported(file))


@pytest.mark.parametrize("room", sorted(CLOSED))
def test_no_room_imports_one_that_it_may_not_know(room: str) -> None:
    wrong = [(file, name) for file, name in pairs(room) if name.split(".")[0] in CLOSED[room]]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_imported_in_its_own_modules_only(library: str) -> None:
    users = {file for room in CLOSED for file, name in pairs(room) if name.split(".")[0] == library}
    homes = HOMES[library]
    assert users, f"nothing imports {library} any more; take it from the table and from pyproject.toml"
    assert [u for u in sorted(users) if not any(u == h or u.startswith(f"{h}/") for h in homes)] == []


def test_the_checker_and_the_evaluator_know_no_model_and_no_reader() -> None:
    """The checker never calls a model; the evaluator never sees text."""
    of_checker = {"assistant.modelling", "assistant.configured", "assistant.drafting", "assistant.review"}
    wrong = [
        (file, name)
        for file, name in (*pairs("assistant/checks"), *pairs("assistant/claims"))
        if any(name == closed or name.startswith(f"{closed}.") for closed in of_checker)
    ]
    assert wrong == []
    of_evaluator = set(imported(ROOT / "knowledge" / "evaluate.py"))
    assert not of_evaluator & {"re", "knowledge.findings", "knowledge.lexicon", "knowledge.patterns"}


def test_only_serving_knows_the_page() -> None:
    users = {file for file, name in pairs("assistant") if name.startswith("assistant.ui")}
    assert [u for u in sorted(users) if not u.startswith("assistant/ui/")] == ["assistant/cli/serving.py"]


def test_what_answers_at_once_imports_no_slow_library() -> None:
    """``imr checks`` and ``imr guidelines`` open no index, draft nothing and read no record."""
    slow = ("chromadb", "langchain_core", "spacy", "gradio", "sklearn", "sqlalchemy", "presidio_analyzer")
    code = (
        "import sys, assistant.cli.checking, assistant.cli.guidelines;"
        f"print(sorted(set({slow}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def declared(*tables: str) -> set[str]:
    """The distributions that these tables of pyproject.toml name, as the index spells them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = {"dependencies": project["project"]["dependencies"], **project["dependency-groups"]}
    return {re.split(r"[<>=~!\[]", line)[0].lower() for table in tables for line in lists[table]}


def distributions(rooms: tuple[str, ...]) -> set[str]:
    """The distributions whose modules the files of these rooms import."""
    tops = {name.split(".")[0] for room in rooms for _, name in pairs(room)}
    owners = packages_distributions()
    foreign = tops - set(sys.stdlib_module_names) - {*CLOSED, "tests"}
    return {owner.lower().replace("_", "-") for top in foreign for owner in owners.get(top, (top,))}


def test_what_the_code_imports_is_declared() -> None:
    """Else another library's next release may take it away."""
    with_their_owner = {"pydantic-core", "starlette"}  # parts of pydantic and of fastapi
    assert distributions(tuple(CLOSED)) - with_their_owner <= declared("dependencies")


def test_what_the_tests_import_is_declared() -> None:
    of_tests = declared("dependencies", "dev", "model-tests")
    assert distributions(("tests",)) <= of_tests


def test_what_is_declared_is_imported_or_explained() -> None:
    by_name_only = {"langchain", "wordllama"}  # required by the user; loaded with import_module
    assert declared("dependencies") - distributions(tuple(CLOSED)) <= by_name_only


def test_every_dependency_has_its_reason_in_a_comment() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").split("dependencies = [")[1].split("\n]")[0]
    assert [line for line in lines.splitlines() if line.strip() and "#" not in line] == []
