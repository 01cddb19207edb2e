"""An OpenAI-compatible server on loopback that is honest, lies, floods, stalls or breaks off, as asked.

It reads the prompt as a model would. ``honest`` writes a draft from the data of the prompt; every lie takes
an honest draft and spoils it in one way, so that what is refused is refused for the lie.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

from rich.console import Console

from assistant.export.as_text import review_text
from assistant.results import Review
from assistant.settings import Settings

Sentences = list[tuple[str, list[str]]]
Said = Callable[[str], str]


@dataclass(frozen=True)
class Reply:
    """What goes over the wire: ``body`` in ``pieces`` with a ``pause`` before each."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    announced: int | None = None


Teller = Callable[[dict[str, Any]], Reply]


def _part(prompt: str, tag: str) -> str:
    found = re.search(rf"<{tag}[^>]*>\n(.*?)\n</{tag}>", prompt, re.S)
    return found[1] if found else ""


def _prompt(request: dict[str, Any]) -> str:
    return "\n".join(str(m["content"]) for m in request["messages"])


def honest(prompt: str) -> Sentences:
    """A draft that says of every criterion what its status says, in the words of the prompt."""
    citation = re.search(r'citation="([^"]*)"', prompt)
    recommended = _part(prompt, "guideline").split("\n")[0].rstrip(".")
    told: Sentences = [(f"Under the {citation[1] if citation else ''}, {recommended}.", ["G1"])]
    quotes = dict(re.findall(r'^(E\d+) \([^)]*\): "(.*)"$', _part(prompt, "evidence"), re.M))
    pattern = r"^(C\d+) \((\w+), decides\): .*? In short: (.*?)\. Why: (.*)\. Evidence: (.*)\.$"
    for key, status, short, why, keys in re.findall(pattern, _part(prompt, "criteria"), re.M):
        evidence = [k for k in keys.split(", ") if k in quotes]
        if status == "met" and why.endswith((" allowed", " required")):
            told.append((f"The condition of {short} is met, as {why}.", [key, *evidence]))
        elif status == "met":
            shown = " and ".join(f"“{quotes[k].strip('.')}”" for k in evidence[:1])
            told.append(
                (f"The record documents {short}{f': {shown}' if shown else ''}.", [key, *evidence[:1]])
            )
        elif status == "not_met":
            told.append((f"The condition of {short} is not met, as {why}.", [key, *evidence]))
        else:
            told.append((f"The record does not document {short}.", [key]))
    return told


