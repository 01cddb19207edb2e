"""Everybody can use the page: axe finds no serious violation, and the keyboard is enough for all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect
from playwright.sync_api import TimeoutError as TooLong

from assistant.samples import sample_path
from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import add_sample, ask, drafted, ready, settled, tab, write

_AXE = Path(__file__).with_name("axe.min.js")
_RUN = """async () => {
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await axe.run(document, {runOnly: rules});
  const grave = found.violations.filter(v => ['serious', 'critical'].includes(v.impact));
  const place = node => node.html.slice(0, 160) + ' | ' + node.failureSummary.slice(0, 220);
  return grave.map(v => ({rule: v.id, places: v.nodes.slice(0, 4).map(place)}));
}"""
_VIEWS = (
    ("drafting", "Edit"),
    ("drafting", "Changes"),
    ("drafting", "Decide and sign"),
    ("drafting", "Export"),
    ("sources", "Evidence"),
    ("sources", "Record"),
    ("sources", "Guideline"),
    ("sources", "Precedents"),
    ("sources", "Timeline"),
    ("views", "Dashboard"),
    ("views", "Help"),
)


def violations(page: Page) -> str:
    """Serious and critical findings as JSON; empty where there is none."""
    settled(page)
    page.add_script_tag(path=str(_AXE))
    found = page.evaluate(_RUN)
    return json.dumps(found, indent=1) if found else ""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_serious_violation_on_any_view(served: Served, browsers: Browsers, dark: bool) -> None:
    page = browsers.page(served.url, dark=dark)
    add_sample(page, "work-hardening")
    found = {"Draft": violations(page)}
    for area, title in _VIEWS:
        tab(page, area, title)
        found[title] = violations(page)
    told = {view: said for view, said in found.items() if said}
    assert not told, "\n".join(f"{view}: {said}" for view, said in told.items())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_none_while_one_writes_asks_or_is_shown_around(
    fresh: Served, browsers: Browsers, dark: bool
) -> None:
    page = browsers.page(fresh.url, dark=dark, width=1280, height=800)
    ready(page)
    found = {"Welcome": violations(page)}
    add_sample(page, "work-hardening")
    ask(page, "Show the evidence")
    expect(page.locator("#chat .imr-key").first).to_be_visible()
    found["Answer"] = violations(page)
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 03/02/2011. ")
    expect(page.locator(".imr-squiggle.imr-error")).to_have_text("03/02/2011")
    found["Findings"] = violations(page)
    page.get_by_role("button", name="What is Edit for?").click()
    found["Question mark"] = violations(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Search and filter").click()
    page.get_by_role("button", name="Correct this request").click()
    found["Unfolded"] = violations(page)
    tab(page, "views", "Help")
    page.get_by_role("button", name="Take the tour").last.click()
    expect(page.locator(".imr-tour")).to_contain_text("1 of 8")
    found["Tour"] = violations(page)
    told = {view: said for view, said in found.items() if said}
    assert not told, "\n".join(f"{view}: {said}" for view, said in told.items())


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement?.closest(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def _file_dialog(page: Page, tries: int = 8) -> FileChooser:
    """The dialog that Enter opens; headless Chromium swallows some of them, so the key is pressed again."""
    for _ in range(tries):
        try:
            with page.expect_file_chooser(timeout=2500) as chooser:
                page.keyboard.press("Enter")
            return chooser.value
        except TooLong:
            continue
    raise AssertionError("no file dialog opens")


def test_the_keyboard_is_enough_to_add_files_tell_a_fact_decide_and_export(
    fresh: Served, browsers: Browsers
) -> None:
    """No click at all: the file is chosen in the browser's own dialog, which a key opens."""
    page = browsers.page(fresh.url)
    ready(page)
    page.keyboard.press("Alt+u")
    expect(page.locator("#upload button").first).to_be_focused()
    _file_dialog(page).set_files(str(sample_path("work-hardening.txt")))
    drafted(page)
    settled(page)
    page.keyboard.press("Alt+f")
    expect(page.locator("#fact textarea")).to_be_focused()
    page.keyboard.type("The employer offered the former job")
    page.keyboard.press("Tab")
    page.keyboard.type("call with the employer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#case")).to_contain_text("Source: call with the employer")
    expect(page.locator("#chat")).to_contain_text("Taken as your fact")
    settled(page)
    page.keyboard.press("Alt+6")
    expect(page.locator("#signer input, #signer textarea")).to_be_focused()
    _tab_to(page, "#overriding > button")
    page.keyboard.press("Enter")
    expect(page.locator("#why textarea")).to_be_visible()
    _tab_to(page, "#wanted")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Overturned", exact=True)).to_be_checked()
    _tab_to(page, "#why textarea")
    page.keyboard.type("The former job was offered.")
    _tab_to(page, "#override")
    page.keyboard.press("Enter")
    expect(page.locator("#decision")).to_contain_text("Overturned (your decision)")
    settled(page)
    page.keyboard.press("Alt+8")
    expect(page.locator("#exports a").first).to_be_focused()
    _tab_to(page, "#exports a")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith((b"PK", b"%PDF"))


def test_the_keyboard_is_enough_from_sample_to_signature(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    page.get_by_role("button", name="Paste text, or take a sample").focus()
    page.keyboard.press("Enter")
    _tab_to(page, "#sample-work-hardening")
    page.keyboard.press("Enter")
    expect(page.locator("#draft .imr-draft")).to_contain_text("medically necessary")
    settled(page)
    page.keyboard.press("Alt+2")
    expect(page.locator("#draft .imr-sentence").first).to_be_focused()
    _tab_to(page, '[data-cites*="E"]')
    page.keyboard.press("Enter")
    expect(page.locator("#record mark.imr-found").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#draft .imr-sentence:focus")).to_have_count(1)
    page.keyboard.press("Alt+5")
    expect(page.locator("#editor textarea")).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("The worker was injured on 03/02/2012. ")
    page.keyboard.press("Control+s")
    expect(page.locator("#saying")).to_contain_text("Saved.")
    page.keyboard.press("Alt+3")
    words = page.locator("#words textarea, #words input")
    expect(words).to_be_focused()
    page.keyboard.type("Why?")
    expect(words).to_have_value("Why?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat")).to_contain_text("strength")
    page.keyboard.press("Alt+6")
    expect(page.locator("#signer input, #signer textarea")).to_be_focused()
    page.keyboard.type("Alex Example")
    page.keyboard.press("Tab")
    page.keyboard.type("MD, invented")
    _tab_to(page, "#attested")
    page.keyboard.press("Space")
    _tab_to(page, "#sign")
    page.keyboard.press("Enter")
    expect(page.locator("#decision")).to_contain_text("Locked")
