"""The JSON of the command-line contract. Same review, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.alike import alike
from assistant.case import Case, DisputedItem, Request
from assistant.drafting.prepared import key_of
from assistant.results import (
    CheckReport,
    Evidence,
    Finding,
    ItemReview,
    OfficialPassage,
    Precedent,
    Provenance,
    Reading,
    Review,
    Suppression,
)
from knowledge.document import Quote
from knowledge.model import CriterionResult, Pack
from knowledge.wording import as_shown

Aside = Mapping[int, tuple[Suppression, ...]]


def dumps(value: object) -> str:
    """JSON with stable key order as built, readable, UTF-8 kept."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def review_json(review: Review, aside: Aside | None = None) -> dict[str, Any]:
    """The whole review as the contract prints it; ``aside``: findings set aside, by item."""
    items = [_item(item) for item in review.items]
    for shown, item in zip(items, review.items, strict=True):
        if words := (aside or {}).get(item.item.number):
            told = [{"rule": w.rule, "quote": w.quote, **suppression_json(w)} for w in words]
            shown["suppressions"] = told
    told = [{"items": [a.one, a.two], "says": a.said} for a in alike(_numbered(review))]
    return {"case": case_json(review.case), "items": items, "alike": told, "versions": review.versions}


def _numbered(review: Review) -> list[tuple[int, str]]:
    return [(i.item.number, i.item.treatment) for i in review.items]


def report_json(report: CheckReport) -> dict[str, Any]:
    """A checker's report as the contract prints it; findings set aside are told beside those that stand."""
    told = {"status": report.status, "findings": [_finding(f) for f in report.findings]}
    if not report.suppressed:
        return told
    aside = [{**_finding(s.finding), **suppression_json(s.suppression)} for s in report.suppressed]
    return {**told, "said": report.said, "suppressed": aside}


def suppression_json(suppression: Suppression) -> dict[str, Any]:
    """Why a finding was set aside, by whom and when."""
    return {"reason": suppression.reason, "by": suppression.by, "at": suppression.at or None}


def quote_json(quote: Quote) -> dict[str, Any]:
    return {"quote": quote.text, "page": quote.page, "start": quote.start, "end": quote.end}


def case_json(case: Case) -> dict[str, Any]:
    return {
        "case_number": case.case_number,
        "date_of_injury": _iso(case.date_of_injury),
        "decision_date": None,
        "date_assigned": _iso(case.date_assigned),
        "ur_denial_date": _iso(case.ur_denial_date),
        "application_received": _iso(case.application_received),
        "priority": case.priority,
        # not its name: the same file under another name gives the same bytes
        "document": {"sha256": case.document.digest, "pages": len(case.document.pages)},
        "warnings": list(case.warnings),
    }


def _item(review: ItemReview) -> dict[str, Any]:
    evaluation = review.evaluation
    recommendation = evaluation.recommendation if evaluation else None
    return {
        "treatment": review.item.treatment,
        "family": review.family,
        "request": request_json(review.item),
        "guideline": _guideline(evaluation.pack, review.guideline_why) if evaluation else None,
        "recommendation": str(recommendation) if recommendation else None,
        "strength": evaluation.strength if evaluation else 0.5,
        "why": evaluation.why if evaluation else review.guideline_why,
        "deciding": list(evaluation.deciding) if evaluation else [],
        "criteria": [_criterion(r, review) for r in evaluation.results] if evaluation else [],
        "missing": [as_shown(evaluation.result(name).criterion) for name in evaluation.missing]
        if evaluation
        else [],
        "official_text": [_official(p) for p in review.official],
        "precedents": [_precedent(p) for p in review.precedents],
        "draft": _draft(review),
        "checks": report_json(review.checks),
        "note": review.note or None,
        "reading": reading_json(review.reading) if review.reading else None,
    }


def request_json(item: DisputedItem) -> dict[str, Any]:
    stated = {f.name: _plain(getattr(item.request, f.name)) for f in fields(Request)}
    return {
        **{name: value for name, value in stated.items() if value not in (None, "", [])},
        "original_request": item.original_request,
        "authorized": item.authorized,
    }


def _guideline(pack: Pack, why: str) -> dict[str, Any]:
    return {
        "name": pack.guideline,
        "edition": pack.edition,
        "section": pack.section,
        "pages": list(pack.pages),
        "pack": pack.id,
        "chapter": pack.chapter,
        "level": str(pack.level),
        "confidence": str(pack.confidence),
        "text_loaded": pack.text_loaded,
        "why": why,
    }


def _criterion(result: CriterionResult, review: ItemReview) -> dict[str, Any]:
    evidence = review.evidence.by_keys(result.trace.keys)
    assert review.evaluation is not None  # a result comes from an evaluation
    return {
        "id": result.id,
        "key": key_of(review.evaluation, result),
        "says": result.criterion.says,
        "role": str(result.criterion.role),
        "confidence": str(result.criterion.confidence),
        "basis": str(result.criterion.basis),
        "status": str(result.status),
        "why": result.trace.why,
        "evidence": [_evidence(e, review) for e in evidence],
    }


def _evidence(evidence: Evidence, review: ItemReview) -> dict[str, Any]:
    return {
        **quote_json(evidence.quote),
        "assertion": str(evidence.assertion),
        "key": evidence.key,
        "found_by": list(review.found_by(evidence)),
    }


def reading_json(reading: Reading) -> dict[str, Any]:
    """What a model proposed beside the rules."""
    return {
        "proposals": [
            {
                **quote_json(p.quote),
                "key": p.key,
                "criterion": p.criterion,
                "assertion": str(p.assertion),
                "found_by": p.by,
                "rules_read": str(p.rules_read),
            }
            for p in reading.proposals
        ],
        "refused": list(reading.refused),
        "doubted": list(reading.doubted),
        "note": reading.note or None,
        "provenance": provenance_json(reading.provenance) if reading.provenance else None,
    }


def _official(passage: OfficialPassage) -> dict[str, Any]:
    return {
        "key": passage.key,
        "text": passage.text,
        "citation": passage.citation,
        "criteria": list(passage.criteria),
    }


def _precedent(precedent: Precedent) -> dict[str, Any]:
    return {
        "case_number": precedent.case_number,
        "treatment": precedent.treatment,
        "decision": precedent.decision,
        "score": round(precedent.score, 4),
    }


def _draft(review: ItemReview) -> dict[str, Any] | None:
    if review.draft is None:
        return None
    sentences = [{"text": s.text, "supports": list(s.supports)} for s in review.draft.sentences]
    named = {key for s in review.draft.sentences for key in s.supports}
    return {
        "text": review.draft.text,
        "drafter": review.draft.drafter,
        "sentences": sentences,
        "evidence": [_evidence(e, review) for e in review.evidence.evidence if e.key in named],
        "provenance": provenance_json(review.provenance) if review.provenance else None,
    }


def provenance_json(provenance: Provenance) -> dict[str, Any]:
    """How a model's draft came about, also where the grounded drafter wrote instead."""
    return {f.name: _plain(getattr(provenance, f.name)) for f in fields(Provenance)}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "verdict": str(finding.verdict),
        "message": finding.message,
        "evidence": [quote_json(q) for q in finding.evidence],
        "mend": finding.mend,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
