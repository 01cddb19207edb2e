"""All settings in one typed tree, read from the environment; every one has a description.

``IMR_*`` variables set a field by its name; the endpoint also answers to the customary ``OPENAI_*`` names.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """Settings of the assistant; the defaults need no key and no network."""

    model_config = SettingsConfigDict(env_prefix="IMR_", extra="ignore", frozen=True, populate_by_name=True)

    data: Path = Field(
        default_factory=lambda: user_data_path("imr-assistant"),
        description="Folder of the index, the records and the audit.",
    )
    chroma_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("IMR_CHROMA_URL", "CHROMA_URL"),
        description="Address of a remote Chroma; without it Chroma runs inside this process.",
    )
    embeddings: str = Field(
        default="wordllama",
        description="wordllama (built in), minilm (Chroma's ONNX model, if at hand), or openai:MODEL.",
    )
    embeddings_url: str | None = Field(
        default=None,
        description="Address of the embeddings endpoint, where it is not the model's.",
    )
    embeddings_api_key: SecretStr | None = Field(
        default=None, description="Key of the endpoint at `embeddings_url`."
    )
    api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("IMR_API_KEY", "OPENAI_API_KEY"),
        description="Key of the model endpoint; switches the model drafter on.",
    )
    base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("IMR_BASE_URL", "OPENAI_BASE_URL"),
        description=(
            "Address of an OpenAI-compatible endpoint; switches the model drafter on. OpenAI, vLLM, Ollama"
            " and llama.cpp end in `/v1`; one of Azure may end in `?api-version=...`."
        ),
    )
    model: str = Field(default="gpt-4.1-mini", description="Name of the model at the endpoint.")
    structured_output: Literal["json_schema", "function_calling", "json_mode"] = Field(
        default="json_schema", description="How the endpoint is asked for structured output."
    )
    model_evidence: bool = Field(
        default=False,
        description="Let the model propose quotes of the record beside the rules; no status rises by them.",
    )
    model_timeout: float = Field(default=60.0, gt=0, description="Seconds to wait for one model answer.")
    model_retries: int = Field(
        default=2, ge=0, le=10, description="Retries after a refused or lost request."
    )
    model_max_tokens: int = Field(default=1500, ge=64, description="Longest model answer, in tokens.")
    model_deadline: float = Field(
        default=180.0, gt=0, description="Seconds for one draft in all: answers, retries and revisions."
    )
    model_max_bytes: int = Field(
        default=1_000_000, ge=10_000, description="Largest answer taken from the endpoint, in bytes."
    )
    model_prompt_tokens: int = Field(
        default=24_000, ge=500, description="Longest prompt, in estimated tokens; what tells least is cut."
    )
    model_history_tokens: int = Field(
        default=1_000,
        ge=0,
        description="Most of the talk so far that goes with a question, in tokens.",
    )
    model_parameters: dict[str, Any] = Field(
        default={}, description="Further parameters that the endpoint understands, as a JSON object."
    )
    model_concurrency: int = Field(
        default=4, ge=1, le=64, description="Most requests to the endpoint at the same time."
    )
    model_recording: Path | None = Field(
        default=None, description="File of a model's answers, given back in place of an endpoint."
    )
    model_record: bool = Field(
        default=False, description="Keep the endpoint's answers in `model_recording` instead."
    )
    model_price_in: Decimal | None = Field(
        default=None, ge=0, description="Price of a million prompt tokens, for the cost estimate."
    )
    model_price_out: Decimal | None = Field(
        default=None, ge=0, description="Price of a million answer tokens, for the cost estimate."
    )
    mask_identifiers: Literal["remote", "always", "never"] = Field(
        default="remote",
        description="When names, numbers and addresses in sent text are masked: remote, always, never.",
    )
    keep_sent_text: bool = Field(
        default=False, description="Store the text that was sent with each draft, not only its hash."
    )
    revisions: int = Field(
        default=2, ge=0, le=5, description="Rounds in which the checker's findings go back."
    )
    host: str = Field(default="127.0.0.1", description="Address that `imr serve` listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port that `imr serve` listens on.")

    database_url: str | None = Field(
        default=None,
        description="Database of the records and the audit, as sqlite:////path; default: a file in `data`.",
    )
    session_minutes: int = Field(
        default=30, ge=1, le=24 * 60, description="Minutes without a move after which a user is signed out."
    )

    @property
    def model_configured(self) -> bool:
        """Whether an endpoint is configured at all."""
        given = (self.api_key, self.base_url, self.model_recording)
        return any(one is not None for one in given)

    @property
    def index_path(self) -> Path:
        return self.data / "index"

    @property
    def records_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'records.sqlite'}"


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a variable has a value that cannot be used; names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"The setting {name} cannot be used: {first['msg']}.") from error
