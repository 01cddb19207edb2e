"""Citations as people write them: what they point to exists, is of that subject and was in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.claims.citation import citations_in
from knowledge.citable import load_citable


def found(
    text: str, treatment: str = "MRI of the lumbar spine", denied: date = date(2017, 1, 12)
) -> list[str]:
    case = replace(mini_case("The worker has low back pain.", treatment), ur_denial_date=denied)
    report = check_text(f"{text}. The request is not medically necessary.", case, case.items[0], human=True)
    return [f"{f.rule} {f.quote}" for f in report.findings if f.rule.startswith("CIT")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("As noted in MTUS page 152", [("page", "mtus", "", (152,))]),
        ("See CMTG p. 98", [("page", "pain", "", (98,))]),
        ("See CPMTG, pgs. 98-99", [("page", "pain", "", (98, 99))]),
        ("ACOEM, ch. 12, pg 303", [("chapter", "acoem", "12", ()), ("page", "acoem", "12", (303,))]),
        ("on page 82 of the MTUS Chronic Pain Guidelines", [("page", "pain", "", (82,))]),
        ("ODG, pages 10 and 12", [("page", "odg", "", (10, 12))]),
        ("under 9792.24.2", [("section", "", "", ())]),
        ("pain of 9/10 on 3/4/2016", []),
        ("He chaired p 12a", []),
    ],
)
def test_short_citations_are_read(text: str, told: list[tuple[str, str, str, tuple[int, ...]]]) -> None:
    assert [(c.kind, c.work, c.chapter, c.pages) for c in citations_in(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "ACOEM, ch. 12, pg 303, asks for red flags",
        "The MTUS Guideline in ACOEM Chapter 12, Table 12-8, page 309, speaks of facet joints",
        "The third edition ACOEM Guidelines Low Back Disorders Chapter notes on page 607 that it helps",
        "The MTUS Chronic Pain Guidelines (9792.24.2) ask for red flags",
        "MTUS Acupuncture, 9792.24.1, allows six visits",
        "Functional improvement is defined in 9792.20(e)",
        "The opioids treatment guideline, 9792.24.4, speaks of it",
        "ODG low back, MRI, asks for red flags",
        "On page 600 of the Colorado guideline",
        "CMTG p. 198 asks for red flags",
    ],
)
def test_right_citations_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("ACOEM, ch. 12, pg 181, asks for red flags", "CIT08 pg 181"),
        ("ACOEM chapter 23 asks for red flags", "CIT08 chapter 23"),
        ("ACOEM, Chapter 8, Low Back Complaints, asks for red flags", "CIT08 Chapter 8"),
        ("The MTUS Acupuncture guideline, 9792.24.2, allows it", "CIT08 9792.24.2"),
        ("MTUS section 9792.24.9 allows it", "CIT08 9792.24.9"),
        ("MTUS 9792.23.10, hip and groin, allows it", "CIT09 9792.23.10"),
        ("ODG neck, MRI, asks for red flags", "CIT01 neck"),
    ],
)
def test_wrong_citations_are_found(text: str, finding: str) -> None:
    assert finding in found(text)


@pytest.mark.parametrize(
    ("text", "denied", "wrong"),
    [
        ("MTUS page 152 allows it", date(2016, 1, 5), True),
        ("MTUS page 98 allows it", date(2016, 1, 5), False),
        ("MTUS page 303 allows it", date(2016, 1, 5), False),
        ("CMTG p. 198 allows it", date(2016, 1, 5), True),
        ("CMTG p. 198 allows it", date(2017, 1, 12), False),
        ("Opioids, 9792.24.4, speaks of it", date(2016, 1, 5), True),
        ("Opioids, 9792.24.4, speaks of it", date(2017, 1, 12), False),
    ],
)
def test_the_day_of_the_case_decides(text: str, denied: date, wrong: bool) -> None:
    assert bool(found(text, denied=denied)) is wrong


def test_what_a_citation_can_point_to_is_consistent() -> None:
    citable = load_citable()
    pages = [c.pages for c in citable.chapters.values() if c.pages]
    assert pages == sorted(pages)
    for part in (*citable.chapters.values(), *citable.sections.values(), *citable.editions.values()):
        assert part.start is None or part.end is None or part.start < part.end
        assert part.pages is None or part.pages[0] < part.pages[1]
