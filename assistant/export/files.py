"""Write a review to a file in the format that its name asks for; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import SettingsError
from assistant.export.as_json import dumps, review_json
from assistant.export.letter import letter
from assistant.export.markdown import to_markdown
from assistant.results import Review

Writer = Callable[[Review, Path], None]


def write_review(review: Review, path: Path) -> None:
    """Write the review to ``path``.

    Raises:
        SettingsError: the ending is none of .md, .docx, .pdf, .json, or the folder cannot be written to.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        endings = ", ".join(_WRITERS)
        raise SettingsError(f"{path} cannot be written: its ending must be one of {endings}.")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".imr-") as folder:
            fresh = Path(folder) / path.name
            writer(review, fresh)
            fresh.replace(path)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written: {error.strerror}; choose another folder."
        ) from error


def _json(review: Review, path: Path) -> None:
    path.write_text(dumps(review_json(review)) + "\n", encoding="utf-8")


def _markdown(review: Review, path: Path) -> None:
    path.write_text(to_markdown(letter(review)), encoding="utf-8")


def _docx(review: Review, path: Path) -> None:
    from assistant.export.docx import write_docx  # noqa: PLC0415 - only this format needs the library

    write_docx(letter(review), path)


def _pdf(review: Review, path: Path) -> None:
    from assistant.export.pdf import write_pdf  # noqa: PLC0415 - only this format needs the library

    write_pdf(letter(review), path)


_WRITERS: Mapping[str, Writer] = {".md": _markdown, ".docx": _docx, ".pdf": _pdf, ".json": _json}
