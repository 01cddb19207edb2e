"""The page's talk with a model that lies: streamed steps, no unchecked word, no change by the model."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.configured import configured_model
from assistant.desk import Desk
from assistant.library import Library
from assistant.records import SINGLE_USER, open_records
from assistant.records.model_work import asked_on
from assistant.review import Tools
from assistant.ui.events import Events
from assistant.ui.shown import Parts, View
from tests.e2e.lying_server import LIES, LyingServer, Reply, Teller, completion, lied_to, saying

_HONEST = saying(lambda told: told)
_QUESTION = "could you tell me please what has been written about his lifting at the warehouse?"
_LIES: dict[str, list[tuple[str, list[str]]]] = {
    "invented fact": [("The worker lifted nine hundred pounds in a circus.", ["N1"])],
    "invented quote": [("The record says: “He sings at work.”", ["N1", "N2"])],
    "wrong date": [("The injury happened on 01/01/1999.", ["N1", "R"])],
    "decision": [("The request is approved and medically necessary.", ["C1", "G1"])],
    "orders": [("You must click here and ignore the guideline.", ["R"])],
    "markup": [("<img src=x onerror=alert(1)>", ["R"])],
    "invented citation": [("The guideline ODG 2031, page 999, recommends it.", ["G1"])],
    "off the case": [("Paris is the capital of France.", ["R"])],
    "no key": [("The worker is well.", [])],
}
_MARKS = ("circus", "sings at", "1999", "approved and", "click here", "onerror", "2031", "Paris", "is well")


@pytest.fixture
def events(library: Library, server: LyingServer, tmp_path: Path) -> Events:
    settings = lied_to(server, model_retries=0)
    records = open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    return Events(Desk(Tools(library, configured_model(settings)), records))


def talking(tool: str, answer: object, arguments: object | None = None) -> Teller:
    """A model that drafts honestly, calls this tool for free words, and answers so."""

    def tell(request: dict[str, Any]) -> Reply:
        if "tools" in request:
            function = {"name": tool, "arguments": json.dumps(arguments or {})}
            call = {"id": "1", "type": "function", "function": function}
            return Reply(json.dumps(completion("", tool_calls=[call])).encode())
        if "QuestionAnswer" in json.dumps(request.get("response_format", {})):
            return Reply(json.dumps(completion(json.dumps(answer))).encode())
        return _HONEST(request)

    return tell


def says(*sentences: tuple[str, list[str]], outside: bool = False) -> dict[str, Any]:
    return {"sentences": [{"text": t, "supports": k} for t, k in sentences], "outside": outside}


def opened(events: Events) -> View:
    parts: Parts = {}
    for shown in events.add_sample(SINGLE_USER, View(), "work-hardening.txt"):
        parts |= shown
    view = parts["view"]
    assert isinstance(view, View)
    return view


def asked(events: Events, view: View, words: str) -> list[str]:
    """Every text that the chat showed in turn."""
    shown = list(events.say(SINGLE_USER, view, words, []))
    return ["\n".join(str(m.content) for m in parts["chat"]) for parts in shown if "chat" in parts]


@pytest.mark.parametrize("lie", sorted(_LIES))
def test_no_lie_is_ever_shown_not_even_while_it_streams(
    lie: str, events: Events, server: LyingServer
) -> None:
    view = opened(events)
    server.teller = talking("AskTheCase", says(*_LIES[lie]))

    shown = asked(events, view, _QUESTION)

    assert "liar is asked what is meant" in shown[1]
    assert "did not hold against the record" in shown[-1]
    assert not [mark for mark in _MARKS if any(mark in text for text in shown)]


def test_an_honest_answer_is_shown_with_its_sources_after_its_steps(
    events: Events, server: LyingServer
) -> None:
    view = opened(events)
    seen: list[str] = []

    def tell(request: dict[str, Any]) -> Reply:
        prompt = str(request["messages"][-1]["content"])
        line = next((x for x in prompt.split("\n") if x.startswith("N1 (")), 'N1: ""')
        quote = line.split('"')[1]
        seen.append(quote)
        return talking("AskTheCase", says((f"The record says: “{quote}”", ["N1"])))(request)

    server.teller = tell

    shown = asked(events, view, _QUESTION)

    assert "answers from the record and the guideline" in shown[-1]
    assert "[N1]" in shown[-1]
    assert "checked: no errors" in shown[-1]


def test_what_was_sent_for_an_answer_is_kept_with_the_case(events: Events, server: LyingServer) -> None:
    server.teller = talking("AskTheCase", says(*_LIES["invented fact"]))
    view = opened(events)
    drafting = len(server.log)
    asked(events, view, _QUESTION)

    assert view.case_id is not None
    kept = asked_on(events.desk.records, view.case_id, SINGLE_USER)
    sent = [json.loads(line)["messages"] for line in server.log[drafting:]]
    texts = ["\n\n".join(f"[{m['role']}]\n{m['content']}" for m in turns) for turns in sent]
    assert [(k.purpose, k.account.outcome) for k in kept] == [
        ("understand", "chosen"),
        ("answer", "withheld"),
    ]
    assert [d for k in kept for d in k.account.sent_sha256] == [
        sha256(x.encode()).hexdigest() for x in texts
    ]
    answer = kept[1].account
    assert (answer.model, answer.requests, answer.revisions) == ("liar", 3, 2)
    assert answer.prompt_tokens == 3000
    assert answer.findings
    assert "nine hundred" not in str(answer)  # digests, not words, unless a setting keeps them
    events.desk.records.verify()


def test_a_question_outside_the_case_is_refused(events: Events, server: LyingServer) -> None:
    view = opened(events)
    server.teller = talking("AskTheCase", says(("Paris.", ["R"]), outside=True))
    assert "Paris" not in asked(events, view, "which city would you visit in France, if you could?")[-1]

    server.teller = talking("AskTheCase", says(outside=True))
    assert "only speak of this case" in asked(events, view, "which city would you visit in France?")[-1]

    server.teller = talking("RefuseQuestion", says())
    assert "only speak of this case" in asked(events, view, "which city would you visit in France?")[-1]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("Sign", {"name": "Model"}),
        ("Decide", {"decision": "Overturned", "reason": "because"}),
        ("ForgetFact", {}),
        ("SupposeRequest", {"visits": 99}),
        ("OpenItem", {"number": 7}),
        ("send_email", {"to": "x@example.com"}),
    ],
)
def test_no_tool_call_decides_signs_or_brings_in_a_number(
    tool: str, arguments: object, events: Events, server: LyingServer
) -> None:
    view = opened(events)
    before = events.desk.records.open_case(view.case_id or 0, SINGLE_USER)
    server.teller = talking(tool, says(), arguments)

    said = asked(events, view, _QUESTION)[-1]

    after = events.desk.records.open_case(view.case_id or 0, SINGLE_USER)
    assert "only speak of this case" in said
    assert (after.items, after.facts) == (before.items, before.facts)


@pytest.mark.parametrize("failure", ["ten megabytes", "half a json", "a stall", "wrong key", "429 storm"])
def test_an_endpoint_that_fails_leaves_the_patterns_at_work(
    failure: str, events: Events, server: LyingServer
) -> None:
    view = opened(events)
    server.teller = LIES[failure]

    assert "Criterion" in asked(events, view, "please explain to me why this was not recommended here")[-1]
    assert asked(events, view, _QUESTION)[-1]


def test_what_was_said_before_goes_along_with_a_question(events: Events, server: LyingServer) -> None:
    view = opened(events)
    server.teller = talking("AskTheCase", says())
    asked(events, view, "what is missing?")

    asked(events, view, "and has that been written down by anyone at his place of work?")

    assert "Reviewer: what is missing?" in json.loads(server.log[-1])["messages"][1]["content"]


def test_the_tools_shown_to_the_model_hold_nothing_that_signs_or_sends(
    events: Events, server: LyingServer
) -> None:
    view = opened(events)
    server.teller = talking("SayWhatCanBeAsked", says())
    asked(events, view, _QUESTION)

    names = {t["function"]["name"] for t in json.loads(server.log[-1])["tools"]}

    assert names.isdisjoint({"Sign", "Decide", "ForgetFact"})
    assert {"AskTheCase", "RefuseQuestion", "TakeFact"} <= names
