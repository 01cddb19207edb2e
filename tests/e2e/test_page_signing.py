"""Nobody signs something wrong or hunts for an item: what stands above the signature and on the left."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.samples import sample_text
from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import choose, drafted, tab, upload, write

_ITEMS = (
    "MRI of the lumbar spine without contrast",
    "MRI of the left knee without contrast",
    "Physical therapy 2 times a week for 3 weeks, lumbar spine",
    "Cyclobenzaprine 10 mg #60 with 2 refills",
    "Electromyography and nerve conduction studies of both legs by an outside electrodiagnostician, with"
    " a consultation on the results, an interpreter for each visit, and transport there and back as asked",
    "Hyperbaric aromatherapy capsule",
    "Lumbar epidural steroid injection at L5-S1 right under fluoroscopy",
    "TENS unit purchase",
    "Urine drug screen",
)

_SAME_AS_FIRST = (
    "MRI lumbar spine",
    "MRI of the low back without contrast",
    "Lumbar MRI",
    "MRI scan, lumbar spine",
    "MRI without contrast for the lumbar spine",
    "Repeat MRI of the lumbar spine",
)


@pytest.fixture
def nine(tmp_path: Path) -> Path:
    """A case with nine items, one of them long and one that only a criterion from memory governs."""
    text = sample_text("back-and-knee.txt").split("DISPUTED ITEMS")[0].replace("SAMPLE-0001", "NINE-0001")
    items = "\n".join(f"{n}. {item}" for n, item in enumerate(_ITEMS, start=1))
    path = tmp_path / "nine.txt"
    path.write_text(f"{text}DISPUTED ITEMS\n{items}\n")
    return path


def test_doubts_stand_above_the_signature_and_open_their_criterion(
    fresh: Served, browsers: Browsers, nine: Path
) -> None:
    page = browsers.page(fresh.url, width=1280, height=800)
    upload(page, nine)
    drafted(page)
    tab(page, "drafting", "Decide and sign")
    expect(page.locator("#decision")).to_contain_text("1. MRI of the lumbar spine")
    page.locator("#items input").nth(5).click()
    expect(page.locator("#decision")).to_contain_text("from memory, to be confirmed")
    expect(page.locator("#sign")).to_be_in_viewport(ratio=1)
    tab(page, "sources", "Record")
    page.locator("#decision [data-cites=C1]").last.click()
    expect(page.locator("#criteria tr.imr-found")).to_be_in_viewport()
    tab(page, "drafting", "Edit")
    write(page, "A word more. ")
    expect(page.locator("#findings")).to_contain_text("not saved as a version yet")
    tab(page, "drafting", "Decide and sign")
    expect(page.locator("#decision")).to_contain_text("would not be signed")
    tab(page, "drafting", "Edit")
    page.get_by_role("button", name="Discard unsaved").click()
    tab(page, "drafting", "Decide and sign")
    expect(page.locator("#decision")).not_to_contain_text("would not be signed")


def test_a_signature_leads_to_the_next_item(fresh: Served, browsers: Browsers, nine: Path) -> None:
    page = browsers.page(fresh.url)
    upload(page, nine)
    drafted(page)
    tab(page, "drafting", "Decide and sign")
    page.get_by_label("Your name").fill("Alex Example")
    page.get_by_label("Credentials").fill("MD, invented")
    page.locator("#attested input").check()
    page.locator("#sign").click()
    expect(page.locator("#decision")).to_contain_text("8 of 9 items not signed yet")
    page.get_by_role("button", name="Go to item 2").click()
    expect(page.locator("#decision")).to_contain_text("2. MRI of the left knee")
    expect(page.locator("#attested input")).not_to_be_checked()
    expect(page.locator("#items input").nth(1)).to_be_checked()


def test_the_items_are_in_view_on_a_small_screen_with_many_cases(
    fresh: Served, browsers: Browsers, nine: Path, tmp_path: Path
) -> None:
    others = []
    for number in range(7):
        others.append(tmp_path / f"other-{number}.txt")
        others[-1].write_text(sample_text("work-hardening.txt").replace("SAMPLE-0002", f"OTHER-{number}"))
    soup = tmp_path / "soup.txt"
    soup.write_text("Boil the leek, then add salt.")
    page = browsers.page(fresh.url, width=1280, height=800)
    upload(page, *others, soup, nine)
    expect(page.locator("#case")).to_contain_text("NINE-0001", timeout=120_000)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#progress")).to_contain_text("8 of 9 files reviewed")
    expect(page.locator("#progress")).to_contain_text("soup.txt")
    for number in range(3):  # and nothing of it stays when a file that came to nothing is opened
        expect(page.locator("#items label").nth(number)).to_be_in_viewport(ratio=1)
    tab(page, "drafting", "Decide and sign")
    expect(page.locator("#sign")).to_be_visible()
    choose(page, "soup.txt")
    expect(page.locator("#sign")).to_be_hidden()
    expect(page.locator("#decision")).to_contain_text("Open a case")
    tab(page, "drafting", "Edit")
    expect(page.locator("#editor textarea")).to_have_value("")
    choose(page, "NINE-0001")
    expect(page.locator("#editor textarea")).to_be_editable()
    expect(page.locator("#editor textarea")).not_to_have_value("")


def test_the_signature_is_in_view_below_many_notes(fresh: Served, browsers: Browsers, nine: Path) -> None:
    again = "".join(f"{n}. {item}\n" for n, item in enumerate(_SAME_AS_FIRST, start=10))
    nine.write_text(nine.read_text() + again)
    page = browsers.page(fresh.url, width=1280, height=800)
    upload(page, nine)
    drafted(page)
    tab(page, "drafting", "Decide and sign")
    expect(page.locator("#before-signing")).to_contain_text("6 notes")
    expect(page.locator("#sign")).to_be_in_viewport(ratio=1)
    notes = page.locator(".imr-before ul")
    notes.focus()
    page.keyboard.press("End")
    expect(notes.locator("li").last).to_be_in_viewport()
