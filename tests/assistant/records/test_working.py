"""What is typed and not saved, the conversation, a lead's hand on whole cases, and what a user has set."""

from __future__ import annotations

import pytest

from assistant.errors import AccessError, ConflictError, RecordsError, SignedError
from assistant.records import CaseFilter, OpenCase, Records, Role, User
from assistant.records.handing import reassign, remove, restore
from assistant.records.people import Users
from assistant.records.preferences import preference, set_preference
from assistant.records.rewording import Rewording, save_rewording
from assistant.records.talk import keep_talk, talk_of
from assistant.records.working import discard_working, keep_working
from assistant.results import CheckReport, Draft, Sentence
from tests.assistant.records.conftest import ANN, BEN, LEAD, SIGNER

TYPED = "A wording that is not saved yet."


def test_a_pause_is_kept_and_ends_with_the_save(records: Records, opened: OpenCase) -> None:
    kept = keep_working(records, opened.id, 1, TYPED, 0, ANN)
    assert kept is not None
    assert (kept.text, kept.revision, kept.based_on) == (TYPED, 1, 1)
    assert records.open_case(opened.id, ANN).item(1).working == kept
    records.save_edit(opened.id, 1, TYPED, CheckReport(()), ANN, 1)
    assert records.open_case(opened.id, ANN).item(1).working is None


def test_pauses_leave_no_entry_in_the_audit(records: Records, opened: OpenCase) -> None:
    before = records.verify()
    keep_working(records, opened.id, 1, TYPED, 0, ANN)
    discard_working(records, opened.id, 1, ANN)
    assert records.verify() == before


def test_an_older_window_never_overwrites_a_newer_one(records: Records, opened: OpenCase) -> None:
    keep_working(records, opened.id, 1, TYPED, 0, ANN)
    with pytest.raises(ConflictError, match="Another window"):
        keep_working(records, opened.id, 1, "From the other window.", 0, ANN)
    records.save_edit(opened.id, 1, TYPED, CheckReport(()), ANN, 1)
    with pytest.raises(ConflictError, match="reload"):
        keep_working(records, opened.id, 1, "From the first window again.", 1, ANN)


def test_the_text_that_stands_is_nothing_to_keep(records: Records, opened: OpenCase) -> None:
    draft = opened.item(1).draft
    assert draft is not None
    keep_working(records, opened.id, 1, TYPED, 0, ANN)
    assert keep_working(records, opened.id, 1, draft.text, 1, ANN) is None
    assert records.open_case(opened.id, ANN).item(1).working is None


def test_nothing_is_signed_over_unsaved_words_and_nothing_typed_over_a_signature(
    records: Records, opened: OpenCase
) -> None:
    keep_working(records, opened.id, 1, TYPED, 0, ANN)
    with pytest.raises(RecordsError, match="not saved"):
        records.sign(opened.id, 1, SIGNER, ANN)
    discard_working(records, opened.id, 1, ANN)
    records.sign(opened.id, 1, SIGNER, ANN)
    with pytest.raises(SignedError):
        keep_working(records, opened.id, 1, TYPED, 0, ANN)


def test_the_conversation_is_kept_for_those_who_may_see_the_case(
    records: Records, opened: OpenCase
) -> None:
    keep_talk(records, opened.id, [(True, "Why?"), (False, "Because the record is silent.")], ANN)
    said = talk_of(records, opened.id, ANN)
    assert [(m.by_reviewer, m.text) for m in said] == [
        (True, "Why?"),
        (False, "Because the record is silent."),
    ]
    with pytest.raises(AccessError):
        talk_of(records, opened.id, BEN)
    with pytest.raises(AccessError):
        keep_talk(records, opened.id, [(True, "Why?")], LEAD)


def test_a_lead_hands_a_case_over_with_a_reason(records: Records, opened: OpenCase) -> None:
    Users(records).add("ben", Role.REVIEWER, "a long invented password", LEAD)
    with pytest.raises(RecordsError, match="Say why"):
        reassign(records, opened.id, "ben", " ", LEAD)
    with pytest.raises(RecordsError, match="no account"):
        reassign(records, opened.id, "nobody", "Ann is away.", LEAD)
    with pytest.raises(AccessError):
        reassign(records, opened.id, "ben", "I like it.", ANN)
    assert reassign(records, opened.id, "ben", "Ann is away.", LEAD).owner == "ben"
    assert records.open_case(opened.id, BEN).id == opened.id
    with pytest.raises(AccessError):
        records.open_case(opened.id, ANN)
    records.verify()


def test_a_removed_case_is_gone_until_it_is_restored(records: Records, opened: OpenCase) -> None:
    remove(records, opened.id, "Added twice.", LEAD)
    assert records.list_cases(ANN) == ()
    with pytest.raises(AccessError):
        records.open_case(opened.id, ANN)
    assert [c.id for c in records.list_cases(LEAD, CaseFilter(removed=True))] == [opened.id]
    with pytest.raises(RecordsError, match="already"):
        remove(records, opened.id, "Added twice.", LEAD)
    restore(records, opened.id, "It was the only one.", LEAD)
    assert [c.id for c in records.list_cases(ANN)] == [opened.id]
    records.verify()


def test_a_rewording_is_a_version_of_the_assistant_with_its_sentences(
    records: Records, opened: OpenCase
) -> None:
    draft = Draft((Sentence("It is not medically necessary.", ("R",)),))
    kept = save_rewording(records, opened.id, 1, Rewording(draft, CheckReport(()), "shorter"), ANN)
    assert (kept.number, kept.by, kept.sentences) == (2, "grounded, shorter", draft.sentences)
    assert records.open_case(opened.id, ANN).item(1).draft == kept
    assert "draft reworded" in [entry.action for entry in records.history(opened.id, ANN)]
    records.verify()


def test_an_edit_keeps_the_support_of_the_sentences_it_leaves(records: Records, opened: OpenCase) -> None:
    draft = opened.item(1).draft
    assert draft is not None
    assert draft.sentences
    text = f"{draft.sentences[0].text} The rest is rewritten."
    kept = records.save_edit(opened.id, 1, text, CheckReport(()), ANN, 1)
    assert kept.sentences == draft.sentences[:1]
    assert records.versions(opened.id, 1, ANN)[-1] == kept


def test_a_setting_is_its_users_own(records: Records) -> None:
    set_preference(records, ANN, "filter", "one")
    set_preference(records, ANN, "filter", "two")
    assert preference(records, ANN, "filter") == "two"
    assert preference(records, BEN, "filter") is None
    assert preference(records, User("carl"), "filter") is None
