"""Carry out an action and answer in Markdown. Record text is escaped: it is data, not markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.conversation.actions import (
    Action,
    AddFact,
    Ask,
    ByHand,
    CheckText,
    Compare,
    Decide,
    Explain,
    ForgetFact,
    Help,
    LetStand,
    QuoteGuideline,
    Reword,
    SelectItem,
    SetAside,
    ShowDraft,
    ShowEvidence,
    ShowMissing,
    ShowSimilar,
    Sign,
    Unclear,
    WhatIf,
)
from assistant.conversation.freely import answered
from assistant.conversation.looking import looked_up
from assistant.conversation.session import SUPPLIED, Session, with_facts, with_request
from assistant.export.markdown import escape
from assistant.export.parts import suppression_in_words
from assistant.linting import lint_text
from assistant.results import CheckReport, Evidence, ItemReview, Proposal
from assistant.review import Tools
from knowledge.model import CriterionResult
from knowledge.wording import as_shown, status_in_words, with_confidence

HELP = """You can ask, in your own words:

- **why** is this recommended; **why is criterion 3 not met**
- **show the evidence** (on criterion 2)
- **quote the guideline**; which edition governs
- **what is missing**
- **similar cases**
- **what if 6 visits were requested**
- **what did the UR say**, **is there an MRI**, **how many PT visits**: the record's own sentences
- tell me a fact: *The employer confirmed the job on 7/1/2015.* It is marked as yours and everything is
  computed anew; **forget that fact** takes it back
