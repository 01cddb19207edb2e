"""Every document of a case as bytes, noted in the audit before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.desk.desk import Desk
from assistant.errors import RecordsError
from assistant.export.as_json import dumps, review_json
from assistant.export.determination import determination
from assistant.export.files import write_blocks
from assistant.export.letter import Block
from assistant.export.missing import missing_letter
from assistant.export.packet import evidence_packet
from assistant.records import OpenCase, User
from assistant.results import Review, Suppression

Blocks = tuple[Block, ...]
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".json": "application/json",
}


def export(desk: Desk, case_id: int, name: str, user: User) -> bytes:
    """The document ``name`` of a case; one of ``KINDS``.

    Raises:
        AssistantError: the case is not the user's, or has no review yet.
    """
    opened = desk.records.open_case(case_id, user)
    if name == "review.json":
        content = (dumps(review_json(_review(opened), _aside(opened))) + "\n").encode()
    else:
        content = _written(_LETTERS[name.split(".")[0]](desk, opened), name)
    desk.records.note_export(case_id, name, content, user)
    return content


def _review(opened: OpenCase) -> Review:
    review = opened.review
    if review is None:
        raise RecordsError("This case has no review yet, so there is nothing to export.")
    return review


def _aside(opened: OpenCase) -> dict[int, tuple[Suppression, ...]]:
    return {item.number: item.suppressions for item in opened.items}


def _written(blocks: Blocks, name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_blocks(blocks, path)
        return path.read_bytes()


_LETTERS: Mapping[str, Callable[[Desk, OpenCase], Blocks]] = {
    "determination": lambda _, opened: determination(opened),
    "evidence": lambda _, opened: evidence_packet(_review(opened), _aside(opened)),
    "missing": lambda desk, opened: missing_letter(_review(opened), desk.records.clock().date()),
}
KINDS: Mapping[str, str] = {
    f"{letter}{ending}": _TYPES[ending] for letter in _LETTERS for ending in (".docx", ".pdf")
} | {"review.json": _TYPES[".json"]}
