"""The index: stable ids, one writer, one embedder, contents that survive."""

import multiprocessing
import socket
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock

from knowledge.embeddings import WordLlamaEmbedder
from knowledge.entries import DeterminationEntry, GuidelinePassage, Kind, as_int, passages_of
from knowledge.errors import IndexBusyError, IndexMismatchError
from knowledge.index import Index, build_guideline_index, open_index
from knowledge.model import Pack
from knowledge.packs import Packs

EMBEDDER = WordLlamaEmbedder()
PACK = Pack.model_validate(
    {
        "id": "test-heat",
        "guideline": "Invented Guideline",
        "edition": "2016",
        "section": "Heat packs",
        "pages": [7],
        "chapter": "none",
        "in_force": {"from": "2016-01-01", "to": "2017-12-31"},
        "families": ["heat_therapy"],
        "recommended": "Recommended for a week at home.",
        "confidence": "low",
        "criteria": [
            {
                "id": "at-home",
                "says": "The pack is used at home by the worker.",
                "short": "use at home",
                "confidence": "low",
                "test": {"reviewer": "Is it used at home?"},
            }
        ],
    }
)


def entry(number: int, treatment: str = "MRI of the knee", **changes: Any) -> DeterminationEntry:
    plain = DeterminationEntry(
        id=f"CM00-{number:07d}-1",
        case_number=f"CM00-{number:07d}",
        item_number=1,
        treatment=treatment,
        family="mri_knee",
        decision="Upheld",
        guideline="Invented Guideline 2016",
        rationale=f"Reason {number}.",
    )
    return replace(plain, **changes)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return open_index(tmp_path / "index", EMBEDDER)


def near(index: Index, text: str, k: int = 3, **where: Any) -> list[str]:
    return index.nearest(Kind.DETERMINATIONS, EMBEDDER.embed_query(text), k, where or None)


def test_adding_twice_changes_nothing(index: Index) -> None:
    entries = [entry(1), entry(2)]
    assert index.add_determinations(entries) == 2
    version = index.version()
    assert index.add_determinations(entries) == 0
    assert index.counts() == (0, 2)
    assert index.version() == version


def test_a_changed_entry_replaces_the_old_one(index: Index) -> None:
    index.add_determinations([entry(1)])
    before = index.version()
    assert index.add_determinations([entry(1, decision="Overturned")]) == 1
    assert index.counts().determinations == 1
    assert index.determinations(["CM00-0000001-1"])[0].decision == "Overturned"
    assert index.version() != before


def test_the_version_depends_on_the_contents_not_on_their_history(tmp_path: Path) -> None:
    one, two = (open_index(tmp_path / name, EMBEDDER) for name in "ab")
    one.add_determinations([entry(1), entry(2)])
    two.add_determinations([entry(2), entry(3, treatment="x")])
    two.add_determinations([entry(1)])
    two.remove(Kind.DETERMINATIONS, ["CM00-0000003-1", "never there"])
    assert one.version() == two.version()


def test_entries_come_back_as_they_went_in(index: Index) -> None:
    passage = passages_of(PACK)[1]
    index.add_guidelines([passage])
    assert index.passages(["unknown", passage.id]) == (passage,)
    assert passage.start == as_int(date(2016, 1, 1))
    assert passage.end == as_int(date(2017, 12, 31))


def test_a_filter_keeps_other_families_out(index: Index) -> None:
    index.add_determinations([entry(1), entry(2, family="xray"), entry(3)])
    assert near(index, "MRI of the knee", family="xray") == ["CM00-0000002-1"]


def test_contents_survive_reopening(tmp_path: Path) -> None:
    first = open_index(tmp_path, EMBEDDER)
    first.add_determinations([entry(1), entry(2, treatment="ibuprofen tablets")])
    again = open_index(tmp_path, EMBEDDER)
    assert again.version() == first.version()
    assert near(again, "tablets of ibuprofen", k=1) == ["CM00-0000002-1"]


@dataclass(frozen=True)
class Other(WordLlamaEmbedder):
    name: str = "another-embedder"


def test_another_embedder_is_refused(tmp_path: Path) -> None:
    open_index(tmp_path, EMBEDDER)
    with pytest.raises(IndexMismatchError, match=r"built with the embedder 'wordllama-256', not 'another"):
        open_index(tmp_path, Other())


def test_a_second_writer_is_refused_while_readers_go_on(tmp_path: Path) -> None:
    index = open_index(tmp_path, EMBEDDER)
    index.add_determinations([entry(1)])
    with FileLock(tmp_path / "writer.lock"):
        with pytest.raises(IndexBusyError, match="wait until it has finished"):
            index.add_determinations([entry(2)])
        assert near(index, "knee") == ["CM00-0000001-1"]
        assert open_index(tmp_path, EMBEDDER).counts().determinations == 1
    assert index.add_determinations([entry(2)]) == 1


def _count(path: str, answer: Any) -> None:
    answer.put(tuple(open_index(Path(path), EMBEDDER).counts()))


@pytest.mark.slow
def test_another_process_reads_while_this_one_holds_the_lock(tmp_path: Path) -> None:
    index = open_index(tmp_path, EMBEDDER)
    index.add_determinations([entry(1)])
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    with index.locked():
        reader = context.Process(target=_count, args=(str(tmp_path), answer))
        reader.start()
        assert answer.get(timeout=60) == (0, 1)
        reader.join()


def test_a_writer_that_died_is_made_good_by_the_next(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add_determinations([entry(1)], die)
    index.add_determinations([entry(2)])
    version = index.version()
    index.remove(Kind.DETERMINATIONS, [entry(1).id, entry(2).id])
    index.add_determinations([entry(2), entry(1)])
    assert index.version() == version


def test_progress_is_reported_by_entries(index: Index) -> None:
    seen: list[tuple[int, int]] = []
    index.add_determinations([entry(n) for n in range(3)], lambda done, total: seen.append((done, total)))
    assert seen == [(3, 3)]


def test_the_index_works_without_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    index = open_index(tmp_path, EMBEDDER)
    index.add_determinations([entry(1)])
    assert near(index, "knee") == ["CM00-0000001-1"]


def test_passages_of_a_pack_are_its_own_sentences() -> None:
    assert [(p.id, p.text) for p in passages_of(PACK)] == [
        ("test-heat#recommended", "Recommended for a week at home."),
        ("test-heat#at-home", "The pack is used at home by the worker."),
    ]


def test_packs_are_indexed_once_and_follow_their_changes(index: Index) -> None:
    loaded = GuidelinePassage("mine#1", "Own text.", "", "Mine, page 1", ("*",), "", "", "", source="text")
    index.add_guidelines([loaded])
    assert build_guideline_index(index, Packs((PACK,), "one"))
    assert not build_guideline_index(index, Packs((PACK,), "one"))
    assert index.counts().guidelines == 3
    shorter = PACK.model_copy(update={"criteria": ()})
    assert build_guideline_index(index, Packs((shorter,), "two"))
    assert sorted(row.id for row in index.rows(Kind.GUIDELINES)) == ["mine#1", "test-heat#recommended"]
