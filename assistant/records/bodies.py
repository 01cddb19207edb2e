"""What the audit's entries hold, as plain JSON values. Enough to see later what a decision rested on."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from assistant.case import Case, DisputedItem
from assistant.export.as_json import case_json, report_json, request_json, review_json
from assistant.records.codec import dump_case, dump_review
from assistant.records.model import DraftVersion, ItemRecord, OpenCase, Signer
from assistant.results import CheckReport, ItemReview, Review
from knowledge.model import Decision


def digest(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return sha256(text.encode()).hexdigest()


def case_body(case: Case) -> dict[str, Any]:
    """The header, the digest of the text, and the requests as they were read.

    ``kept`` is the digest of what the tables keep, so that a verification can compare them.
    """
    wanted = [_wanted(item) for item in case.items]
    return {**case_json(case), "items": wanted, "kept": digest(dump_case(case))}


def review_body(review: Review, file_digest: str) -> dict[str, Any]:
    """The whole review as ``imr review --json`` prints it, with the passages and the file's digest."""
    whole = review_json(review)
    for shown, item in zip(whole["items"], review.items, strict=True):
        shown["number"] = item.item.number
        shown["passages"] = _passages(item)
        shown["kept"] = digest(dump_review(item))
    return {**whole, "file_sha256": file_digest}


def edit_body(version: int, text: str, report: CheckReport) -> dict[str, Any]:
    return {"version": version, "text": text, "sha256": digest(text), "checks": report_json(report)}


def request_body(before: DisputedItem, after: DisputedItem, reason: str, case: Case) -> dict[str, Any]:
    """What was asked before and is asked now; ``case`` is the case after the change."""
    wanted = {"before": _wanted(before), "after": _wanted(after)}
    return {**wanted, "reason": reason.strip(), "kept": digest(dump_case(case))}


def signature_body(
    opened: OpenCase, item: ItemRecord, draft: DraftVersion, decision: Decision, signer: Signer
) -> dict[str, Any]:
    """All that was signed: decision, rationale, its findings, the inputs and the versions behind it."""
    return {
        "name": signer.name.strip(),
        "credentials": signer.credentials.strip(),
        "attestation": signer.attestation.strip(),
        "despite": signer.despite.strip(),
        "decision": decision.value,
        "recommendation": item.recommendation.value if item.recommendation else None,
        "treatment": item.treatment,
        "version": draft.number,
        "written_by": draft.by,
        "text": draft.text,
        "sha256": digest(draft.text),
        "checks": report_json(draft.report),
        "file_sha256": opened.digest,
        "text_sha256": opened.case.document.digest if opened.case else None,
        "facts": [{"text": fact.text, "source": fact.source} for fact in opened.facts],
        "versions": opened.versions,
    }


def _wanted(item: DisputedItem) -> dict[str, Any]:
    return {"number": item.number, "treatment": item.treatment, "request": request_json(item)}


def _passages(item: ItemReview) -> list[dict[str, Any]]:
    return [
        {"key": p.key, "citation": p.citation, "pack": p.pack, "score": p.score, "text": p.text}
        for p in item.passages
    ]
