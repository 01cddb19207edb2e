"""``imr serve`` and ``imr search`` with what they cannot do: one sentence, nothing announced."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import build
from assistant.errors import SettingsError

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMR_DATA", str(tmp_path))


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert RUNNER.invoke(build("serve"), ["serve", "--port", port]).exit_code == 2


def test_a_taken_port_is_told_before_the_page_is_announced() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = RUNNER.invoke(build("serve"), ["serve", "--port", str(port)])
    assert isinstance(done.exception, SettingsError)  # ``main`` ends with its sentence and exit code 2
    assert f"port {port}" in str(done.exception)
    assert "--port" in str(done.exception)
    assert "Open http" not in done.output


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_is_refused(query: str) -> None:
    done = RUNNER.invoke(build("search"), ["search", query])
    assert done.exit_code == 2
    assert "empty" in done.output
