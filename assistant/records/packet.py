"""The audit of one case as a packet for somebody outside: complete JSON, and the same told in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.export.letter import Block, Paragraph, Rows, Style
from assistant.export.parts import suppression_in_words
from assistant.records.audit import Head
from assistant.records.model import Action, Entry, OpenCase

HOW_TO_VERIFY = (
    "Each entry's digest is the SHA-256 of the JSON array [number, at, user, action, case_id, item, body,"
    " previous], written with sorted keys, without white space and in ASCII; body is the text as printed."
    " previous is the digest of the entry before it in the whole audit, of all cases, so the numbers of one"
    " case have gaps. `imr audit verify` checks the whole chain."
)


def packet_json(opened: OpenCase, history: tuple[Entry, ...], head: Head) -> dict[str, Any]:
    """Everything recorded on the case; ``text`` is the record as it was read."""
    summary = opened.summary
    return {
        "case": {
            "id": opened.id,
            "case_number": summary.case_number,
            "file": summary.name,
            "file_sha256": opened.digest,
            "owner": summary.owner,
            "state": summary.state.value,
            "added_at": summary.added_at.isoformat(),
            "due": summary.due.isoformat() if summary.due else None,
            "due_why": summary.due_why,
            "text": opened.case.document.text if opened.case else None,
        },
        "audit": {"head": str(head), "verified": True, "how_to_verify": HOW_TO_VERIFY},
        "entries": [_entry(entry) for entry in history],
    }


def packet_blocks(opened: OpenCase, history: tuple[Entry, ...], head: Head) -> tuple[Block, ...]:
    """The same for reading: where each item stands, then what happened, in order."""
    return tuple(_packet(opened, history, head))


def _packet(opened: OpenCase, history: tuple[Entry, ...], head: Head) -> Iterator[Block]:
    summary = opened.summary
    yield Paragraph("Audit of one case", Style.TITLE)
    yield Rows(
        ("Case", ""),
        (
            ("Case number", summary.case_number or "not stated"),
            ("File", f"{summary.name}, SHA-256 {opened.digest}"),
            ("Reviewer", summary.owner),
            ("State", summary.state.value),
            ("Due", f"{summary.due:%m/%d/%Y} ({summary.due_why})" if summary.due else "not known"),
            ("Head of the audit", str(head)),
        ),
        (0.25, 0.75),
    )
    yield Paragraph("Where each item stands", Style.HEADING)
    for item in opened.items:
        yield Paragraph(f"{item.number}. {item.treatment}: {item.decision or 'not decided'}", Style.ITEM)
        for aside in item.suppressions:
            yield Paragraph(f"{suppression_in_words(aside)}.", lead="Finding set aside: ")
        if item.signature:
            signed = f"{item.signature.name}, {item.signature.credentials}, {_time(item.signature.at)}"
            yield Paragraph(signed, lead="Signed by: ")
            yield Paragraph(item.signature.text, lead="Rationale: ")
        else:
            yield Paragraph("Not signed: this is no determination.", Style.NOTICE)
    yield Paragraph("What happened", Style.HEADING)
    yield Rows(
        ("No.", "When (UTC)", "Who", "What"),
        tuple((str(e.number), e.at[:19].replace("T", " "), e.user, told(e)) for e in history),
        (0.07, 0.18, 0.15, 0.6),
    )
    yield Paragraph(f"{HOW_TO_VERIFY} Every input and version is in the JSON packet.", Style.FINE)


def told(entry: Entry) -> str:
    """One entry as a sentence."""
    body: dict[str, Any] = json.loads(entry.body)
    teller = _TELLERS.get(entry.action)
    item = f" (item {entry.item})" if entry.item is not None else ""
    said = f": {teller(body)}" if teller else ""
    return f"{entry.action.capitalize()}{item}{said}"


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at,
        "user": entry.user,
        "action": entry.action,
        "case_id": entry.case_id,
        "item": entry.item,
        "body": entry.body,
        "previous": entry.previous,
        "digest": entry.digest,
    }


def _time(at: Any) -> str:
    return f"{at:%m/%d/%Y %H:%M} UTC"


def _reviewed(body: Mapping[str, Any]) -> str:
    outcomes = [f"{item['number']} {item['recommendation'] or 'nothing'}" for item in body["items"]]
    versions = [f"{name} {value[:19]}" for name, value in sorted(body["versions"].items()) if value]
    return f"recommended {', '.join(outcomes)}; with {', '.join(versions)}"


def _edited(body: Mapping[str, Any]) -> str:
    rules = sorted({finding["rule"] for finding in body["checks"]["findings"]})
    found = f"findings {', '.join(rules)}" if rules else "no findings"
    return f"version {body['version']}, {len(body['text'])} characters, {found}"


def _signed(body: Mapping[str, Any]) -> str:
    despite = f" Findings stand aside because: {body['despite']}" if body["despite"] else ""
    return f"{body['decision']}, by {body['name']}, {body['credentials']}. {body['attestation']}{despite}"


def _asked(body: Mapping[str, Any]) -> str:
    account = json.loads(body["account"])
    sent = ", ".join(digest[:16] for digest in account["sent_sha256"]) or "nothing"
    return (
        f"{account['model']} to {body['purpose']}: {account['outcome']}; {account['requests']} requests,"
        f" {account['prompt_tokens']} and {account['answer_tokens']} tokens, {account['seconds']} seconds,"
        f" sent {sent}"
    )


_TELLERS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    Action.CASE_ADDED: lambda b: f"{b['name']}, {b['bytes']} bytes, SHA-256 {b['sha256']}",
    Action.CASE_READ: lambda b: f"{len(b['items'])} disputed items",
    Action.CASE_NOT_READ: lambda b: str(b["problem"]),
    Action.CASE_SEEN: lambda b: f"as {b['role']}",
    Action.REVIEWED: _reviewed,
    Action.EDITED: _edited,
    Action.SUPPRESSED: lambda b: (
        f"{b['rule']} ({b['severity']}) at “{b['quote']}”: {b['message']} Set aside because: {b['reason']}"
    ),
    Action.UNSUPPRESSED: lambda b: f"{b['rule']} at “{b['quote']}”",
    Action.OVERRIDDEN: lambda b: (
        f"{b['decision']} instead of {b['recommendation'] or 'no recommendation'}, because {b['reason']}"
    ),
    Action.SIGNED: _signed,
    Action.REOPENED: lambda b: f"signed by {b['signed_by']}; {b['reason']}",
    Action.FACT_ADDED: lambda b: f"{b['text']} (source: {b['source']})",
    Action.FACT_FORGOTTEN: lambda b: f"{b['text']} (source: {b['source']})",
    Action.REQUEST_CHANGED: lambda b: (
        f"{b['before']['treatment']} to {b['after']['treatment']}, because {b['reason']}"
    ),
    Action.REWORDED: lambda b: f"{b['how']}; {_edited(b)}",
    Action.MODEL_ASKED: _asked,
    Action.REASSIGNED: lambda b: f"from {b['from']} to {b['to']}, because {b['reason']}",
    Action.REMOVED: lambda b: f"because {b['reason']}",
    Action.RESTORED: lambda b: f"because {b['reason']}",
    Action.EXPORTED: lambda b: f"{b['name']}, SHA-256 {b['sha256']}",
}
