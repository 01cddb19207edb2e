"""Hybrid search: family and day as filters, the case under review kept out, order that never changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import search
from knowledge.embeddings import WordLlamaEmbedder
from knowledge.entries import ANY_FAMILY, DeterminationEntry, GuidelinePassage, folded
from knowledge.index import Index, open_index
from knowledge.search import Exclusion, Searcher, fuse

SUMMARY = (
    "A warehouse worker slipped on a wet ramp and twisted the left knee. The knee swells after a shift and"
    " gives way on stairs. The joint line is tender, a McMurray test is positive, and six visits of"
    " exercise with a therapist brought no relief that lasts. Plain films were normal."
)
NOBODY = Exclusion()


def item(case: str, number: int, treatment: str, family: str, **changes: Any) -> DeterminationEntry:
    plain = DeterminationEntry(
        id=f"{case}-{number}",
        case_number=case,
        item_number=number,
        treatment=treatment,
        family=family,
        decision="Upheld",
        guideline="",
        rationale=f"In {case} the request {number} for {treatment} was weighed on its own facts.",
    )
    return replace(plain, **changes)


def passage(key: str, text: str, families: tuple[str, ...], **changes: Any) -> GuidelinePassage:
    return replace(
        GuidelinePassage(key, text, "pack", "Invented, page 1", families, "none", "2016", "Section"),
        **changes,
    )


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return open_index(tmp_path, WordLlamaEmbedder())


@pytest.fixture
def searcher(index: Index) -> Searcher:
    index.add_determinations(
        [
            item("AA1", 1, "MRI of the left knee", "mri_knee", opening=folded(SUMMARY)[:600]),
            item("AA1", 2, "MRI of the right knee", "mri_knee"),
            item("BB2", 1, "MRI of the knee without contrast", "mri_knee"),
            item("CC3", 1, "X-ray of the left knee", "xray"),
            item("DD4", 1, "Ibuprofen 800 mg #60", "nsaid"),
        ]
    )
    return Searcher(index)


def ids(searcher: Searcher, treatment: str, family: str | None, exclude: Exclusion = NOBODY) -> list[str]:
    return [hit.entry.id for hit in searcher.precedents(treatment, family, exclude, k=4).hits]


def test_the_same_family_comes_first_and_others_fill_up(searcher: Searcher) -> None:
    found = searcher.precedents("X-ray, left knee", "xray", NOBODY, k=3).hits
    assert found[0].entry.id == "CC3-1"
    assert [hit.same_family for hit in found] == [True, False, False]
    assert all(0.5 <= hit.score <= 1.0 if hit.same_family else 0.0 <= hit.score <= 0.5 for hit in found)


def test_without_a_family_all_are_searched(searcher: Searcher) -> None:
    assert ids(searcher, "ibuprofen", None)[0] == "DD4-1"


def test_an_unknown_family_still_finds_something(searcher: Searcher) -> None:
    assert ids(searcher, "ibuprofen tablets", "no_such_family")[0] == "DD4-1"


def test_no_item_of_the_case_under_review_is_returned(searcher: Searcher) -> None:
    assert not [i for i in ids(searcher, "MRI knee", "mri_knee", Exclusion("aa1")) if i.startswith("AA1")]


def test_the_case_is_recognised_by_its_record_without_a_number(searcher: Searcher) -> None:
    record = "PASTED RECORD\n" + SUMMARY.replace("twisted", "sprained") + " More of the record follows."
    assert "AA1-1" not in ids(searcher, "MRI knee", "mri_knee", Exclusion(record_text=record))
    assert "AA1-1" in ids(searcher, "MRI knee", "mri_knee", Exclusion(record_text="Another record. " * 40))


def test_near_copies_of_a_stored_rationale_of_the_case_are_kept_out(index: Index) -> None:
    reason = "Imaging waits until six weeks of care have failed; the record shows two weeks of care so far."
    index.add_determinations(
        [
            item("AA1", 1, "MRI of the knee", "mri_knee", rationale=reason),
            item("BB2", 1, "MRI of the knee", "mri_knee", rationale=reason.replace("; the", ". The")),
            item("CC3", 1, "MRI of the knee", "mri_knee"),
        ]
    )
    assert ids(Searcher(index), "MRI of the knee", "mri_knee", Exclusion("AA1")) == ["CC3-1"]
    assert ids(Searcher(index), "MRI of the knee", "mri_knee", Exclusion(rationales=(reason,))) == ["CC3-1"]


def test_a_crowd_of_copies_does_not_starve_the_result(index: Index) -> None:
    crowd = [item("AA1", n, "MRI of the knee", "mri_knee") for n in range(1, 30)]
    index.add_determinations([*crowd, item("BB2", 1, "MRI, knee, open scanner", "mri_knee")])
    assert ids(Searcher(index), "MRI of the knee", "mri_knee", Exclusion("AA1")) == ["BB2-1"]


def test_equal_scores_are_ordered_by_id(index: Index) -> None:
    index.add_determinations([item(f"C{n}", 1, "Heat pack", "heat_therapy") for n in (3, 1, 2)])
    for _ in range(3):
        assert ids(Searcher(index), "Heat pack", "heat_therapy") == ["C1-1", "C2-1", "C3-1"]


def test_fusion_rewards_agreement_and_breaks_ties_by_id() -> None:
    assert fuse(["b", "a"], ["b", "a"])[0] == ("b", 1.0)
    assert [key for key, _ in fuse(["z"], ["y"])] == ["y", "z"]


def test_guidelines_are_found_for_family_and_day(index: Index) -> None:
    index.add_guidelines(
        [
            passage("old#1", "Ten visits of exercise.", ("physical_therapy",), end=20160727),
            passage("new#1", "Nine visits of exercise.", ("physical_therapy",), start=20160728),
            passage("mine#1", "Exercise, text of the user.", (ANY_FAMILY,)),
            passage("heat#1", "Exercise and heat at home.", ("heat_therapy",)),
        ]
    )
    found = Searcher(index).guidelines("exercise visits", "physical_therapy", 20161231)
    assert {hit.passage.id for hit in found.hits} == {"new#1", "mine#1"}
    assert all(hit.in_family for hit in found.hits)
    assert found.hits[0].passage.id == "new#1"


def test_guidelines_without_the_family_are_marked(index: Index) -> None:
    index.add_guidelines([passage("heat#1", "Heat at home.", ("heat_therapy",))])
    found = Searcher(index).guidelines("heat", "sauna")
    assert [(hit.passage.id, hit.in_family) for hit in found.hits] == [("heat#1", False)]


def test_an_empty_index_says_so(index: Index) -> None:
    searcher = Searcher(index)
    assert (
        searcher.guidelines("anything").why == "The index holds no guidelines; add some with 'imr ingest'."
    )
    found = searcher.precedents("anything", "xray", NOBODY)
    assert found.hits == ()
    assert found.why == "The index holds no determinations; add some with 'imr ingest'."


def test_nothing_that_fits_says_so(index: Index) -> None:
    index.add_guidelines([passage("old#1", "Heat.", ("heat_therapy",), end=20151231)])
    assert "fits this request" in Searcher(index).guidelines("heat", "heat_therapy", 20161231).why


def test_new_entries_are_found_by_a_searcher_already_in_use(index: Index, searcher: Searcher) -> None:
    assert "EE5-1" not in ids(searcher, "acupuncture of the neck", None)
    index.add_determinations([item("EE5", 1, "Acupuncture, neck", "acupuncture")])
    assert ids(searcher, "acupuncture of the neck", None)[0] == "EE5-1"


def test_the_kept_lexical_half_gives_the_same_results(
    index: Index, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = searcher.precedents("MRI knee", "mri_knee", NOBODY)
    monkeypatch.setattr(search, "_LARGE", 1)
    Searcher(index).prepare()
    assert index.folder is not None
    kept = sorted(path.name for path in (index.folder / "lexical").iterdir())
    assert [name.split("-")[0] for name in kept] == ["determinations"]
    monkeypatch.setattr(search, "build_lexical", None)
    assert Searcher(index).precedents("MRI knee", "mri_knee", NOBODY) == plain


def test_chroma_filters_where_the_nearest_are_of_other_families(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_REACH", 2)
    index.add_determinations([item(f"A{n}", 1, "MRI of the knee", "mri_knee") for n in range(5)])
    index.add_determinations([item("Z1", 1, "Heat pack", "heat_therapy")])
    assert ids(Searcher(index), "MRI of the knee", "heat_therapy")[0] == "Z1-1"
