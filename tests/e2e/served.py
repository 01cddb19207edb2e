"""`imr serve` as a process of its own, for tests that drive the page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

_OPENING_SECONDS = 90
_MAIN = "from assistant.cli import main; main()"


@dataclass
class Served:
    """A served page; the records and the index live in ``data``."""

    data: Path
    port: int = field(default_factory=lambda: _free_port())
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> Served:
        log = (self.data / "serve.log").open("ab")
        command = [sys.executable, "-c", _MAIN, "serve", "--port", str(self.port), *self.options]
        environment = {**os.environ, "IMR_DATA": str(self.data), "PYTHONWARNINGS": "default"}
        self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()
        self._wait()
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + _OPENING_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url, timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"imr serve did not open:\n{(self.data / 'serve.log').read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
