"""All kinds of injected error, in the order of the report."""

from __future__ import annotations

from evals.mutations.kinds import citing, criteria, dates, form, moved, numbers, pointing, statements, words
from evals.mutations.model import Kind

KINDS: tuple[Kind, ...] = (
    *dates.KINDS,
    *numbers.KINDS,
    *words.KINDS,
    *moved.KINDS,
    *statements.KINDS,
    *criteria.KINDS,
    *citing.KINDS,
    *pointing.KINDS,
    *form.KINDS,
)
