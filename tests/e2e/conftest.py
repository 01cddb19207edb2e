"""A library, a model that may lie, and for tests marked ``browser`` a Chromium on a really served page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from assistant.library import Library, open_library
from assistant.settings import Settings
from tests.e2e.lying_server import LyingServer, lying_server
from tests.e2e.served import Served

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=60_000)  # two slow cores, and others at work on them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and "browser_path" in getattr(
            item, "fixturenames", ()
        ):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(Settings(data=tmp_path_factory.mktemp("library")))


@pytest.fixture
def server() -> Iterator[LyingServer]:
    with lying_server() as running:
        yield running


@pytest.fixture(scope="session")
def browser_path() -> str:
    path = os.environ.get("IMR_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium, or set IMR_CHROMIUM to its path")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


class Browsers:
    """Opens browsers that share nothing, and notes every address that their pages ask for."""

    def __init__(self, playwright: Playwright, path: str, folder: Path) -> None:
        self._playwright, self._path, self._folder = playwright, path, folder
        self.opened: list[BrowserContext] = []
        self.asked: list[str] = []

    def page(self, url: str, dark: bool = False, width: int = 1440, height: int = 900) -> Page:
        """A page in a browser with a fresh user folder, at ``url``."""
        context = self._playwright.chromium.launch_persistent_context(
            str(self._folder / f"user-{len(self.opened)}"),
            executable_path=self._path,
            args=list(_ARGUMENTS),
            headless=True,
            accept_downloads=True,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        self.opened.append(context)
        context.on("request", lambda request: self.asked.append(request.url))
        page = context.pages[0] if context.pages else context.new_page()
        page.set_default_timeout(60_000)
        page.goto(url)
        return page

    def elsewhere(self, url: str) -> list[str]:
        """The addresses asked for that are not the served page's."""
        return [u for u in self.asked if not u.startswith((url, "data:", "blob:", "about:"))]


@pytest.fixture
def browsers(
    playwright: Playwright, browser_path: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Browsers]:
    opened = Browsers(playwright, browser_path, tmp_path)
    yield opened
    for number, context in enumerate(opened.opened):
        if folder := os.environ.get("IMR_PICTURES"):
            context.pages[-1].screenshot(path=Path(folder) / f"{request.node.name}-{number}.png")
        context.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Iterator[Served]:
    """One served page for the tests that change nothing that another one sees."""
    running = Served(tmp_path_factory.mktemp("served")).start()
    yield running
    running.kill()


@pytest.fixture
def fresh(tmp_path: Path, browser_path: str) -> Iterator[Served]:
    """A served page of its own, for a test that changes cases."""
    running = Served(tmp_path).start()
    yield running
    running.kill()
