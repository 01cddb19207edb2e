"""Speed and memory of the pipeline: ``python -m evals.bench [--determinations N]``.

Prints the time of a warm review of a gold case, of ten reviewers who each add five cases at the same time,
of the published determinations where they are present, and with ``--determinations N`` all of it over an
index of N synthetic determinations.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.case import Case
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.intake import read_case
from assistant.library import Library, open_library
from assistant.privacy import silence_telemetry
from assistant.records import User, open_records
from assistant.review import Tools, review_case
from evals.bench_checker import curve, shown
from evals.gold import gold_source
from evals.sources import EvalCase, load_determinations
from evals.worker import settings_for
from knowledge.entries import DeterminationEntry

_ROUNDS = 50
_USERS = 10
_CASES_EACH = 5
_GOLD = "A lumbar MRI is warranted by a lost reflex and weakness after two months of therapy"


def main(arguments: Sequence[str]) -> int:
    """Print the figures; exit 0."""
    parser = ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("--determinations", type=int, default=0, help="synthetic precedents in the index")
    wanted = parser.parse_args(arguments)
    silence_telemetry()
    with TemporaryDirectory(prefix="imr-bench-") as name:
        start = time.perf_counter()
        library = open_library(settings_for(Path(name)))
        print(f"library opened and packs embedded in {time.perf_counter() - start:.1f} s")
        if wanted.determinations:
            _fill(library, wanted.determinations)
        _measure(library)
        print("\nThe checker on one text of a person, with the criteria of its item:")
        print(shown(tuple(curve(library))))
        _many_users(library, Path(name))
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def _measure(library: Library) -> None:
    tools = Tools(library)
    gold = next(case for case in gold_source().cases if case.name == _GOLD)
    review_case(read_case(gold.document), tools)
    _show("gold case, warm", [_timed(gold, tools)[0] for _ in range(_ROUNDS)])
    shared = Path(os.environ.get("IMR_SHARED", Path(__file__).parents[2] / "shared"))
    folder = shared / "determinations" / "pdf"
    if not folder.is_dir():
        print(f"published determinations are not at {folder}; left out")
        return
    timed = [_timed(case, tools) for case in load_determinations(folder).cases]
    _show("published determinations, a case", [seconds for seconds, _ in timed])
    _show("published determinations, an item", [seconds / max(1, len(c.items)) for seconds, c in timed])


def _many_users(library: Library, folder: Path) -> None:
    """From the file to the kept, checked drafts at the desk, while nine others do the same."""
    records = open_records(f"sqlite:///{folder / 'bench.sqlite'}")
    desk = Desk(Tools(library), records)
    texts = [case.document.text.encode() for case in gold_source().cases]

    def work(number: int) -> list[float]:
        return [
            _added(desk, texts[(number * _CASES_EACH + n) % len(texts)], User(f"user {number}"))
            for n in range(_CASES_EACH)
        ]

    with ThreadPoolExecutor(_USERS) as pool:
        seconds = [one for mine in pool.map(work, range(_USERS)) for one in mine]
    records.database.close()
    _show(f"{_USERS} reviewers at once, a case", seconds)


def _added(desk: Desk, content: bytes, user: User) -> float:
    start = time.perf_counter()
    last = list(desk.add("case.txt", content, user))[-1]
    if last.opened is None:
        raise AssistantError(f"A case was not reviewed: {last.summary.problem}")
    return time.perf_counter() - start


def _timed(case: EvalCase, tools: Tools) -> tuple[float, Case]:
    start = time.perf_counter()
    read = read_case(case.document)
    review_case(read, tools)
    return time.perf_counter() - start, read


def _show(name: str, seconds: Sequence[float]) -> None:
    ranked = sorted(seconds)
    p50, p95 = ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    print(f"{name}: n {len(ranked)}, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


def _fill(library: Library, count: int) -> None:
    """Synthetic precedents over all families: the same words in other numbers."""
    families = sorted(library.taxonomy.families)
    entries = [
        DeterminationEntry(
            id=f"SYN-{number:07}-1",
            case_number=f"SYN-{number:07}",
            item_number=1,
            treatment=f"{library.label(family)}, {number % 24 + 1} visits, request {number}",
            family=family,
            decision="Upheld" if number % 8 else "Overturned",
            guideline="",
            rationale=f"Synthetic rationale number {number} on {library.label(family)}.",
        )
        for number in range(count)
        for family in (families[number % len(families)],)
    ]
    start = time.perf_counter()
    library.index.add_determinations(entries)
    library.searcher.prepare()
    print(f"{count} synthetic determinations indexed in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
