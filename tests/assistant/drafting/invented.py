"""One invented item with its guideline, evidence and criteria: nothing here moves when the packs do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.case import Case, DisputedItem, Request
from assistant.drafting.prepared import Prepared
from assistant.results import Evidence, EvidenceSet, Passage
from knowledge.document import Assertion, Document, Span
from knowledge.evaluate import evaluate
from knowledge.model import Facts, Observation, Pack, Value

RECORD = (
    "The worker is a 40 year old female. She has pain of the left knee. Six visits of moss therapy were"
    " completed. There is no swelling of the left knee. Surgery may be considered."
)
PACK = Pack.model_validate(
    {
        "id": "invented-moss-therapy",
        "guideline": "Guideline of Invented Treatments",
        "edition": "2016",
        "section": "Moss therapy",
        "pages": (12, 13),
        "chapter": "none",
        "in_force": {"from": date(2016, 1, 1)},
        "families": ("moss_therapy",),
        "recommended": "Moss therapy is an option for pain of the knee after home exercise",
        "confidence": "high",
        "criteria": [
            {
                "id": "knee-pain",
                "says": "The worker has pain of the knee.",
                "short": "knee pain",
                "confidence": "high",
                "test": {"finding": "knee-pain"},
            },
            {
                "id": "home-exercise",
                "says": "A home exercise program was followed for six weeks.",
                "short": "six weeks of home exercise",
                "confidence": "high",
                "test": {"finding": "home-exercise"},
            },
            {
                "id": "few-visits",
                "says": "No more than 8 visits are requested in all.",
                "short": "at most 8 visits in all",
                "role": "limit",
                "confidence": "high",
                "test": {"measure": "visits_total", "at_most": Decimal(8), "unit": "visits"},
            },
        ],
    }
)


def prepared(record: str = RECORD) -> Prepared:
    """The item: met, not documented and not met criteria, with affirmed, negated and uncertain evidence."""
    document = Document.of(record)

    def evidence(key: str, text: str, finding: str, assertion: Assertion = Assertion.AFFIRMED) -> Evidence:
        start = record.index(text)
        return Evidence(key, document.quote(start, start + len(text)), assertion, finding)

    found = (
        evidence("E1", "She has pain of the left knee.", "knee-pain"),
        evidence("E2", "Six visits of moss therapy were completed.", "visits_total"),
        evidence("E3", "There is no swelling of the left knee.", "swelling", Assertion.NEGATED),
        evidence("E4", "Surgery may be considered.", "surgery", Assertion.HYPOTHETICAL),
    )
    facts = Facts(
        dates={"request_date": Value(date(2016, 8, 1))},
        measures={"visits_total": Value(Decimal(12), ("E2",), "6 completed and 6 requested")},
        observations={"knee-pain": (Observation("E1", True),)},
    )
    item = DisputedItem(
        1, "6 visits of moss therapy, left knee", Request(visits=6), "6 visits of moss therapy, left knee"
    )
    case = Case(document, Span(0, len(record)), (item,), case_number="SAMPLE-0009")
    passage = Passage("G1", PACK.recommended, PACK.citation, PACK.id, 1.0)
    return Prepared(
        case, item, "moss therapy", "in force", EvidenceSet(facts, found), evaluate(PACK, facts), (passage,)
    )
