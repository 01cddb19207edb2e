"""The gate itself, as CI runs it: on gold always, on the published determinations where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.figures import figures_of, load_figures
from evals.gate import judge
from evals.gold import gold_source
from evals.runner import Options, run
from evals.sources import load_determinations
from evals.summary import summarize


@pytest.mark.slow
@pytest.mark.xdist_group("evaluation")
def test_gold_is_green() -> None:
    done = run(gold_source(), Options(kind="gold", processes=2))
    summary = summarize(done)
    verdict = judge(done, summary)
    assert verdict.passed, "\n".join(str(breach) for breach in verdict.breaches)
    assert figures_of(summary) == load_figures()["gold"], "the documents quote older figures: make figures"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.xdist_group("evaluation")
def test_published_determinations_are_green(shared: Path) -> None:
    source = load_determinations(shared / "determinations" / "pdf")
    done = run(source, Options(kind="determinations", processes=2))
    summary = summarize(done)
    verdict = judge(done, summary)
    assert verdict.passed, "\n".join(str(breach) for breach in verdict.breaches)
    assert figures_of(summary) == load_figures()["determinations"], (
        "the documents quote older figures: make figures"
    )
