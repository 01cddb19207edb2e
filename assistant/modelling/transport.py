"""Limits under the HTTP client: an answer may take so long and be so large, whatever the server does.

Knows nothing of models. A stall, a trickle, a flood or a packed answer ends in one of the errors below.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx2

from assistant.privacy import is_this_machine

_ENDS: ContextVar[float | None] = ContextVar("imr_model_deadline", default=None)


class AnswerTooLargeError(httpx2.TransportError):
    """The answer grew beyond the limit."""


class OutOfTimeError(httpx2.ReadTimeout):
    """The answer did not end within the time that was left."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in monotonic time by which everything has to be done."""

    ends: float

    @classmethod
    def within(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.ends - time.monotonic())

    @contextmanager
    def governing(self) -> Iterator[None]:
        """Requests made inside end by this deadline."""
        token = _ENDS.set(self.ends)
        try:
            yield
        finally:
            _ENDS.reset(token)


@dataclass(frozen=True)
class LimitedTransport(httpx2.BaseTransport):
    """Another transport with a limit of bytes and the governing deadline put on every answer."""

    inner: httpx2.BaseTransport
    max_bytes: int

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"  # a packed answer could unfold without limit
        ends = _ENDS.get()
        if ends is not None:
            left = Deadline(ends).left
            if left <= 0:
                raise OutOfTimeError("no time left", request=request)
            timeout = request.extensions.get("timeout", {})
            request.extensions["timeout"] = {
                name: min(left, value or left) for name, value in timeout.items()
            }
        response = self.inner.handle_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            response.close()
            raise AnswerTooLargeError("packed answer", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)  # sync transports give sync streams
        response.stream = _Limited(response.stream, request, self.max_bytes, ends)
        return response

    def close(self) -> None:
        self.inner.close()


@dataclass
class _Limited(httpx2.SyncByteStream):
    inner: httpx2.SyncByteStream
    request: httpx2.Request
    max_bytes: int
    ends: float | None

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in self.inner:
            seen += len(chunk)
            if seen > self.max_bytes:
                raise AnswerTooLargeError("answer too large", request=self.request)
            if self.ends is not None and time.monotonic() > self.ends:
                raise OutOfTimeError("answer too slow", request=self.request)
            yield chunk

    def close(self) -> None:
        self.inner.close()


def http_client(url: str, max_bytes: int, inner: httpx2.BaseTransport | None = None) -> httpx2.Client:
    """A client for one address that follows no redirect: text goes where it was meant to go, or nowhere."""
    transport = LimitedTransport(inner or plain_transport(url), max_bytes)
    return httpx2.Client(transport=transport, follow_redirects=False)


def plain_transport(url: str) -> httpx2.HTTPTransport:
    """The way to one address, through the proxy that the environment names for it."""
    # no connection is kept: requests are few and long, and nothing has to be closed afterwards
    none_kept = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.HTTPTransport(proxy=_proxy(url), limits=none_kept)


def _proxy(url: str) -> str | None:
    address = httpx2.URL(url)
    if is_loopback(url) or proxy_bypass(address.host):
        return None
    return getproxies().get(address.scheme)


def is_loopback(url: str) -> bool:
    """Whether the address is this machine, so that text sent there does not leave it."""
    return is_this_machine(httpx2.URL(url).host)


def without_query(url: str) -> tuple[str, dict[str, str]]:
    """The address, and what stands after its question mark: the client would put paths behind it."""
    address = httpx2.URL(url)
    return str(address.copy_with(query=None)), dict(address.params)


def shown_address(url: str) -> str:
    """The address without a user name or password that it may carry."""
    address = httpx2.URL(url)
    port = f":{address.port}" if address.port else ""
    return f"{address.scheme}://{address.host}{port}{address.path}"