- **check this text:** followed by a rationale you wrote
- **overturn because** … or **uphold because** … decides otherwise than recommended
- **set aside FAC01 because** … says that a finding does not hold; **restore FAC01** undoes that
- **shorter**, **plainer**, **more on criterion 2** put the draft in other words, checked anew
- **what changed** compares the rationale with its previous version
- **item 2** brings another disputed item into view; **show the draft**"""

BY_HAND = (
    "I have changed nothing, and took this for no fact of the case. The draft is yours to change under"
    " *Edit* (Alt+5), where it is checked as you type; a request that was read wrongly is put right under"
    " *Correct this request*; the decision is made under *Decide and sign* (Alt+6). What the record lacks"
    " or has wrong, tell as a fact, beginning with *fact:*"
)


@dataclass(frozen=True)
class Reply:
    """An answer, and the session after it."""

    text: str
    session: Session


def respond(action: Action, session: Session, tools: Tools) -> Reply:
    """Carry out the action on the session."""
    return _HANDLERS[type(action)](action, session, tools)


def _explain(action: Explain, session: Session, _: Tools) -> Reply:
    review = session.in_view
    if review.evaluation is None:
        return Reply(escape(review.guideline_why), session)
    if action.criterion is not None:
        result = _criterion(review, action.criterion)
        return Reply(_one_criterion(review, result) if result else _no_such(review), session)
    evaluation = review.evaluation
    outcome = str(evaluation.recommendation or "No recommendation")
    lines = [f"**{outcome}** (strength {evaluation.strength:.2f}). {escape(evaluation.why)}", ""]
    lines += [_one_criterion(review, evaluation.result(name)) for name in evaluation.deciding[:5]]
    return Reply("\n\n".join(lines), session)


def _show_evidence(action: ShowEvidence, session: Session, _: Tools) -> Reply:
    review = session.in_view
    if review.evaluation is None or not review.evidence.evidence:
        return Reply("The record holds no quote that speaks to this item's criteria.", session)
    if action.criterion is None:
        proposed = _proposed(review.reading.proposals if review.reading else ())
        return Reply(_quotes(review.evidence.evidence, session) + proposed, session)
    result = _criterion(review, action.criterion)
    if result is None:
        return Reply(_no_such(review), session)
    found = review.evidence.by_keys(result.trace.keys)
    says = escape(as_shown(result.criterion))
    shown = _quotes(found, session) if found else "The record says nothing on it."
    shown += _proposed(review.proposals_on(result.id))
    return Reply(f"On criterion {action.criterion} ({says}):\n\n{shown}", session)


def _quote_guideline(_: QuoteGuideline, session: Session, __: Tools) -> Reply:
    review = session.in_view
    if review.evaluation is None:
        return Reply(escape(review.guideline_why), session)
    pack = review.evaluation.pack
    recommended = escape(with_confidence(pack.recommended, pack.confidence))
    head = f"**{escape(pack.citation)}**\n\n{recommended} {escape(review.guideline_why)}"
    note = "\n\n*The sentences are this project's paraphrase; load the licensed text with `imr ingest`.*"
    if review.official:
        official = "\n".join(
            f"> {escape(p.text)} ({p.key}, {escape(p.citation)})\n" for p in review.official
        )
        note = f"\n\nThe official text that you loaded:\n\n{official}"
    lines = [f"{n}. {escape(as_shown(c))}" for n, c in enumerate(pack.criteria, start=1)]
    return Reply(head + "\n\n" + "\n".join(lines) + note, session)


def _show_missing(_: ShowMissing, session: Session, __: Tools) -> Reply:
    evaluation = session.in_view.evaluation
    if evaluation is None or not evaluation.missing:
        return Reply("Nothing that decides is missing from the record.", session)
    lines = []
    for name in evaluation.missing:
        criterion = evaluation.result(name).criterion
        shown_by = (
            f" It would be shown by: {escape(criterion.documentation)}" if criterion.documentation else ""
        )
        lines.append(f"- {escape(as_shown(criterion))}{shown_by}")
    return Reply("The record does not document:\n\n" + "\n".join(lines), session)


def _show_similar(_: ShowSimilar, session: Session, __: Tools) -> Reply:
    precedents = session.in_view.precedents
    if not precedents:
        return Reply("The index holds no past determinations; add some with `imr ingest FOLDER`.", session)
    lines = [
        f"- {escape(p.case_number)}: {escape(p.treatment)} — **{p.decision}** (likeness {p.score:.2f})"
        for p in precedents
    ]
    note = "\n\nThey illustrate and bind nobody: no determination binds another case."
    return Reply("Similar past determinations:\n\n" + "\n".join(lines) + note, session)


def _show_draft(_: ShowDraft, session: Session, __: Tools) -> Reply:
    return Reply(draft_markdown(session.in_view), session)


def _select(action: SelectItem, session: Session, _: Tools) -> Reply:
    numbers = [r.item.number for r in session.review.items]
    number = action.number
    if action.steps:
        number = numbers[(numbers.index(session.item) + action.steps) % len(numbers)]
    if number not in numbers:
        return Reply(f"This case has items {numbers[0]} to {numbers[-1]}.", session)
    chosen = replace(session, item=number)
    return Reply(f"Item {number} is in view: {escape(chosen.in_view.item.treatment)}.", chosen)


def _add_fact(action: AddFact, session: Session, tools: Tools) -> Reply:
    before = session.in_view
    after = with_facts(session, (*session.facts, action.text), tools)
    changes = moved_statuses(before, after.in_view)
    return Reply(f"Taken as your fact, not the record's: “{escape(action.text)}”\n\n{changes}", after)


def _forget_fact(_: ForgetFact, session: Session, tools: Tools) -> Reply:
    if not session.facts:
        return Reply("You have supplied no fact.", session)
    after = with_facts(session, session.facts[:-1], tools)
    gone = escape(session.facts[-1])
    return Reply(f"Taken back: “{gone}”\n\n{moved_statuses(session.in_view, after.in_view)}", after)


def _what_if(action: WhatIf, session: Session, tools: Tools) -> Reply:
    asked = session.in_view.item.request
    request = replace(
        asked,
        visits=action.visits or asked.visits,
        quantity=action.quantity or asked.quantity,
        computation="" if action.visits else asked.computation,
    )
    after = with_request(session, request, tools).items[0]
    wanted = f"{action.visits} visits" if action.visits else f"a quantity of {action.quantity}"
    return Reply(f"If {wanted} were requested:\n\n{moved_statuses(session.in_view, after)}", session)


def _check_text(action: CheckText, session: Session, tools: Tools) -> Reply:
    if not action.text:
        return Reply("Write the rationale after the words *check this text:*", session)
    report = lint_text(action.text, session.base, session.item, tools.library)
    return Reply(report_markdown(report), session)


def _by_hand(
    _: Decide | SetAside | LetStand | Compare | Reword | Sign, session: Session, __: Tools
) -> Reply:
    """Decisions, versions and signatures belong to a kept case; a session alone holds none."""
    return Reply("Use *Decide and sign* beside the draft: only there can you read what you sign.", session)


def _ask(action: Ask, session: Session, tools: Tools) -> Reply:
    said = answered(action, session, tools)
    return _unclear(Unclear(action.text), session, tools) if said is None else Reply(said, session)


def _help(_: Help, session: Session, __: Tools) -> Reply:
    return Reply(HELP, session)


def _hand(_: ByHand, session: Session, __: Tools) -> Reply:
    return Reply(BY_HAND, session)


def _unclear(action: Unclear, session: Session, _: Tools) -> Reply:
    if found := looked_up(action.text, session):
        return Reply(found, session)
    return Reply(
        f"I can only speak of this case and its guidelines, and did not understand.\n\n{HELP}", session
    )


def draft_markdown(review: ItemReview) -> str:
    """The checked draft, or why it was withheld."""
    note = f"*{escape(review.note)}*\n\n" if review.note else ""
    if review.draft is None:
        return f"{note}**The draft was withheld.**\n\n{report_markdown(review.checks)}"
    text = escape(review.draft.text)
    return f"{note}**Decision rationale:** {text}\n\n*Checked: no errors. Not a determination.*"


def report_markdown(report: CheckReport) -> str:
    """The findings of the checker as a list, and those set aside with who, when and why."""
    if not report.everything:
        return "The checker has no finding."
    lines = []
    for finding in report.findings:
        shown = "".join(f"\n  - record, page {q.page}: “{escape(q.text)}”" for q in finding.evidence[:2])
        mend = f" *{escape(finding.mend)}*" if finding.mend else ""
        place = f"**{finding.rule}** ({finding.severity}) “{escape(finding.quote)}”"
        lines.append(f"- {place}: {escape(finding.message)}{mend}{shown}")
    lines += [f"- *Set aside:* {escape(suppression_in_words(s.suppression))}" for s in report.suppressed]
    said = f"\n\n{report.said.capitalize()}." if report.suppressed else ""
    return "\n".join(lines) + said


def _criterion(review: ItemReview, number: int) -> CriterionResult | None:
    results = review.evaluation.results if review.evaluation else ()
    return results[number - 1] if 1 <= number <= len(results) else None


def _no_such(review: ItemReview) -> str:
    count = len(review.evaluation.results) if review.evaluation else 0
    return f"This item has criteria 1 to {count}."


def _one_criterion(review: ItemReview, result: CriterionResult) -> str:
    assert review.evaluation is not None  # a result comes from an evaluation
    number = review.evaluation.results.index(result) + 1
    says, why = escape(as_shown(result.criterion)), escape(result.trace.why)
    quotes = "".join(f"\n  - {_quote(e)}" for e in review.evidence.by_keys(result.trace.keys)[:3])
    quotes += "".join(f"\n  - {escape(p.in_words)}" for p in review.proposals_on(result.id)[:3])
    head = f"- **Criterion {number}: {status_in_words(result.status)}.**"
    return f"{head} {says} Why: {why}.{quotes}"


def _proposed(proposals: tuple[Proposal, ...]) -> str:
    """What a model proposes, apart from the evidence."""
    return "".join(f"\n- {escape(p.in_words)}" for p in proposals)


def _quotes(evidence: tuple[Evidence, ...], session: Session) -> str:
    supplied = session.review.case.document.text.find(SUPPLIED)
    return "\n".join(
        f"- {_quote(e)}{' *(your fact)*' if 0 <= supplied <= e.quote.start else ''}" for e in evidence
    )


def _quote(evidence: Evidence) -> str:
    return (
        f"{evidence.key}, page {evidence.quote.page}, {evidence.assertion}: “{escape(evidence.quote.text)}”"
    )


def moved_statuses(before: ItemReview, after: ItemReview) -> str:
    """What a change did: the recommendation and every status that moved."""
    old = {r.id: r for r in before.evaluation.results} if before.evaluation else {}
    new = {r.id: r for r in after.evaluation.results} if after.evaluation else {}
    moved = [
        f"- {escape(as_shown(new[name].criterion))} was {status_in_words(old[name].status)},"
        f" now **{status_in_words(new[name].status)}**"
        for name in new
        if name in old and old[name].status is not new[name].status
    ]
    was, now = _outcome(before), _outcome(after)
    head = (
        f"The recommendation stays **{now}**."
        if was == now
        else f"The recommendation goes from {was} to **{now}**."
    )
    return "\n".join([head, "", *moved]) if moved else f"{head} No criterion changes its status."


def _outcome(review: ItemReview) -> str:
    recommendation = review.evaluation.recommendation if review.evaluation else None
    return str(recommendation or "no recommendation")


_HANDLERS: Mapping[type, Callable[[Any, Session, Tools], Reply]] = {
    Explain: _explain,
    ShowEvidence: _show_evidence,
    QuoteGuideline: _quote_guideline,
    ShowMissing: _show_missing,
    ShowSimilar: _show_similar,
    ShowDraft: _show_draft,
    SelectItem: _select,
    AddFact: _add_fact,
    ForgetFact: _forget_fact,
    WhatIf: _what_if,
    CheckText: _check_text,
    Decide: _by_hand,
    SetAside: _by_hand,
    LetStand: _by_hand,
    Compare: _by_hand,
    Reword: _by_hand,
    Sign: _by_hand,
    ByHand: _hand,
    Ask: _ask,
    Help: _help,
    Unclear: _unclear,
}