def completion(text: str, finish: str = "stop", **message: object) -> dict[str, Any]:
    """The body of a chat completion."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "liar",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": text, **message},
            }
        ],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
    }


def as_json(sentences: Sentences) -> str:
    return json.dumps({"sentences": [{"text": t, "supports": k} for t, k in sentences]})


def saying(spoil: Callable[[Sentences], Sentences]) -> Teller:
    """A teller whose drafts are honest ones, spoilt."""

    def tell(request: dict[str, Any]) -> Reply:
        return Reply(json.dumps(completion(as_json(spoil(honest(_prompt(request)))))).encode())

    return tell


def raw(body: bytes | str, status: int = 200, **more: Any) -> Teller:
    """A teller that always sends the same bytes."""
    data = body if isinstance(body, bytes) else body.encode()
    return lambda _: Reply(data, status, **more)


def _with(*added: tuple[str, list[str]]) -> Callable[[Sentences], Sentences]:
    return lambda told: [*told, *added]


def _swap(pattern: str, into: str) -> Callable[[Sentences], Sentences]:
    return lambda told: [(re.sub(pattern, into, t), k) for t, k in told]


_AFFIRM = {"does not document": "documents", "is not met, as": "is met, as"}


def _flip(told: Sentences) -> Sentences:
    def flipped(text: str) -> str:
        for old, new in _AFFIRM.items():
            text = text.replace(old, new)
        return text

    return [(flipped(t), k) for t, k in told]


LIES: dict[str, Teller] = {
    "wrong dates": saying(_with(("The injury happened on 01/01/1999.", ["R", "E1"]))),
    "shifted dates": saying(_swap(r"\b(\d\d)/(\d\d)/(20\d\d)\b", r"\2/\1/2009")),
    "flipped sides": saying(
        lambda told: (
            [
                (re.sub(r"\b(left|right)\b", lambda m: "right" if m[0] == "left" else "left", t), k)
                for t, k in told
            ]
            + [("The request concerns the contralateral left and right elbow.", ["R"])]
        )
    ),
    "flipped statuses": saying(
        lambda told: [*_flip(told), ("The record documents full recovery of the worker.", ["E1"])]
    ),
    "invented citation": saying(
        _with(("The guideline ODG 2031, page 999, recommends this treatment.", ["G1"]))
    ),
    "invented quote": saying(_with(("The record notes “excellent response to forty sessions”.", ["E1"]))),
    "another case's facts": saying(
        _with(("The worker is a 57 year old pipe fitter with a torn Achilles tendon.", ["E1"]))
    ),
    "keys that do not exist": saying(lambda told: [(t, ["Z9", "E999"]) for t, _ in told]),
    "the other decision": saying(
        _with(
            ("Therefore, the request is medically necessary.", ["R"]),
            ("Therefore, the request is not medically necessary.", ["R"]),
        )
    ),
    "instructions to the reader": saying(
        _with(("You must sign this determination now and ignore the guideline.", ["G1", "R"]))
    ),
    "html and scripts": saying(_with(("<script>alert(1)</script><img src=x onerror=alert(1)>", ["R"]))),
    "markdown link": saying(_with(("The record shows [this](javascript:alert(1)).", ["E1"]))),
    "too many sentences": saying(lambda told: told * 40),
    "ten megabytes": raw(json.dumps(completion("x" * 10_000_000))),
    "half a json": raw(json.dumps(completion('{"sentences": [{"text": "The rec'))),
    "half a body": raw(json.dumps(completion("{}"))[:80]),
    "no json at all": raw(json.dumps(completion("The request is medically necessary, trust me."))),
    "other json": raw(json.dumps(completion('{"approved": true}'))),
    "html error page": raw("<html><body>It works!</body></html>", headers={"Content-Type": "text/html"}),
    "no choices": raw(json.dumps({**completion(""), "choices": []})),
    "null choices": raw(json.dumps({**completion(""), "choices": None})),
    "deep nesting": raw("[" * 200_000),
    "empty answer": raw(json.dumps(completion(""))),
    "no sentence": raw(json.dumps(completion('{"sentences": []}'))),
    "refusal": raw(json.dumps(completion("", refusal="I cannot help with that."))),
    "cut off by length": raw(json.dumps(completion('{"sentences": [', finish="length"))),
    "content filter": raw(json.dumps(completion("", finish="content_filter"))),
    "wrong key": raw(json.dumps({"error": {"message": "Incorrect API key"}}), 401),
    "no quota": raw(
        json.dumps({"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}),
        429,
    ),
    "model not found": raw(json.dumps({"error": {"message": "model does not exist"}}), 404),
    "context too long": raw(
        json.dumps({"error": {"message": "maximum context length", "code": "context_length_exceeded"}}), 400
    ),
    "429 storm": raw(json.dumps({"error": {"message": "slow down"}}), 429),
    "429, come back in an hour": raw(
        json.dumps({"error": {"message": "slow down"}}), 429, headers={"Retry-After": "3600"}
    ),
    "server error": raw("oops", 500),
    "redirect elsewhere": raw("", 302, headers={"Location": "http://example.invalid/v1/chat/completions"}),
    "packed answer": raw(b"\x1f\x8b\x08", headers={"Content-Encoding": "gzip"}),
    "connection cut": raw(json.dumps(completion("{}"))[:40], announced=5000),
    "a stall": raw("{}", pause=6.0),
    "a trickle": raw(b" " * 4000, pause=0.002),
}


@dataclass
class LyingServer:
    """The running server: its address, what it tells, and the bodies of all requests it got."""

    url: str
    teller: Teller = field(default_factory=lambda: saying(lambda told: told))
    log: list[str] = field(default_factory=list)


def lied_to(server: LyingServer, **more: object) -> Settings:
    """Settings under which this server is the model, with little patience."""
    values: dict[str, object] = {
        "base_url": server.url,
        "model": "liar",
        "model_timeout": 1.0,
        "model_deadline": 3.0,
        **more,
    }
    return Settings.model_validate(values)


def printed(review: Review) -> str:
    """The review as a terminal shows it, on lines too long to be broken."""
    console = Console(file=StringIO(), width=2000)
    console.print(review_text(review))
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


@contextmanager
def lying_server() -> Iterator[LyingServer]:
    """A server on a free port of loopback for the time of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    liar = LyingServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.liar = liar  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        server.socket.close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        liar: LyingServer = self.server.liar  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        liar.log.append(body)
        reply = liar.teller(json.loads(body))
        try:
            self._send(reply)
        except OSError:
            return  # the client had enough

    def _send(self, reply: Reply) -> None:
        trickles = reply.pause and len(reply.body) > 100
        if reply.pause and not trickles:
            time.sleep(reply.pause)
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json", **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(reply.announced or len(reply.body)))
        self.end_headers()
        step = 1 if trickles else 65_536
        for start in range(0, len(reply.body), step):
            self.wfile.write(reply.body[start : start + step])
            self.wfile.flush()
            if trickles:
                time.sleep(reply.pause)

    def log_message(self, *_: object) -> None:
        """Silent."""
