"""Uploads on their way in: a folder that is this page's own, and each copy taken once and gone.

Gradio keeps like files at one place, by default in a folder that all pages of a computer share, so that two
windows that send the same file at once share one copy.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

_REMEMBERED = 8  # files; windows that send the same one are seconds apart


@contextmanager
def private_uploads(data: Path) -> Iterator[Path]:
    """A folder in ``data`` for uploads of pages built inside; only this user reads it, it is gone after."""
    data.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("GRADIO_TEMP_DIR")
    with TemporaryDirectory(prefix="uploads-", dir=data) as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder  # the one way to tell Gradio; read when a page is built
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["GRADIO_TEMP_DIR"]
            else:
                os.environ["GRADIO_TEMP_DIR"] = before


@dataclass
class Uploads:
    """Takes uploads; safe to share between windows."""

    _last: OrderedDict[Path, bytes] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, path: Path) -> bytes | None:
        """The content of an upload, and the copy that Gradio made is gone; None where nothing arrived.

        A copy that another window took just before is handed out again: Gradio names it by its content.
        """
        with self._lock:
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                return self._last.get(path)
            path.unlink(missing_ok=True)
            self._last[path] = content
            while len(self._last) > _REMEMBERED:
                self._last.popitem(last=False)
        return content
