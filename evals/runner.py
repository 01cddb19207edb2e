"""Run all cases in parallel processes: index of the source's own determinations, progress, resume.

The index lives in a temporary folder, so an evaluation neither sees nor changes the user's own.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from pydantic import ValidationError

from assistant.library import Library, open_library
from assistant.privacy import silence_telemetry
from evals.ranking import rank_precedents
from evals.records import CaseRecord, Reread, Run
from evals.rereading import Spread, reread
from evals.sources import Source, determinations_of
from evals.worker import evaluate_case, settings_for
from knowledge.precedents import entries_of

Progress = Callable[[str, int, int], None]
_MOST_PROCESSES = 4


@dataclass(frozen=True)
class Options:
    """How to run; ``journal`` is where finished cases are kept for a resumed run."""

    kind: Literal["gold", "determinations"]
    drafter: str = "grounded"
    processes: int = 0
    journal: Path | None = None
    resume: bool = False


def run(source: Source, options: Options, on_progress: Progress | None = None) -> Run:
    """Review and grade every case.

    ``on_progress`` gets what is being done, how many are done and how many there are in all. Published
    determinations are read once more, each with a lexicon that never saw the cases of its fold.
    """
    silence_telemetry()  # before Chroma opens: this process may open the index twice
    with TemporaryDirectory(prefix="imr-eval-") as name:
        folder = Path(name)
        library = open_library(settings_for(folder))
        if options.kind == "determinations":
            _add_precedents(library, source)
        versions = _versions(library, options)
        ranking = rank_precedents(library.index)
        journal = Journal.opened(options, source, versions)
        with _workers(options) as spread:
            done = _reviewed(source, folder, options, journal, spread, on_progress)
            again = _reread(source, library, folder, options, spread, on_progress)
    return Run(
        source=source.name,
        kind=options.kind,
        drafter=options.drafter,
        versions=versions,
        cases=tuple(done[case.name] for case in source.cases),
        ranking=ranking,
        reread=again,
    )


def _add_precedents(library: Library, source: Source) -> None:
    library.index.add_determinations(
        [entry for d in determinations_of(source.cases) for entry in entries_of(d, library.taxonomy)]
    )
    library.searcher.prepare()


def _versions(library: Library, options: Options) -> dict[str, str | None]:
    prompted = options.drafter == "model"
    return {
        **library.versions(),
        "prompt": library.prompt_version() if prompted else None,
        "model": library.settings.model if prompted else "grounded",
    }


def _reviewed(
    source: Source,
    folder: Path,
    options: Options,
    journal: Journal,
    spread: Spread,
    on_progress: Progress | None,
) -> dict[str, CaseRecord]:
    known = journal.known
    done = {c.name: known[c.name] for c in source.cases if _same(known.get(c.name), c.document.digest)}
    waiting = [case for case in source.cases if case.name not in done]
    inject = options.kind == "gold" and options.drafter == "grounded"
    job = partial(evaluate_case, folder=folder, drafter=options.drafter, inject=inject)
    for record in spread(job, waiting):
        journal.keep(record)
        done[record.name] = record
        if on_progress:
            on_progress("Reviewing cases", len(done), len(source.cases))
    return done


def _reread(
    source: Source,
    library: Library,
    folder: Path,
    options: Options,
    spread: Spread,
    on_progress: Progress | None,
) -> dict[str, Reread]:
    if options.kind == "gold" or options.drafter != "grounded":
        return {}

    def watched(job: Callable[[Any], Any], parts: Sequence[Any]) -> Iterator[Any]:
        for number, result in enumerate(spread(job, parts), start=1):
            if on_progress:
                on_progress("Reading on folds", number, len(parts))
            yield result

    return reread(source.cases, library, folder, watched)


@contextmanager
def _workers(options: Options) -> Iterator[Spread]:
    """A ``map`` over processes, in the order in which results come; one process means this one."""
    processes = options.processes or min(_MOST_PROCESSES, os.cpu_count() or 1)
    if processes == 1:
        yield map
        return
    with _pool(processes) as pool:

        def spread(job: Callable[[Any], Any], parts: Sequence[Any]) -> Iterator[Any]:
            futures = [pool.submit(job, part) for part in parts]
            return (future.result() for future in as_completed(futures))

        yield spread


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    # spawn: Chroma runs threads in this process, which a fork would break
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _same(record: CaseRecord | None, digest: str) -> bool:
    return record is not None and record.digest == digest


@dataclass(frozen=True)
class Journal:
    """Finished cases on disk, one JSON line each; a torn last line is left out."""

    path: Path | None
    known: Mapping[str, CaseRecord]

    @classmethod
    def opened(cls, options: Options, source: Source, versions: Mapping[str, str | None]) -> Journal:
        """The journal of the same source, drafter and versions; begun anew unless the run resumes."""
        if options.journal is None:
            return cls(None, {})
        parts: Sequence[object] = (options.kind, options.drafter, source.name, sorted(versions.items()))
        path = options.journal / f"{sha256(repr(parts).encode()).hexdigest()[:16]}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not options.resume or not path.exists():
            path.write_text("", encoding="utf-8")
        records = [r for line in path.read_text(encoding="utf-8").splitlines() if (r := _read(line))]
        return cls(path, {record.name: record for record in records})

    def keep(self, record: CaseRecord) -> None:
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(record.model_dump_json() + "\n")


def _read(line: str) -> CaseRecord | None:
    try:
        return CaseRecord.model_validate_json(line)
    except ValidationError:
        return None
