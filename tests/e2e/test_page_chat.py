"""The chat in a real browser: a case, its draft, questions; and nothing leaves or stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.samples import sample_path
from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import ask, drafted, upload

_STORES = """async () => JSON.stringify({
    local: {...localStorage}, session: {...sessionStorage}, databases: await indexedDB.databases(),
    cookies: document.cookie, caches: await caches.keys(),
})"""


def test_a_case_becomes_a_draft_and_questions_are_answered(served: Served, browsers: Browsers) -> None:
    page = browsers.page(served.url)
    upload(page, sample_path("work-hardening.txt"))
    drafted(page)
    expect(page.locator("#criteria")).to_contain_text("not met")
    ask(page, "Why is criterion 1 not met?")
    expect(page.locator("#chat")).to_contain_text("Criterion 1")
    ask(page, "What is missing?")
    expect(page.locator("#chat")).to_contain_text("does not document")


def test_nothing_leaves_the_host_and_nothing_stays_in_the_browser(
    served: Served, browsers: Browsers
) -> None:
    page = browsers.page(served.url)
    upload(page, sample_path("work-hardening.txt"))
    drafted(page)
    ask(page, "Show the evidence")
    expect(page.locator("#chat")).to_contain_text("E1")
    assert browsers.elsewhere(served.url) == []
    kept = page.evaluate(_STORES)
    for telling in ("SAMPLE-0002", "hardening", "injur", "03/02/2012", "necessary"):
        assert telling not in kept
    uploads = [file for file in served.data.glob("uploads-*/**/*") if file.is_file()]
    assert uploads, "no folder for uploads was used"
    assert not any(file.stat().st_size for file in uploads)


@pytest.mark.shared
def test_a_published_seed_becomes_a_draft(served: Served, browsers: Browsers, shared: Path) -> None:
    seed = sorted((shared / "seeds").glob("000_*.txt"))[0]
    page = browsers.page(served.url)
    upload(page, seed)
    drafted(page)
    expect(page.locator("#criteria .imr-outcome")).to_contain_text("Upheld")
    ask(page, "Why is criterion 1 not met?")
    expect(page.locator("#chat")).to_contain_text("2 years")
    ask(page, "Quote the guideline")
    expect(page.locator("#chat")).to_contain_text("2009")
    assert browsers.elsewhere(served.url) == []
