"""Reading each published case with a lexicon that never saw the cases of its fold.

What a writer of wordings could have taken from a fold alone is gone while the fold is read; nothing is
drafted. The work is spread over the processes of the evaluation: first the wordings, then the folds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.case import Case
from assistant.dependence import in_order_of_dependence, with_main_item
from assistant.evidence.reading import read_record
from assistant.intake import read_case
from assistant.library import Library
from assistant.review import Appraisal, Tools, appraise
from evals.leave_out import Attested, Wording, patterns_of, wordings_of
from evals.records import Reread
from evals.sources import EvalCase
from evals.worker import tools_for
from knowledge.evaluate import evaluate
from knowledge.findings import FindingRule
from knowledge.model import Decision, Evaluation

FOLDS = 5
_LEAST = 4 * FOLDS  # cases; folds of fewer say nothing
_AT_ONCE = 8  # cases of one fold that a process takes at a time
_PATTERNS = 100

Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]  # as ``map``, in any processes


@dataclass(frozen=True)
class Share:
    """Some cases of one fold, and the rules that change for it."""

    fold: int
    cases: tuple[EvalCase, ...]
    rules: tuple[FindingRule, ...]


def reread(cases: Sequence[EvalCase], library: Library, folder: Path, spread: Spread) -> dict[str, Reread]:
    """What is said of every item by its id; nothing for a source of too few cases.

    ``folder`` holds the index of the evaluation, ``spread`` does the work.
    """
    if len(cases) < _LEAST:
        return {}
    folds = fold_of(cases)
    texts = {case.name: _sentences(case) for case in cases}
    patterns = patterns_of(library.findings)
    parts = [patterns[n::_PATTERNS] for n in range(_PATTERNS)]
    wordings: dict[str, Wording] = {}
    for part in spread(partial(wordings_of, texts=texts), parts):
        wordings |= part
    attested = Attested(library.findings, wordings)
    shares = [share for fold in range(FOLDS) for share in _shares(fold, cases, folds, attested)]
    pairs = (pair for found in spread(partial(_reread, folder=folder), shares) for pair in found)
    return dict(sorted(pairs))


def fold_of(cases: Sequence[EvalCase]) -> dict[str, int]:
    """The fold of each case by name; cases of one group fall in the same."""
    groups = {group: place for place, group in enumerate(dict.fromkeys(case.group for case in cases))}
    return {case.name: groups[case.group] % FOLDS for case in cases}


def _shares(
    fold: int, cases: Sequence[EvalCase], folds: Mapping[str, int], attested: Attested
) -> Iterator[Share]:
    mine = [case for case in cases if folds[case.name] == fold]
    rules = attested.changed([case.name for case in mine])
    for start in range(0, len(mine), _AT_ONCE):
        yield Share(fold, tuple(mine[start : start + _AT_ONCE]), rules)


def _sentences(case: EvalCase) -> str:
    read = read_case(case.document)
    record = read_record(read.document, read.record)
    return "\n".join(record.text[s.span.start : s.span.end] for s in record.statements)


def _reread(share: Share, folder: Path) -> tuple[tuple[str, Reread], ...]:
    library = tools_for(folder, "grounded").library
    tools = Tools(replace(library, findings=library.findings.with_rules(*share.rules)))
    return tuple(pair for case in share.cases for pair in _of_case(case, share.fold, tools))


def _of_case(case: EvalCase, fold: int, tools: Tools) -> Iterator[tuple[str, Reread]]:
    appraised = _appraised(read_case(case.document), tools)
    for number, key in enumerate(case.ids, start=1):
        if number in appraised:
            yield key, _said(appraised[number], fold)


def _appraised(case: Case, tools: Tools) -> dict[int, Appraisal]:
    families = {item.number: tools.library.classify(case, item) for item in case.items}
    done: dict[int, Appraisal] = {}
    for item in in_order_of_dependence(case.items, families):
        done[item.number] = appraise(case, item, with_main_item(item.number, families, done), tools)
    return done


def _said(appraisal: Appraisal, fold: int) -> Reread:
    said = appraisal.evaluation
    if said is None or said.recommendation is None:
        return Reread(fold=fold)
    over = said.recommendation is Decision.OVERTURNED
    return Reread(
        fold=fold,
        recommendation=str(said.recommendation),
        overturned=said.strength if over else round(1 - said.strength, 4),
        pack=said.pack.id,
        deciding=said.deciding,
        unordered=_unordered(said, appraisal),
    )


def _unordered(said: Evaluation, appraisal: Appraisal) -> tuple[str, ...]:
    """What blocks, in the order before any pack says what to name first."""
    plain = said.pack.model_copy(update={"names_first": ()})
    return evaluate(plain, appraisal.evidence.facts).deciding
