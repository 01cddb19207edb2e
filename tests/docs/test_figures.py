"""The documents quote the stored figures; the test of the gate compares those with a live run."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.figures import PAGES, figures_of, load_figures, table, with_table
from evals.summary import summarize
from tests.evals.made import record, run_of


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_quotes_the_stored_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_table(text, table(load_figures())) == text, "write it anew: make figures"


def test_the_table_stands_in_the_page_on_evaluation() -> None:
    assert table(load_figures()) in PAGES[0].read_text(encoding="utf-8")


def test_only_what_is_between_the_marks_is_written() -> None:
    page = "before\n<!-- figures:begin, by hand -->\nold\n<!-- figures:end -->\nafter 0.94\n"
    assert with_table(page, "new\n") == page.replace("old", "new")


def test_figures_of_a_run_are_rounded_and_name_the_baselines() -> None:
    run = run_of(
        record("a", "Overturned", "Upheld"),
        record("b", "Upheld", "Upheld"),
        record("c", "Upheld", "Upheld"),
    )
    figures = figures_of(summarize(run))
    assert figures["scored"] == 3
    assert figures["outcome"]["assistant"]["balanced_accuracy"]["value"] == 0.5
    assert figures["outcome"]["always Upheld"]["balanced_accuracy"]["value"] == 0.5
    assert "| balanced accuracy | 0.50 |" in table({"gold": figures})
