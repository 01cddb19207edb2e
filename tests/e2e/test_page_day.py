"""A reviewer's day in a real browser: sources, edits, decisions, signatures, what stays after a kill."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from assistant.samples import sample_path
from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import add_sample, choose, download, drafted, save, sign, tab, upload, write


def test_a_sentence_and_a_quote_open_the_exact_passage(served: Served, browsers: Browsers) -> None:
    page = browsers.page(served.url)
    add_sample(page, "back-and-knee")
    page.locator('#draft .imr-sentence[data-cites*="E"]').first.click()
    found = page.locator("#record mark.imr-found").first
    expect(found).to_be_in_viewport()
    expect(found).to_be_focused()
    tab(page, "sources", "Criteria")
    quote = page.locator("#criteria .imr-cite").first
    words = quote.locator("q").inner_text()
    quote.click()
    page.wait_for_function(_MARKED, arg=words)
    expect(page.locator("#record mark.imr-found").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#record h3").first).to_have_text("Page 1")


_MARKED = """words => [...document.querySelectorAll('#record mark.imr-found')]
    .flatMap(mark => [...mark.childNodes]).filter(node => node.nodeName !== 'SUP')
    .map(node => node.textContent).join('').includes(words)"""


def test_a_wrong_date_is_underlined_mended_and_saved(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    add_sample(page, "work-hardening")
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 03/02/2011. ")
    expect(page.locator(".imr-squiggle.imr-error")).to_have_text("03/02/2011")
    page.get_by_role("button", name="Write “03/02/2012”").click()
    expect(page.locator("#editor textarea")).to_have_value(re.compile("injured on 03/02/2012"))
    expect(page.locator(".imr-squiggle.imr-error")).to_have_count(0)
    save(page)
    tab(page, "drafting", "Changes")
    expect(page.locator("#changes ins")).to_contain_text("03/02/2012")


def test_a_finding_is_set_aside_only_with_a_reason(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    add_sample(page, "work-hardening")
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 03/02/2011. ")
    expect(page.locator(".imr-squiggle.imr-error")).to_have_text("03/02/2011")
    card = page.locator("#findings .imr-card").filter(has_text="FAC03")
    card.get_by_text("Does not hold?").click()
    card.get_by_role("button", name="Set aside").click()
    expect(page.locator("#saying")).to_contain_text("needs a reason")
    card.get_by_label("Why FAC03 does not hold").fill("The first of two injuries is meant.")
    card.get_by_role("button", name="Set aside").click()
    aside = page.locator("#findings .imr-set-aside")
    expect(aside).to_contain_text("The first of two injuries is meant")
    page.reload()
    tab(page, "drafting", "Edit")
    expect(page.locator("#findings .imr-set-aside")).to_contain_text("The first of two injuries is meant")
    page.get_by_role("button", name="Let it stand").click()
    expect(page.locator("#findings .imr-set-aside")).to_have_count(0)
    expect(page.locator("#findings")).to_contain_text("FAC03")


def test_override_sign_and_export_survive_a_kill(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    add_sample(page, "work-hardening")
    tab(page, "drafting", "Edit")
    write(page, "The worker was injured on 03/02/2012. ")
    save(page)
    tab(page, "drafting", "Decide and sign")
    page.get_by_role("button", name="Sign this determination").click()
    expect(page.locator("#said")).to_contain_text("Tick the attestation")
    sign(page)
    expect(page.locator("#criteria .imr-outcome")).to_contain_text("determination")
    tab(page, "drafting", "Export")
    for name, head in (
        ("Determination (DOCX)", b"PK"),
        ("Determination (PDF)", b"%PDF"),
        ("Evidence", b"%PDF"),
    ):
        assert download(page, name).startswith(head)
    fresh.kill()
    fresh.start()
    page.reload()
    expect(page.locator("#draft")).to_contain_text("injured on 03/02/2012")
    expect(page.locator("#draft")).to_contain_text("Signed by Alex Example")
    expect(page.locator("#cases")).to_contain_text("signed")
    assert browsers.elsewhere(fresh.url) == []


def test_an_override_needs_a_reason_and_a_signed_item_is_locked(fresh: Served, browsers: Browsers) -> None:
    page = browsers.page(fresh.url)
    add_sample(page, "back-and-knee")
    tab(page, "drafting", "Decide and sign")
    page.get_by_role("button", name="Override the recommendation").click()
    recommended = page.locator("#decision strong").inner_text()
    other = "Upheld" if recommended == "Overturned" else "Overturned"
    page.get_by_label(other, exact=True).check()
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator("#said")).to_contain_text("needs a reason")
    page.get_by_label("Reason (required)").fill("The examination was not repeated.")
    page.get_by_role("button", name="Override", exact=True).click()
    expect(page.locator("#decision")).to_contain_text(f"{other} (your decision)")
    sign(page)
    expect(page.locator("#said")).to_contain_text("not saved")
    tab(page, "drafting", "Edit")
    expect(page.locator("#editor textarea")).to_have_value(re.compile("The examination was not repeated"))
    save(page)
    tab(page, "drafting", "Decide and sign")
    expect(page.get_by_label(re.compile("I have reviewed the case file"))).not_to_be_checked()
    page.get_by_label(re.compile("I have reviewed the case file")).check()
    page.get_by_role("button", name="Sign this determination").click()
    expect(page.locator("#decision")).to_contain_text("Locked")
    tab(page, "drafting", "Edit")
    expect(page.locator("#editor textarea")).to_be_disabled()
    tab(page, "drafting", "Decide and sign")
    page.get_by_role("button", name="Reopen").click()
    expect(page.locator("#said")).to_contain_text("needs a reason")
    page.get_by_label("Reason for reopening (required)").fill("A wrong side.")
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("button", name="Sign this determination")).to_be_visible()


def test_several_files_at_once_show_honest_states(
    fresh: Served, browsers: Browsers, tmp_path: Path
) -> None:
    soup, noise = tmp_path / "soup.txt", tmp_path / "noise.pdf"
    soup.write_text("Boil the carrots with the leek for twenty minutes, then add salt.")
    noise.write_bytes(bytes(range(256)) * 9)
    page = browsers.page(fresh.url)
    upload(page, sample_path("work-hardening.txt"), soup, noise, sample_path("back-and-knee.txt"))
    expect(page.locator("#cases li")).to_have_count(4)
    drafted(page)
    expect(page.locator("#cases")).to_contain_text("unreadable")
    page.get_by_role("button", name="Search and filter").click()
    page.get_by_label("Number, file or treatment").fill("hardening")
    expect(page.locator("#cases li")).to_have_count(1)
    choose(page, "SAMPLE-0002")
    expect(page.locator("#case")).to_contain_text("SAMPLE-0002")
