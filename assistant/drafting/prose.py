"""Small turns of English: lists, first letters, excerpts in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_QUOTE = 240  # evidence is never longer


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, or ``a, b, and c``; semicolons where a part has a comma itself."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2 and not any("," in part for part in parts):
        return f"{parts[0]} {last} {parts[1]}"
    mark = "; " if any("," in part for part in parts) else ", "
    return f"{mark.join(parts[:-1])}{mark}{last} {parts[-1]}"


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is a name or an abbreviation."""
    word = text.split(" ", 1)[0]
    keep = len(word) > 1 and any(c.isupper() or c.isdigit() for c in word[1:])
    return text if keep else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text as a sentence: capital first, one full stop at the end."""
    return upper_first(text.strip().rstrip(".;,")) + "."


def quoted(text: str) -> str:
    """A verbatim excerpt in quotation marks, cut at a word's end when long, its own full stop left out."""
    excerpt = " ".join(text.split())
    if len(excerpt) > _LONGEST_QUOTE:
        excerpt = excerpt[:_LONGEST_QUOTE].rsplit(" ", 1)[0]
    if excerpt.count('"') % 2:  # a mark without its partner would end the quotation
        excerpt = max(excerpt.rpartition('"')[::2], key=len)
    return f"“{excerpt.rstrip('.;, ')}”"
