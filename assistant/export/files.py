"""Write a review, or any letter, to a file in the format that its name asks for; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import SettingsError
from assistant.export.as_json import dumps, review_json
from assistant.export.letter import Block, letter
from assistant.export.markdown import to_markdown
from assistant.results import Review

Blocks = tuple[Block, ...]
Writer = Callable[[Blocks, Path], None]


def write_review(review: Review, path: Path) -> None:
    """Write the review to ``path``.

    Raises:
        SettingsError: the ending is none of .md, .docx, .pdf, .json, or the folder cannot be written to.
    """
    if path.suffix.lower() == ".json":
        write_text(path, dumps(review_json(review)) + "\n")
    else:
        _write(path, letter(review), (*_WRITERS, ".json"))


def write_blocks(blocks: Blocks, path: Path) -> None:
    """Write a letter, packet or determination to ``path``.

    Raises:
        SettingsError: the ending is none of .md, .docx, .pdf, or the folder cannot be written to.
    """
    _write(path, blocks, tuple(_WRITERS))


def write_text(path: Path, text: str) -> None:
    """Write a text to ``path``.

    Raises:
        SettingsError: the folder cannot be written to.
    """
    _whole(path, lambda fresh: _text(fresh, text))


def _write(path: Path, blocks: Blocks, endings: tuple[str, ...]) -> None:
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise SettingsError(f"{path} cannot be written: its ending must be one of {', '.join(endings)}.")
    _whole(path, lambda fresh: writer(blocks, fresh))


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """The file in full under its name, or the one that was there before."""
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".imr-") as folder:
            fresh = Path(folder) / path.name
            write(fresh)
            fresh.replace(path)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written: {error.strerror}; choose another folder."
        ) from error


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _markdown(blocks: Blocks, path: Path) -> None:
    _text(path, to_markdown(blocks))


def _docx(blocks: Blocks, path: Path) -> None:
    from assistant.export.docx import write_docx  # noqa: PLC0415 - only this format needs the library

    write_docx(blocks, path)


def _pdf(blocks: Blocks, path: Path) -> None:
    from assistant.export.pdf import write_pdf  # noqa: PLC0415 - only this format needs the library

    write_pdf(blocks, path)


_WRITERS: Mapping[str, Writer] = {".md": _markdown, ".docx": _docx, ".pdf": _pdf}
