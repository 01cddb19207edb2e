"""Two people at once: each signs in, and neither ever sees the other's case, draft or history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Browsers
from tests.e2e.served import Served
from tests.e2e.steps import add_sample, sign_in, staff, tab


@pytest.fixture
def staffed(tmp_path: Path, browser_path: str) -> Iterator[Served]:
    """A served page with two reviewers and a lead."""
    staff(tmp_path, "ada", "ben", leads=("lee",))
    running = Served(tmp_path).start()
    yield running
    running.kill()


def test_two_reviewers_never_see_each_others_case(staffed: Served, browsers: Browsers) -> None:
    ada, ben = browsers.page(staffed.url), browsers.page(staffed.url)
    sign_in(ada, "ada")
    sign_in(ben, "ben")
    add_sample(ada, "work-hardening")
    add_sample(ben, "back-and-knee")
    expect(ada.locator("#case")).to_contain_text("SAMPLE-0002")
    expect(ben.locator("#case")).to_contain_text("SAMPLE-0001")
    for page, others in ((ada, "SAMPLE-0001"), (ben, "SAMPLE-0002")):
        page.reload()
        expect(page.locator("#cases li")).to_have_count(1)
        expect(page.locator("body")).not_to_contain_text(others)
    ben.goto(f"{staffed.url}?case=1")
    expect(ben.locator("#chat")).to_contain_text("no case 1 among yours")
    expect(ben.locator("body")).not_to_contain_text("SAMPLE-0002")
    assert ben.request.get(f"{staffed.url}export/1/review.json").status == 404
    assert ben.request.get(f"{staffed.url}export/2/review.json").ok
    tab(ben, "views", "Dashboard")
    expect(ben.locator("#dashboard")).to_contain_text("for leads and auditors")


def test_nobody_gets_in_without_a_password(staffed: Served, browsers: Browsers) -> None:
    page = browsers.page(staffed.url)
    expect(page).to_have_url(f"{staffed.url}sign-in")
    sign_in(page, "ada", "wrong password, long enough")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    assert page.request.get(f"{staffed.url}export/1/review.json").status in (401, 403, 404)
    assert page.request.get(f"{staffed.url}config").status == 401
    sign_in(page, "lee")
    expect(page.locator("#who")).to_contain_text("lee, lead")
    tab(page, "views", "Dashboard")
    expect(page.locator(".imr-tiles")).to_contain_text("cases")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{staffed.url}sign-in")
