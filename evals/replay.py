"""A recording of a model's answers in place of its endpoint: its settings, and the cases it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.modelling.recording import header_of
from assistant.settings import Settings
from evals.sources import Source

SHAPING = (
    "model",
    "structured_output",
    "model_max_tokens",
    "model_prompt_tokens",
    "model_parameters",
    "model_evidence",
    "mask_identifiers",
    "revisions",
)


def replayed_file(settings: Settings) -> Path | None:
    """The recording that stands in for the endpoint, if one does."""
    return None if settings.model_record else settings.model_recording


def replaying(settings: Settings) -> Settings:
    """The settings with those of the recording, where one is replayed."""
    path = replayed_file(settings)
    if path is None:
        return settings
    shaped: dict[str, Any] = header_of(path)["settings"]
    return settings.model_copy(update={name: shaped[name] for name in SHAPING})


def recorded_cases(source: Source, path: Path) -> Source:
    """The cases of the source that a recording holds."""
    names = set(header_of(path)["cases"])
    return replace(source, cases=tuple(c for c in source.cases if c.name in names))
