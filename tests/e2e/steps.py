"""What a reviewer does on the page, as the tests say it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from assistant.records import Role, open_records
from assistant.records.people import Users

PASSWORD = "a long invented password"


def staff(data: Path, *reviewers: str, leads: tuple[str, ...] = ()) -> None:
    """Add accounts to the records of a page that is not served yet."""
    records = open_records(f"sqlite:///{data / 'records.sqlite'}")
    users = Users(records)
    for name in reviewers:
        users.add(name, Role.REVIEWER, PASSWORD)
    for name in leads:
        users.add(name, Role.LEAD, PASSWORD)
    records.database.close()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def ready(page: Page) -> None:
    """Wait until the page has shown the list of cases."""
    expect(page.locator("#cases .imr-cases, #cases .imr-empty").first).to_be_attached()


def upload(page: Page, *paths: Path) -> None:
    ready(page)
    page.locator("#upload input[type=file]").set_input_files([str(p) for p in paths])


def add_sample(page: Page, name: str) -> None:
    ready(page)
    page.get_by_role("button", name="Paste text, or take a sample").click()
    page.get_by_role("button", name=f"Sample: {name}").click()
    drafted(page)


def drafted(page: Page) -> None:
    """Wait for the draft of the open case."""
    expect(page.locator("#draft .imr-draft")).to_contain_text("medically necessary")


def ask(page: Page, words: str) -> None:
    box = page.get_by_label("Your words")
    box.click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def tab(page: Page, area: str, title: str) -> None:
    page.locator(f"#{area}").get_by_role("tab", name=title, exact=True).first.click()


def choose(page: Page, case: str) -> None:
    page.locator("#cases").get_by_role("button", name=case).first.click()


_QUIET = """() => new Promise((done) => {
  let timer = setTimeout(done, 600);
  setTimeout(done, 5000);
  const again = () => { clearTimeout(timer); timer = setTimeout(done, 600); };
  new MutationObserver(again).observe(document.body, {subtree: true, childList: true, characterData: true});
})"""


def settled(page: Page) -> None:
    """Wait until nothing on the page changes, five seconds at most: a key is pressed by one who sees it."""
    page.evaluate(_QUIET)


def write(page: Page, words: str) -> None:
    """Type at the beginning of the rationale."""
    page.locator("#editor textarea").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save this version").click()
    expect(page.locator("#saying")).to_contain_text("Saved.")


def sign(page: Page) -> None:
    page.get_by_label("Your name").fill("Alex Example")
    page.get_by_label("Credentials").fill("MD, invented")
    page.get_by_label(re.compile("I have reviewed the case file")).check()
    page.get_by_role("button", name="Sign this determination").click()


def download(page: Page, name: str) -> bytes:
    """What the link of this name gives."""
    with page.expect_download() as begun:
        page.get_by_role("link", name=name).click()
    return Path(begun.value.path()).read_bytes()
