"""Hermetic by fixture: own folders, no tracing, no endpoint, no socket but loopback."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from assistant.privacy import silence_telemetry

_ENDPOINT = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "IMR_MODEL", "IMR_API_KEY", "IMR_BASE_URL", "CHROMA_URL")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_LOOPBACK = ("127.", "::1", "localhost")

silence_telemetry()  # before any test module imports a library that reads the environment


TOLD = "told"
"""Name of the property with which a test tells the log of CI what it did."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests tell of themselves, from every worker and without ``-s``."""
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, said in getattr(report, "user_properties", ()):
            if name == TOLD and report.when == "call":
                terminalreporter.write_line(f"{report.nodeid.split('::')[-1]}: {said}")


@pytest.fixture(autouse=True)
def hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fresh data folder, no endpoint, no proxy, and connections to loopback only."""
    for name in (*_ENDPOINT, *_PROXIES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IMR_DATA", str(tmp_path_factory.mktemp("data")))
    connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and not str(host).startswith(_LOOPBACK):
            raise PermissionError(f"a test tried to reach {host}; only loopback is allowed")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published determinations; tests skip where it is absent."""
    folder = Path(os.environ.get("IMR_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "determinations").is_dir():
        pytest.skip(f"the published determinations are not at {folder}; set IMR_SHARED to their folder")
    return folder
