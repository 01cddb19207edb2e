"""Load prompt files and fill in their variables.

``$name`` placeholders only: braces and ``<`` inside clinical text stay as they are. A file whose
placeholders differ from the variables that it declares does not load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

import yaml

from assistant.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: ``text`` holds ``$variables``; ``digest`` is the SHA-256 of the whole file."""

    name: str
    purpose: str
    variables: frozenset[str]
    output: str
    text: str
    digest: str

    def fill(self, values: Mapping[str, str]) -> str:
        """The prompt with every variable filled in.

        Raises:
            SettingsError: values and declared variables differ; names them.
        """
        if values.keys() != self.variables:
            odd = ", ".join(sorted(values.keys() ^ self.variables))
            raise SettingsError(
                f"The prompt {self.name!r} was given other variables than it declares: {odd}."
            )
        return Template(self.text).substitute(values)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt ``prompts/NAME.md``.

    Raises:
        SettingsError: no such file, or placeholders and declared variables differ.
    """
    file = files("prompts") / f"{name}.md"
    if not file.is_file():
        raise SettingsError(f"There is no prompt {name!r} in prompts/; `imr prompts list` shows them all.")
    raw = file.read_text(encoding="utf-8")
    _, head, text = raw.split("---\n", 2)
    meta = yaml.safe_load(head)
    declared, used = frozenset(meta["variables"]), frozenset(Template(text).get_identifiers())
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise SettingsError(f"prompts/{name}.md: declared and used variables differ: {odd}.")
    digest = sha256(raw.encode()).hexdigest()
    return Prompt(meta["name"], meta["purpose"], declared, meta["output"], text.strip(), digest)


def prompt_names() -> tuple[str, ...]:
    """Names of all prompt files, sorted."""
    return tuple(
        sorted(f.name.removesuffix(".md") for f in files("prompts").iterdir() if f.name.endswith(".md"))
    )


def prompts_version() -> str:
    """One digest over all prompt files: a changed prompt shows in every review and evaluation."""
    joined = "\n".join(f"{name} {load_prompt(name).digest}" for name in prompt_names())
    return f"sha256:{sha256(joined.encode()).hexdigest()}"
