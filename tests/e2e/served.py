"""`imr serve` as a process of its own, for tests that drive the page."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

_OPENING_SECONDS = 90
_PORTS = range(20_000, 30_000)
_HELD: list[TextIO] = []
# A resource warning comes out of a finalizer and imports modules to be shown; where the finalizer runs
# inside an import, Python 3.11 loses its lock on that module (KeyError) and the server does not start.
_WARNINGS = "default,ignore::ResourceWarning"
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
        environment = {**os.environ, "IMR_DATA": str(self.data), "PYTHONWARNINGS": _WARNINGS}
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
    """A port that no other test takes as long as this process lives, also while the page is down.

    It lies below those that the system gives to outgoing connections: one of them could take it between
    two starts. A locked file tells other processes.
    """
    folder = Path(tempfile.gettempdir()) / f"imr-test-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    for number in range(len(_PORTS)):
        port = _PORTS[(os.getpid() * 17 + number) % len(_PORTS)]
        lock = (folder / str(port)).open("w")
        if _locks(lock) and _is_free(port):
            _HELD.append(lock)
            return port
        lock.close()
    raise RuntimeError("no port is free")


def _locks(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
