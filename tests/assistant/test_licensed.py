"""A user's licensed text beside the paraphrase: linked by citation, shown, and held against the packs.

All guideline text here is invented.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from assistant.case import Case
from assistant.cli import build
from assistant.conversation.actions import QuoteGuideline
from assistant.conversation.respond import respond
from assistant.conversation.session import Session
from assistant.export.as_json import review_json
from assistant.export.as_text import review_text
from assistant.export.markdown import to_markdown
from assistant.export.packet import evidence_packet
from assistant.ingest import Stated, chunks_of, ingest, linked_in_words
from assistant.intake import case_from_text
from assistant.library import Library, open_library
from assistant.results import ItemReview, Review
from assistant.review import TEXT_AT_HAND, Tools, review_case
from assistant.settings import Settings
from assistant.ui.html.criteria import criteria_table, guideline
from knowledge.document import Document
from knowledge.licensed import LoadedText, LoadedTexts
from knowledge.lint_citations import citation_warnings
from knowledge.model import Pack

SENTENCE = (
    "A programme of hardening is offered when the injury lies no more than two years back, in this fable."
)
CHRONIC_PAIN = f"""Chronic Pain Medical Treatment Guidelines

Contents
Aquatic therapy
Work conditioning, work hardening

Aquatic therapy
Warm water carries the weight of the fabled worker, and eight visits are a fair beginning in this text.

Work conditioning, work hardening
{SENTENCE} A defined goal of return to work stands at the beginning of the programme, agreed by both sides.

Massage therapy
Kneading is a helper of exercise in this invented text, and four to six visits are thought to be enough.

Weaning of medications
Slow steps are better than quick ones in this invented text, and the worker is seen every fortnight.
"""
LOW_BACK = """Low Back Disorders

Magnetic resonance imaging
Pictures of the low back are taken in this invented text when six weeks of care have brought no change.

Epidural injections
An injection needs a picture that agrees with the examination of the worker, so this invented text says.
"""
LATE = """The worker is a gardener with low back pain since a fall. The RFA of 01/10/2018 asks for imaging.

Disputed item: MRI of the lumbar spine
"""


@pytest.fixture(scope="module")
def packs_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a library without any loaded text, to be copied."""
    data = tmp_path_factory.mktemp("packs") / "data"
    open_library(Settings(data=data))
    return data


@pytest.fixture
def library(tmp_path: Path, packs_alone: Path) -> Library:
    return open_library(Settings(data=shutil.copytree(packs_alone, tmp_path / "own")))


def load(library: Library, folder: Path, name: str, text: str, stated: Stated | None = None) -> LoadedText:
    path = folder / name
    path.write_text(text)
    report = ingest([path], library.index, library.taxonomy, stated=stated or Stated())
    return report.texts[0]


def printed(review: Review) -> str:
    out = StringIO()
    Console(width=200, file=out).print(review_text(review))
    return out.getvalue()


def low_back_case() -> Case:
    return case_from_text(LATE, "late.txt")


def first(case: Case, library: Library) -> tuple[Review, ItemReview]:
    review = review_case(case, Tools(library))
    return review, review.items[0]


def test_the_official_sentence_stands_beside_the_paraphrase(
    library: Library, tmp_path: Path, work_hardening: Case
) -> None:
    load(library, tmp_path, "MTUS_Chronic_Pain_2009.txt", CHRONIC_PAIN)
    review, item = first(work_hardening, library)
    (passage,) = item.official
    assert SENTENCE in passage.text
    assert "Work conditioning, work hardening" in passage.citation
    assert passage.key == "L1"
    assert passage.criteria
    told = review_json(review)["items"][0]["official_text"]
    assert told == [
        {
            "key": "L1",
            "text": passage.text,
            "citation": passage.citation,
            "criteria": list(passage.criteria),
        }
    ]
    for shown in (
        printed(review),
        guideline(item),
        criteria_table(item),
        to_markdown(evidence_packet(review)),
        respond(QuoteGuideline(), Session(work_hardening, review), Tools(library)).text,
    ):
        assert SENTENCE in " ".join(shown.split())


def test_without_a_loaded_text_nothing_is_shown(library: Library, work_hardening: Case) -> None:
    review, item = first(work_hardening, library)
    assert item.official == ()
    assert review_json(review)["items"][0]["official_text"] == []
    assert "official text" not in guideline(item)


def test_a_text_of_another_edition_is_not_linked(
    library: Library, tmp_path: Path, work_hardening: Case
) -> None:
    load(library, tmp_path, "MTUS_Chronic_Pain_2016.txt", CHRONIC_PAIN)
    assert first(work_hardening, library)[1].official == ()


def test_an_edition_without_text_says_so_and_once_loaded_the_reviewer_decides_by_its_passages(
    library: Library, tmp_path: Path
) -> None:
    _, before = first(low_back_case(), library)
    assert before.evaluation is not None
    assert "not loaded: load it with imr ingest" in before.evaluation.why
    load(library, tmp_path, "acoem_low_back_2016.txt", LOW_BACK)
    review, after = first(low_back_case(), library)
    assert after.evaluation is not None
    assert after.evaluation.recommendation is None
    assert after.evaluation.why == TEXT_AT_HAND
    assert any("six weeks of care" in p.text for p in after.official)
    assert after.draft is not None
    assert "its passages are shown" in after.draft.text
    assert review_json(review)["items"][0]["guideline"]["text_loaded"] is False
    assert "six weeks of care" in guideline(after)


