"""What the reviewer reads of an endpoint that fails: one sentence with what to do, and a checked draft."""

from __future__ import annotations

import json

import pytest

from assistant.configured import configured_model
from assistant.drafting.model import DraftAnswer
from assistant.errors import ModelError
from assistant.intake import case_from_text
from assistant.library import Library
from assistant.modelling.endpoint import Endpoint, Turn, chat_model
from assistant.modelling.transport import Deadline
from assistant.review import Tools, review_case
from assistant.samples import sample_text
from tests.e2e.lying_server import LIES, LyingServer, Teller, completion, lied_to, printed, raw

_CASE = case_from_text(sample_text("work-hardening.txt"), "work-hardening.txt")
_KEY = "sk-secret-0001"


def error(message: str, status: int, code: str = "") -> Teller:
    return raw(json.dumps({"error": {"message": message, "code": code}}), status)


_TELLERS: dict[str, Teller] = {
    **LIES,
    "unknown deployment": error("The API deployment for this resource does not exist.", 404),
    "wrong path": raw("404 page not found", 404),
    "context of llama.cpp": error("the request exceeds the available context size (4096 tokens)", 400),
    "context of vLLM": error("This model's maximum context length is 4096 tokens.", 400),
    "filtered by Azure": error("The response was filtered.", 400, "content_filter"),
    "no credit": error("Insufficient credits", 402),
    "still loading": error("Loading model", 503),
    "no schema": error("response_format json_schema is not supported", 400),
    "no such parameter": error("Unrecognized request argument supplied: max_completion_tokens", 400),
    "fixed temperature": error("'temperature' does not support 0 with this model.", 400),
    "broken JSON that a lenient reader would close": raw(
        json.dumps(completion('{"sentences": [{"supports": ["C1"], "text": "The record documents'))
    ),
}
_SENTENCES = {
    "wrong key": "the key is wrong or missing; check OPENAI_API_KEY",
    "no quota": "has no quota left for this key (status 429); see the account",
    "no credit": "the account has no credit left",
    "model not found": "it does not know the model 'liar'; check IMR_MODEL",
    "unknown deployment": "it does not know the model 'liar'; check IMR_MODEL",
    "wrong path": "check IMR_MODEL and OPENAI_BASE_URL",
    "context too long": "finds the prompt too long; lower IMR_MODEL_PROMPT_TOKENS",
    "context of llama.cpp": "finds the prompt too long; lower IMR_MODEL_PROMPT_TOKENS",
    "context of vLLM": "finds the prompt too long; lower IMR_MODEL_PROMPT_TOKENS",
    "a stall": "gave no whole answer within 1 seconds; see its load, or raise IMR_MODEL_TIMEOUT",
    "half a json": "The model 'liar' answered in broken JSON",
    "broken JSON that a lenient reader would close": "The model 'liar' answered in broken JSON",
    "no json at all": "answered in another form than asked; try another IMR_STRUCTURED_OUTPUT",
    "refusal": "The model 'liar' refused to answer.",
    "empty answer": "The model 'liar' gave an empty answer.",
    "connection cut": "broke off before the answer was whole; see its log",
    "429 storm": "too many requests; wait, or lower IMR_MODEL_CONCURRENCY",
    "still loading": "it is overloaded or still loading its model; try again in a moment",
    "content filter": "The model 'liar' was stopped by the content filter of its endpoint.",
    "filtered by Azure": "The model 'liar' was stopped by the content filter of its endpoint.",
    "cut off by length": "did not come to an end; raise IMR_MODEL_MAX_TOKENS",
    "half a body": "did not answer as an OpenAI-compatible server does; check OPENAI_BASE_URL",
    "html error page": "did not answer as an OpenAI-compatible server does; check OPENAI_BASE_URL",
    "redirect elsewhere": "it sends requests on to another address; set OPENAI_BASE_URL to that one",
    "no schema": "try another IMR_STRUCTURED_OUTPUT (see `imr model test`)",
    "no such parameter": "does not take 'max_completion_tokens' as it is sent; set another with IMR_MODEL",
    "fixed temperature": "does not take 'temperature' as it is sent; set another with IMR_MODEL_PARAMETERS",
    "ten megabytes": "sent more than 1,000,000 bytes",
}
_OF_THE_ANSWER = (
    "half a json",
    "broken JSON that a lenient reader would close",
    "no json at all",
    "refusal",
    "empty answer",
    "cut off by length",
    "half a body",
    "html error page",
)


@pytest.mark.parametrize("failure", sorted(_SENTENCES))
def test_each_failure_is_one_sentence_beside_the_grounded_draft(
    failure: str, library: Library, server: LyingServer
) -> None:
    server.teller = _TELLERS[failure]

    review = review_case(_CASE, Tools(library, configured_model(lied_to(server, api_key=_KEY))))

    item = review.items[0]
    assert item.draft is not None
    assert item.draft.drafter == "grounded"
    assert _SENTENCES[failure] in item.note
    assert item.note.endswith(". The grounded drafter wrote this draft instead.")
    assert item.note.count(". ") == 1, "one sentence, and who wrote instead"
    assert _KEY not in item.note
    assert item.note in " ".join(printed(review).split())


@pytest.mark.parametrize("method", ["json_schema", "function_calling", "json_mode"])
@pytest.mark.parametrize("failure", _OF_THE_ANSWER)
def test_the_sentence_is_the_same_however_the_form_was_asked_for(
    failure: str, method: str, server: LyingServer
) -> None:
    server.teller = _TELLERS[failure]
    asked = lied_to(server, api_key=_KEY, structured_output=method)

    with pytest.raises(ModelError) as raised:
        Endpoint(asked, chat_model(asked)).ask((Turn("user", "x"),), DraftAnswer, Deadline.within(3))

    assert _SENTENCES[failure] in str(raised.value)
