"""Take the pictures of the page that the README shows: `python -m tests.e2e.pictures`; look at each."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.served import Served
from tests.e2e.steps import add_sample, settled, tab, write

expect.set_options(timeout=60_000)
_FOLDER = Path(__file__).parents[2] / "docs" / "images"


def _a_sentence_and_its_source(page: Page) -> None:
    page.locator('#draft .imr-sentence[data-cites*="E"]', has_text="On examination").first.click()
    expect(page.locator("#record mark.imr-found").first).to_be_in_viewport()
    page.mouse.move(0, 0)
    settled(page)
    page.screenshot(path=_FOLDER / "page.png")


def _a_wrong_date(page: Page) -> None:
    tab(page, "sources", "Criteria")
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 11/14/2015. ")
    expect(page.locator(".imr-squiggle.imr-error")).to_have_text("11/14/2015")
    settled(page)
    page.screenshot(path=_FOLDER / "draft.png")


def main() -> None:
    """Take both on a fresh page with the sample case."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = Served(Path(folder)).start()
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(served.url)
        add_sample(page, "back-and-knee")
        expect(page.locator("#stop")).to_be_hidden(timeout=60_000)
        _a_sentence_and_its_source(page)
        _a_wrong_date(page)
        browser.close()
        served.kill()


if __name__ == "__main__":
    main()
