"""Invented determinations in the published form, for tests."""

from __future__ import annotations

from dataclasses import dataclass

HEADER = """Case Number: CM16-0000001
Date Assigned: 11/09/2016 Date of Injury: 10/13/2016
Decision Date: {decided} UR Denial Date: 11/03/2016
Priority: Standard Application
Received:
11/04/2016
HOW THE IMR FINAL DETERMINATION WAS MADE
MAXIMUS Federal Services sent the complete case file to an expert reviewer.
The Expert Reviewer has the following credentials:
State(s) of Licensure: California
Certification(s)/Specialty: Family Practice
CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the \
case file, including all medical records:
{summary}
"""
SUMMARY = (
    "The injured worker is a 40 year old gardener with low back pain. Examination showed tenderness of the "
    "lumbar spine with normal strength. Six visits of physical therapy were completed. On 11-3-16 "
    "utilization review did not certify an MRI of the lumbar spine and physical therapy."
)


@dataclass(frozen=True)
class Item:
    heading: str = "MRI of the lumbar spine"
    outcome: str = "Upheld"
    joint: str = ": "
    administrator: str = "Decision based on a low back guideline."
    reviewer: str = "Decision based on another low back guideline."
    rationale: str = "No red flag is described. The request is not medically necessary."


def form(*items: Item, summary: str = SUMMARY, decided: str = "12/09/2016", header: bool = True) -> str:
    """The text of a determination with one paragraph a line."""
    text = HEADER.format(decided=decided, summary=summary)
    if not header:
        text = text[text.index("HOW THE IMR") :]
    text += "IMR ISSUES, DECISIONS AND RATIONALES\n"
    text += (
        "The Final Determination was based on decisions for the disputed items/services set forth below:\n"
    )
    for item in items:
        text += (
            f"{item.heading}{item.joint}{item.outcome}\n"
            f"Claims Administrator guideline: {item.administrator}\n"
            f"MAXIMUS guideline: {item.reviewer}\n"
            f"Decision rationale: {item.rationale}\n"
        )
    return text
