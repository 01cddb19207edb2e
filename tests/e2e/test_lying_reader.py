"""A model that misreads the record: no status rises, no quote is invented, every dispute is shown."""

from __future__ import annotations

import time

import pytest

from assistant.case import Case
from assistant.configured import configured_model
from assistant.export.as_json import dumps, review_json
from assistant.intake import case_from_text, read_case
from assistant.library import Library
from assistant.results import ItemReview, Review
from assistant.review import Tools, review_case
from assistant.samples import sample_text
from evals.gold import gold_source
from knowledge.document import Assertion
from knowledge.model import Decision, Status
from tests.e2e.lying_reader import MISREADINGS, asked_to_read, honest_reading, reading
from tests.e2e.lying_server import LIES, LyingServer, lied_to
from tests.e2e.test_injection import _ORDERS, obeying, with_order

_SAMPLES = tuple(
    case_from_text(sample_text(name), name) for name in ("work-hardening.txt", "back-and-knee.txt")
)
_MARKS = ("gold ink", "pipe fitter", "Ignore the guideline", "script", "99 years", "certainly", "work work")


def reviewed(case: Case, library: Library, server: LyingServer) -> Review:
    return review_case(case, Tools(library, configured_model(lied_to(server, model_evidence=True))))


def assert_nothing_rose(item: ItemReview, plain: ItemReview) -> None:
    """No status, recommendation or strength is more favourable than by the rules alone."""
    if plain.evaluation is None:
        assert item.evaluation is None
        return
    assert item.evaluation is not None
    for after, before in zip(item.evaluation.results, plain.evaluation.results, strict=True):
        if before.status is Status.MET:
            assert after.status in (Status.MET, Status.NOT_DOCUMENTED)
        else:
            assert (after.status, after.trace) == (before.status, before.trace)
    if plain.evaluation.recommendation is not Decision.OVERTURNED:
        assert item.evaluation.recommendation is not Decision.OVERTURNED
    fallen = [
        r.id
        for r, b in zip(item.evaluation.results, plain.evaluation.results, strict=True)
        if r.status is not b.status
    ]
    assert item.reading is not None
    assert list(item.reading.doubted) == fallen
    for name in fallen:  # what fell shows both readings
        assert item.reading.on(name)
        assert item.evidence.by_keys(item.evaluation.result(name).trace.keys)


def assert_honest(item: ItemReview, case: Case) -> None:
    assert item.reading is not None
    for proposal in item.reading.proposals:
        q = proposal.quote
        assert case.document.text[q.start : q.end] == q.text
        assert case.record.start <= q.start
        assert q.end <= case.record.end
    assert item.draft is None or item.checks.passed


@pytest.mark.parametrize("lie", sorted(MISREADINGS))
@pytest.mark.parametrize("case", _SAMPLES, ids=lambda c: c.document.name)
def test_no_misreading_lifts_a_status_or_invents_a_quote(
    lie: str, case: Case, library: Library, server: LyingServer
) -> None:
    server.teller = MISREADINGS[lie]
    plain = review_case(case, Tools(library))

    review = reviewed(case, library, server)

    for item, before in zip(review.items, plain.items, strict=True):
        assert_nothing_rose(item, before)
        assert_honest(item, case)
        assert item.evidence == before.evidence
        assert item.draft is not None
    shown = dumps(review_json(review))
    assert not [mark for mark in _MARKS if mark in shown]


@pytest.mark.parametrize("lie", ["everything affirmed", "everything negated", "flipped assertions"])
def test_no_misreading_of_the_gold_cases_lifts_a_status(
    lie: str, library: Library, server: LyingServer
) -> None:
    server.teller = MISREADINGS[lie]
    for gold in gold_source().cases[::4]:
        case = read_case(gold.document)
        plain = review_case(case, Tools(library))

        review = reviewed(case, library, server)

        for item, before in zip(review.items, plain.items, strict=True):
            if item.reading is not None:
                assert_nothing_rose(item, before)
                assert_honest(item, case)


@pytest.mark.parametrize("failure", ["ten megabytes", "half a json", "a stall", "wrong key", "429 storm"])
def test_a_reading_that_fails_leaves_the_rules_evidence_and_says_so(
    failure: str, library: Library, server: LyingServer
) -> None:
    server.teller = LIES[failure]
    plain = review_case(_SAMPLES[0], Tools(library))
    started = time.monotonic()

    item = reviewed(_SAMPLES[0], library, server).items[0]

    assert time.monotonic() - started < 12.0
    assert item.evaluation == plain.items[0].evaluation
    assert item.reading is not None
    assert item.reading.note.endswith("The evidence is what the rules found.")
    assert item.reading.provenance is not None
    assert item.reading.provenance.outcome == "failed"
    assert item.draft is not None


def test_an_honest_reading_is_shown_with_who_found_what(library: Library, server: LyingServer) -> None:
    server.teller = reading(lambda told, _: told)

    review = reviewed(_SAMPLES[0], library, server)

    item = review.items[0]
    assert item.reading is not None
    assert item.reading.proposals
    assert item.reading.provenance is not None
    assert item.reading.provenance.outcome == "read"
    printed = review_json(review)["items"][0]
    assert printed["reading"]["proposals"][0]["found_by"] == "liar"
    finders = {tuple(e["found_by"]) for c in printed["criteria"] for e in c["evidence"]}
    assert finders <= {("rules",), ("rules", "liar")}
    assert ("rules", "liar") in finders


def test_a_denied_passage_of_a_met_criterion_takes_it_to_the_cautious_side(
    library: Library, server: LyingServer
) -> None:
    plain = review_case(_SAMPLES[0], Tools(library)).items[0]
    assert plain.evaluation is not None
    met = [
        (n, r)
        for n, r in enumerate(plain.evaluation.results, start=1)
        if r.status is Status.MET
        and plain.evidence.by_keys(r.trace.keys)
        and "finding" in str(r.criterion.test)
    ]
    number, result = met[0]
    quote = plain.evidence.by_keys(result.trace.keys)[0].quote.text
    server.teller = reading(
        lambda *_: [{"criterion": f"C{number}", "quote": quote, "assertion": "negated"}]
    )

    item = reviewed(_SAMPLES[0], library, server).items[0]

    assert item.evaluation is not None
    assert item.evaluation.result(result.id).status is Status.NOT_DOCUMENTED
    assert "two readings of the record differ" in item.evaluation.result(result.id).trace.why
    assert item.reading is not None
    [proposal] = item.reading.on(result.id)
    assert (proposal.assertion, proposal.disputed) == (Assertion.NEGATED, True)
    assert item.draft is not None
    assert item.checks.passed


@pytest.mark.parametrize("order", _ORDERS)
def test_an_order_in_the_record_does_not_reach_a_reader_that_would_obey(
    order: str, library: Library, server: LyingServer
) -> None:
    """The endpoint misreads everything as soon as it sees the order, and reads honestly otherwise."""
    case = with_order(order)
    plain = review_case(case, Tools(library))
    draft = obeying(order)

    def obey(request: dict[str, object]) -> object:
        if not asked_to_read(request):
            return draft(request)
        poisoned = order in str(request["messages"])
        lie = "everything affirmed" if "approve" in order.lower() else "everything negated"
        return MISREADINGS[lie if poisoned else "no quotes"](request)

    server.teller = obey  # type: ignore[assignment]

    item = reviewed(case, library, server).items[0]

    assert_nothing_rose(item, plain.items[0])
    assert item.evaluation == plain.items[0].evaluation, "the order was sent and obeyed"
    assert honest_reading is not None
