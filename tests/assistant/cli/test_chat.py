"""``imr chat``: the conversation on the terminal, with no model."""

from __future__ import annotations

from typer.testing import CliRunner

from assistant.cli import build
from assistant.samples import sample_path


def talked(words: str) -> str:
    path = sample_path("work-hardening.txt")
    done = CliRunner().invoke(build("chat"), ["chat", str(path)], input=words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_case_is_talked_about_line_by_line() -> None:
    said = talked(
        "what is missing?\nfact: The employer confirmed the job on 7/1/2015.\nsign it\nquit\nwhy?\n"
    )

    assert "does not document" in said
    assert "Taken as your fact" in said
    assert "only there can you read what you sign" in " ".join(said.split())
    assert said.count("Criterion") <= 20  # nothing is answered after the end


def test_the_end_of_the_input_ends_the_talk() -> None:
    assert "not medically necessary" in " ".join(talked("").split())
