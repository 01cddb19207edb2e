"""The determination linter: many small rules over typed claims, each with an exact place and its evidence.

Deterministic and pure: never calls a model, never obeys what a text says, never raises on any text.
"""

from __future__ import annotations

from assistant.case import Case, DisputedItem
from assistant.checks import (
    absence,
    adverse,
    alternative,
    approved,
    argued,
    asked,
    attributed,
    borrowed,
    ceased,
    citations,
    cited,
    classes,
    consistency,
    copied,
    counted,
    criteria,
    dated,
    dealt,
    decided,
    denied,
    dosed,
    elapsed,
    elsewhere,
    facts,
    governing,
    graded,
    grounding,
    happened,
    ingredients,
    kin,
    lapse,
    measured,
    months,
    moved,
    numbers,
    operated,
    placed,
    planned,
    polarity,
    presence,
    published,
    quotations,
    responded,
    restated,
    scope,
    sided,
    silent,
    spared,
    speakers,
    states,
    strengths,
    studied,
    subjects,
    swapped,
    taken,
    timing,
    together,
    treated,
    unknown,
    unnamed,
    unseen,
    wanted,
    working,
)
from assistant.checks.context import NOTHING, Context, Reviewed, Sibling
from assistant.checks.matching import candidates, match_item
from assistant.checks.rivals import confirmed
from assistant.checks.rule import Example, Rule
from assistant.results import CheckReport, Draft, Finding

__all__ = [
    "RULES",
    "Example",
    "Reviewed",
    "Rule",
    "Sibling",
    "candidates",
    "check_draft",
    "check_text",
    "match_item",
]

RULES: tuple[Rule, ...] = (
    *facts.RULES,
    *elapsed.RULES,
    *numbers.RULES,
    *strengths.RULES,
    *subjects.RULES,
    *unknown.RULES,
    *copied.RULES,
    *elsewhere.RULES,
    *sided.RULES,
    *spared.RULES,
    *swapped.RULES,
    *working.RULES,
    *speakers.RULES,
    *attributed.RULES,
    *timing.RULES,
    *lapse.RULES,
    *alternative.RULES,
    *dated.RULES,
    *measured.RULES,
    *approved.RULES,
    *dosed.RULES,
    *taken.RULES,
    *months.RULES,
    *adverse.RULES,
    *counted.RULES,
    *placed.RULES,
    *dealt.RULES,
    *moved.RULES,
    *operated.RULES,
    *studied.RULES,
    *ingredients.RULES,
    *kin.RULES,
    *ceased.RULES,
    *classes.RULES,
    *absence.RULES,
    *unseen.RULES,
    *unnamed.RULES,
    *presence.RULES,
    *planned.RULES,
    *happened.RULES,
    *treated.RULES,
    *denied.RULES,
    *graded.RULES,
    *polarity.RULES,
    *states.RULES,
    *responded.RULES,
    *criteria.RULES,
    *argued.RULES,
    *restated.RULES,
    *published.RULES,
    *citations.RULES,
    *cited.RULES,
    *borrowed.RULES,
    *governing.RULES,
    *quotations.RULES,
    *scope.RULES,
    *decided.RULES,
    *wanted.RULES,
    *asked.RULES,
    *consistency.RULES,
    *together.RULES,
    *silent.RULES,
    *grounding.RULES,
)


def check_text(
    text: str, case: Case, item: DisputedItem | None, review: Reviewed | None = None, *, human: bool = False
) -> CheckReport:
    """Check any rationale on an item of a case.

    ``human``: a person wrote it, so what is merely unsupported is a warning. Findings stand in the order of
    their places in ``text``.
    """
    return _report(Context(text, case, item, review or NOTHING, human))


def check_draft(draft: Draft, case: Case, item: DisputedItem, review: Reviewed) -> CheckReport:
    """Check one of the project's own drafts: all rules, and each sentence names supports that exist."""
    return _report(Context(draft.text, case, item, review, draft=draft))


def _report(context: Context) -> CheckReport:
    found = {
        (f.start, f.end, f.rule): f
        for rule in RULES
        if context.draft is not None or not rule.draft_only
        for f in context.found_by(rule.id, rule.run)
        if not (rule.id in _AGAINST_RECORD and (_repeated(context, f) or _quoted(context, f)))
        and not (rule.family in _ON_FACTS and _quoted(context, f))
        and not _names(context, rule, f)
    }
    return CheckReport(tuple(_without_overlaps(list(confirmed([found[key] for key in sorted(found)])))))


_AGAINST_RECORD = frozenset(
    (
        "ABS01",
        "ABS02",
        "ABS04",
        "ABS05",
        "ABS06",
        "POL01",
        "POL02",
        "POL03",
        "FAC05",
        "FAC06",
        "PRE01",
        "PRE02",
        "PRE05",
        "POL05",
        "POL06",
        "SCO01",
    )
)


_ON_FACTS = frozenset(("FAC", "ABS", "POL", "PRE"))


def _names(context: Context, rule: Rule, finding: Finding) -> bool:
    """It complains of words that merely name a criterion; how the record stands on it is another matter."""
    if rule.family not in _ON_FACTS:
        return False
    place = context.folded.index(finding.start), context.folded.index(finding.end)
    return any(s.start <= place[0] and place[1] <= s.end for s in context.named_criteria)


def _repeated(context: Context, finding: Finding) -> bool:
    """The sentence is the record's own, which may contradict itself elsewhere."""
    statement = context.statement_at(context.folded.index(finding.start))
    return statement is not None and context.repeats_record(statement)


def _quoted(context: Context, finding: Finding) -> bool:
    """It stands in a quotation that is the record's own, word for word."""
    place = context.folded.index(finding.start), context.folded.index(finding.end)
    return any(q.start <= place[0] and place[1] <= q.end and context.is_verbatim(q) for q in context.quotes)


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    """One finding a rule and place: of overlapping findings of one rule the first stays."""
    kept: list[Finding] = []
    last: dict[str, int] = {}
    for finding in findings:
        if finding.start >= last.get(finding.rule, -1):
            kept.append(finding)
            last[finding.rule] = finding.end
    return kept
