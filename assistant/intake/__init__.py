"""Intake: from a file or pasted text to a document with places, and from a document to a case.

Knows files and forms. Does not know guidelines, criteria or evidence, and lets no decision through.
"""

from __future__ import annotations

from assistant.case import Case
from assistant.intake.case_file import read_case
from assistant.intake.readers import plain_text, read_document, text_document
from assistant.intake.request import parse_request

__all__ = ["case_from_text", "parse_request", "plain_text", "read_case", "read_document"]


def case_from_text(text: str, name: str = "pasted text") -> Case:
    """Make a case of pasted text; raises UnreadableError or NotACaseError with one clear sentence."""
    return read_case(text_document(text, name))