def test_a_chapter_that_the_user_names_is_linked_by_that_name(library: Library, tmp_path: Path) -> None:
    stated = Stated("ACOEM Practice Guidelines", "2016", "Low Back Disorders")
    text = load(library, tmp_path, "my notes.txt", LOW_BACK.split("\n", 2)[2], stated)
    assert "taken for the acoem guideline of 2016; 1 of the" in linked_in_words(text, library.packs)
    assert first(low_back_case(), library)[1].official


def test_a_text_that_does_not_tell_what_it_is_says_how_to_say_it(library: Library, tmp_path: Path) -> None:
    text = load(library, tmp_path, "notes.txt", LOW_BACK)
    said = linked_in_words(text, library.packs)
    assert "does not tell its guideline and edition" in said
    assert "--guideline TITLE and --edition YEAR" in said


def test_an_edition_that_no_pack_cites_says_which_are(library: Library, tmp_path: Path) -> None:
    text = load(library, tmp_path, "ACOEM Low Back 1997.txt", LOW_BACK)
    said = linked_in_words(text, library.packs)
    assert "no criteria pack cites the acoem guideline of 1997" in said
    assert "2004, 2011, 2013, 2015, 2016" in said


@pytest.mark.parametrize(
    ("guideline_title", "edition", "said"),
    [("Book of Fables", "2016", "No criteria pack cites"), ("ACOEM", "second", "names no year")],
)
def test_a_title_or_edition_that_nothing_goes_by_is_refused(
    guideline_title: str, edition: str, said: str
) -> None:
    with pytest.raises(Exception, match=said):
        Stated(guideline_title, edition)


def warnings(library: Library) -> dict[str, str]:
    found = citation_warnings(library.packs, library.loaded_texts())
    return {flaw.pack: str(flaw) for flaw in found}


def test_lint_warns_of_a_cited_section_that_the_text_lacks(library: Library, tmp_path: Path) -> None:
    stated = Stated("MTUS Chronic Pain Medical Treatment Guidelines", "2009")
    load(
        library,
        tmp_path,
        "pain.txt",
        CHRONIC_PAIN.replace("Massage therapy", "Massage and kneading"),
        stated,
    )
    told = warnings(library)
    assert "mtus-2009-work-conditioning-work-hardening" not in told
    assert "mtus-2009-aquatic-therapy" not in told
    massage = told["mtus-2009-massage-therapy"]
    assert "massage-therapy.yaml:" in massage
    assert "warning: the section 'Massage therapy' is not in the loaded text 'pain'" in massage
    assert "Did you mean 'Massage and kneading'?" in massage
    assert not any(pack.startswith("mtus-2016") for pack in told)


def test_a_part_of_a_guideline_that_nobody_called_the_whole_gives_no_warning(
    library: Library, tmp_path: Path
) -> None:
    load(library, tmp_path, "MTUS_Chronic_Pain_2009.txt", CHRONIC_PAIN)
    assert warnings(library) == {}


def test_a_chapter_without_the_cited_section_is_told(library: Library, tmp_path: Path) -> None:
    chapter = "Low Back Complaints\n\nGeneral remarks\nInvented remarks on the low back stand here.\n"
    load(library, tmp_path, "ACOEM_Low_Back_Complaints_2004.txt", chapter)
    told = warnings(library)
    assert "acoem-2004-low-back-mri" in told
    assert "acoem-2004-knee-mri" not in told


def test_a_cited_page_links_where_no_heading_does(library: Library) -> None:
    pack = library.packs.by_id["acoem-2004-low-back-mri"]
    assert linked_by_page(pack, 303)
    assert not linked_by_page(pack, 12)


def linked_by_page(pack: Pack, page: int) -> bool:
    made = chunks_of(Document.of(LOW_BACK), "ACOEM Low Back Complaints 2004", "text-k")
    texts = LoadedTexts.of(replace(passage, page=page) for passage in made)
    return bool(texts.official(pack, 3))


def test_the_command_links_and_lint_tells(
    tmp_path: Path, packs_alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMR_DATA", str(shutil.copytree(packs_alone, tmp_path / "data")))
    path = tmp_path / "pain.txt"
    path.write_text(CHRONIC_PAIN)
    words = [
        "ingest",
        str(path),
        "--guideline",
        "MTUS Chronic Pain Medical Treatment Guidelines",
        "--edition",
        "2009",
    ]
    done = CliRunner().invoke(build(), words)
    assert done.exit_code == 0
    assert "4 of the 40 packs that cite it now show its passages" in " ".join(done.output.split())
    linted = CliRunner().invoke(build(), ["guidelines", "lint"])
    assert linted.exit_code == 0
    assert "0 problems, 36 warnings" in linted.output
    told = " ".join(linted.output.split())
    assert "warning: the section 'Biofeedback' is not in the loaded text 'pain'" in told
