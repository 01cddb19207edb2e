"""Text that any document format accepts."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text without control characters, which XML and PDF refuse."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
