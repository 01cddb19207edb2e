"""The same file a second time, and the open case in a long list, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.samples import sample_path, sample_text
from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import add_sample, drafted, tab, upload, write


@pytest.fixture
def seven(tmp_path: Path) -> list[Path]:
    """Cases of their own; the last one is due last, so that it stands at the end of the list."""
    text, files = sample_text("work-hardening.txt"), []
    for number in range(7):
        files.append(tmp_path / f"case-{number}.txt")
        files[-1].write_text(text.replace("SAMPLE-0002", f"LONG-{number}"))
    files[-1].write_text(sample_text("back-and-knee.txt"))
    return files


def test_a_file_given_again_is_told_and_can_be_a_second_case(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    upload(page, sample_path("work-hardening.txt"))
    drafted(page)
    expect(page.locator("#stop")).to_be_hidden()
    upload(page, sample_path("work-hardening.txt"))
    told = page.locator("#already")
    expect(told).to_contain_text("work-hardening.txt is SAMPLE-0002")
    expect(page.locator("#cases [data-case]")).to_have_count(1)
    told.get_by_role("button", name="Make a second case").click()
    expect(page.locator("#cases [data-case]")).to_have_count(2)
    expect(told.locator("section")).to_have_count(0)


def test_the_open_case_of_a_long_list_is_in_view(
    fresh: Served, browsers: Browsers, seven: list[Path]
) -> None:
    page = browsers.page(fresh.url, width=1280, height=800)
    upload(page, *seven)
    expect(page.locator("#case")).to_contain_text("SAMPLE-0001", timeout=120_000)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#cases [data-case]")).to_have_count(7)
    expect(page.locator("#cases [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_files_added_while_others_are_read_are_not_lost(
    fresh: Served, browsers: Browsers, seven: list[Path]
) -> None:
    page = browsers.page(fresh.url)
    upload(page, *seven)
    expect(page.locator("#progress progress")).to_have_count(7)
    upload(page, sample_path("work-hardening.txt"))
    expect(page.locator("#cases [data-case]")).to_have_count(8)
    expect(page.locator("#cases li", has_text="drafted")).to_have_count(8)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#progress progress")).to_have_count(0)


def test_a_case_opened_while_others_are_read_stays_in_view(
    fresh: Served, browsers: Browsers, seven: list[Path]
) -> None:
    page = browsers.page(fresh.url)
    add_sample(page, "work-hardening")
    expect(page.locator("#stop")).to_be_hidden()
    upload(page, *seven)
    expect(page.locator("#progress progress")).to_have_count(7)
    tab(page, "drafting", "Edit")
    write(page, "Written while others are read. ")
    expect(page.locator("#findings")).to_contain_text("Kept as you type")
    expect(page.locator("#cases li", has_text="drafted")).to_have_count(8)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#case")).to_contain_text("SAMPLE-0002")
    expect(page.locator("#editor textarea")).to_have_value(re.compile("^Written while others are read"))
