"""The whole day of a reviewer on both seeds and three published determinations, pictured step by step.

The pictures go to ``artefacts/day`` (or below ``IMR_PICTURES``), for people to look at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import ask, choose, download, ready, save, sign, sign_in, staff, tab, write

ROOT = Path(__file__).parents[2]
PUBLISHED = ("CM16-0213037", "CM16-0249170", "CM17-0002551")
Picture = Callable[[Page, str], None]


@pytest.fixture
def picture() -> Picture:
    """Takes a numbered picture of the page as it is."""
    folder = Path(os.environ.get("IMR_PICTURES") or ROOT / "artefacts") / "day"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    taken: list[str] = []

    def take(page: Page, name: str) -> None:
        taken.append(name)
        page.wait_for_timeout(300)  # what moves comes to rest
        page.screenshot(path=folder / f"{len(taken):02}-{name}.png")

    return take


@pytest.fixture
def files(shared: Path) -> list[Path]:
    """Five files: both seeds and three published determinations."""
    seeds = sorted((shared / "seeds").glob("*.txt"))[:2]
    pdfs = [shared / "determinations" / "pdf" / f"{name}.pdf" for name in PUBLISHED]
    return [*seeds, *pdfs]


@pytest.fixture
def staffed(tmp_path: Path, browser_path: str) -> Iterator[Served]:
    """A served page with one reviewer."""
    staff(tmp_path, "ada")
    running = Served(tmp_path).start()
    yield running
    running.kill()


@pytest.mark.shared
def test_the_whole_day_of_a_reviewer(
    staffed: Served, browsers: Browsers, files: list[Path], picture: Picture
) -> None:
    page = browsers.page(staffed.url)
    picture(page, "sign-in")
    sign_in(page, "ada")
    ready(page)
    picture(page, "no-cases-yet")
    _upload(page, files, picture)
    _read(page, picture)
    _ask(page, picture)
    _edit(page, picture)
    _override(page, picture)
    _sign(page, picture)
    _export(page, picture)
    staffed.kill()
    staffed.start()
    _reopen(page, staffed, picture)
    assert browsers.elsewhere(staffed.url) == []


def _upload(page: Page, files: list[Path], picture: Picture) -> None:
    page.locator("#upload input[type=file]").set_input_files([str(file) for file in files])
    expect(page.locator("#cases li")).to_have_count(len(files), timeout=120_000)
    picture(page, "uploading")
    expect(page.locator("#cases li", has_text="drafted")).to_have_count(len(files), timeout=120_000)
    picture(page, "five-cases-drafted")


def _read(page: Page, picture: Picture) -> None:
    """Three citations, each to its highlighted source: the record, a criterion's quote, the guideline."""
    choose(page, "CM16-0213037")
    expect(page.locator("#case")).to_contain_text("CM16-0213037")
    sentence = page.locator('#draft .imr-sentence[data-cites^="E"]').first
    sentence.click()
    expect(page.locator("#record mark.imr-found").first).to_be_in_viewport()
    picture(page, "sentence-to-record")
    tab(page, "sources", "Criteria")
    page.locator("#criteria .imr-cite").first.click()
    expect(page.locator("#record mark.imr-found").first).to_be_in_viewport()
    picture(page, "criterion-to-record")
    page.locator('#draft .imr-sentence[data-cites^="G"]').first.click()
    expect(page.locator("#guideline .imr-found").first).to_be_in_viewport()
    picture(page, "sentence-to-guideline")


def _ask(page: Page, picture: Picture) -> None:
    ask(page, "Why is criterion 2 not met?")
    expect(page.locator("#chat")).to_contain_text("Criterion 2")
    ask(page, "What is missing?")
    expect(page.locator("#chat")).to_contain_text("does not document")
    picture(page, "questions-answered")


def _edit(page: Page, picture: Picture) -> None:
    """A wrong date is underlined, mended with one click, and the version saved."""
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 10/13/2015. ")
    expect(page.locator(".imr-squiggle.imr-error").first).to_have_text("10/13/2015")
    picture(page, "wrong-date-flagged")
    page.get_by_role("button", name="Write “10/13/2016”").first.click()
    expect(page.locator(".imr-squiggle.imr-error")).to_have_count(0)
    picture(page, "wrong-date-mended")
    save(page)
    tab(page, "drafting", "Changes")
    expect(page.locator("#changes ins").first).to_contain_text("10/13/2016")
    picture(page, "what-changed")


def _override(page: Page, picture: Picture) -> None:
    tab(page, "drafting", "Decide and sign")
    page.get_by_role("button", name="Override the recommendation").click()
    page.get_by_label("Overturned", exact=True).check()
    page.get_by_label("Reason (required)").fill("Weakness of the arm on examination justifies the study.")
    picture(page, "override-with-reason")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator("#decision")).to_contain_text("Overturned (your decision)")
    picture(page, "overridden")


def _sign(page: Page, picture: Picture) -> None:
    """A wording that follows the decision is offered; the reviewer reads and saves it, then signs."""
    tab(page, "drafting", "Edit")
    expect(page.locator("#editor textarea")).to_have_value(re.compile("is medically necessary"))
    picture(page, "wording-after-the-override")
    save(page)
    tab(page, "drafting", "Decide and sign")
    sign(page)
    picture(page, "signing")
    expect(page.locator("#decision")).to_contain_text("Locked")
    picture(page, "signed")


def _export(page: Page, picture: Picture) -> None:
    tab(page, "drafting", "Export")
    picture(page, "exports")
    for name, head in (("Determination (DOCX)", b"PK"), ("Determination (PDF)", b"%PDF")):
        assert download(page, name).startswith(head)


def _reopen(page: Page, served: Served, picture: Picture) -> None:
    """After a restart everything is there."""
    page.goto(served.url)
    if "sign-in" in page.url:
        sign_in(page, "ada")
    expect(page.locator("#cases li")).to_have_count(5)
    choose(page, "CM16-0213037")
    expect(page.locator("#draft")).to_contain_text("Signed by Alex Example")
    picture(page, "after-a-restart")
