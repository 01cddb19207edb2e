"""A transport that keeps an endpoint's answers in a file, or gives the kept ones back without an endpoint.

An answer is found by the exact request; where a prompt has changed since, by the work that it was for (the
case, the item, the form and the round), so that a recording outlives a reworded pack. Kept are two hashes
and the answer; neither key, nor address, nor prompt.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2

from assistant.errors import SettingsError

HEADER = "recorded"


_WORK: ContextVar[str] = ContextVar("imr_recorded_work", default="")


@contextmanager
def work(*parts: object) -> Iterator[None]:
    """Requests made inside are for the work that these parts name."""
    token = _WORK.set(sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16])
    try:
        yield
    finally:
        _WORK.reset(token)


class NotRecordedError(httpx2.TransportError):
    """The file holds no answer to this request."""


@dataclass(frozen=True)
class RecordingTransport(httpx2.BaseTransport):
    """With ``inner`` every answer is kept in the file as it comes; without, the file answers."""

    path: Path
    inner: httpx2.BaseTransport | None = None
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        key = request_key(request.read())
        if self.inner is None:
            answer = self._kept.get(key) or self._kept.get(_WORK.get())
            if answer is None:
                raise NotRecordedError(f"no answer to {key} in {self.path}", request=request)
            return httpx2.Response(200, json=_completion(answer), request=request)
        if self.path.is_file() and key in self._kept:  # a recording that is gone on with
            return httpx2.Response(200, json=_completion(self._kept[key]), request=request)
        response = self.inner.handle_request(request)
        body = response.read()
        if response.status_code == 200:
            self._keep({"request": key, "work": _WORK.get(), **_answer_of(json.loads(body))})
        return httpx2.Response(
            response.status_code, headers=response.headers, content=body, request=request
        )

    @cached_property
    def _kept(self) -> Mapping[str, Mapping[str, Any]]:
        rows = [row for row in _rows(self.path) if "request" in row]
        return {row["work"]: row for row in rows} | {row["request"]: row for row in rows}

    def _keep(self, row: Mapping[str, Any]) -> None:
        with self._writing, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")

    def close(self) -> None:
        if self.inner is not None:
            self.inner.close()


def request_key(body: bytes) -> str:
    """What names a request: the hash of its body, whatever the order of its fields."""
    canonical = json.dumps(json.loads(body or b"{}"), sort_keys=True, ensure_ascii=True)
    return sha256(canonical.encode()).hexdigest()[:32]


def header_of(path: Path) -> dict[str, Any]:
    """What the first line says of the recording: its settings, and the cases it holds.

    Raises:
        SettingsError: there is no such file, or it is no recording.
    """
    first = next(iter(_rows(path)), {})
    if HEADER not in first:
        raise SettingsError(f"{path} is not a recording of a model's answers.")
    header: dict[str, Any] = first[HEADER]
    return header


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise SettingsError(f"The recording {path} cannot be read: {error}") from error


def _answer_of(body: Mapping[str, Any]) -> dict[str, Any]:
    choice, usage = body["choices"][0], body.get("usage") or {}
    message = choice["message"]
    kept = {
        "text": message.get("content") or "",
        "finish": choice.get("finish_reason"),
        "prompt_tokens": usage.get("prompt_tokens", 0),
        "answer_tokens": usage.get("completion_tokens", 0),
    }
    return {**kept, "tool_calls": message["tool_calls"]} if message.get("tool_calls") else kept


def _completion(row: Mapping[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": row["text"]}
    if "tool_calls" in row:
        message["tool_calls"] = row["tool_calls"]
    asked, answered = row["prompt_tokens"], row["answer_tokens"]
    return {
        "id": "recorded",
        "object": "chat.completion",
        "created": 0,
        "model": "recorded",
        "choices": [{"index": 0, "finish_reason": row["finish"], "message": message}],
        "usage": {
            "prompt_tokens": asked,
            "completion_tokens": answered,
            "total_tokens": asked + answered,
        },
    }
