"""stub"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def write_report(path: Path, *parts: Any) -> None:
    path.write_text("")
