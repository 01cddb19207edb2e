"""The page's handlers as plain generators: what each part shows, and that nothing is ever markup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from assistant.desk import Desk
from assistant.records import SINGLE_USER, Role, User, open_records
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.ui.events import Events
from assistant.ui.shown import Parts, View

USER = SINGLE_USER


@pytest.fixture
def events(tools: Tools, tmp_path: Path) -> Events:
    return Events(Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")))


def after(shown: Iterable[Parts]) -> Parts:
    """What the page shows once the handler is done."""
    merged: Parts = {}
    for parts in shown:
        merged |= parts
    return merged


@pytest.fixture
def page(events: Events) -> Parts:
    return after(events.add_sample(USER, View(), "work-hardening.txt"))


def typed(text: str, case: int = 1, item: int = 1) -> dict[str, str]:
    """What the page sends at a pause."""
    return {"text": text, "case": str(case), "item": str(item)}


def text_of(part: Any) -> str:
    return str(part)


def test_a_sample_fills_every_panel(page: Parts) -> None:
    assert "SAMPLE-0002" in page["header"]
    assert "not medically necessary" in page["document"]
    assert "imr-not-met" in page["criteria"]
    assert 'data-keys="E1' in page["record"]
    assert "2009" in page["guideline"]
    assert "03/02/2012" in page["course"]
    assert page["view"].case_id == 1


def test_a_sample_is_opened_again_not_added_again(events: Events, page: Parts) -> None:
    again = after(events.add_sample(USER, page["view"], "work-hardening.txt"))
    assert again["cases"].count("data-case") == 1


def test_the_draft_is_never_shown_before_the_review_is_done(events: Events) -> None:
    shown = list(events.add_sample(USER, View(), "work-hardening.txt"))
    assert [("document" in parts) for parts in shown] == [False] * (len(shown) - 1) + [True]
    assert "medically necessary" not in str(shown[:-1])


def test_words_without_a_case_say_what_to_do(events: Events) -> None:
    said = after(events.say(USER, View(), "why?", []))["chat"][-1].content
    assert "Open a case first" in said


def test_a_question_is_answered_and_the_box_emptied(events: Events, page: Parts) -> None:
    said = after(events.say(USER, page["view"], "what is missing?", []))
    assert "return-to-work goal" in said["chat"][-1].content
    assert said["words"] == ""


def test_a_check_marks_findings_with_their_mends(events: Events, page: Parts) -> None:
    shown = after(
        events.check(USER, page["view"], page["seen"], typed("The date of injury was 03/02/2011."))
    )
    assert "data-mend" in shown["findings"]
    assert "not saved as a version yet" in shown["findings"]


def test_a_finding_is_set_aside_with_a_reason_and_stands_again(events: Events, page: Parts) -> None:
    words = "The date of injury was 03/02/2011."
    kept = after(events.check(USER, page["view"], page["seen"], typed(words)))
    sent = {"does": "suppress", "number": 0, "reason": " "}
    refused = after(events.finding(USER, page["view"], words, sent))
    assert "needs a reason" in refused["saying"]
    assert "findings" not in refused
    shown = after(
        events.finding(USER, page["view"], words, {**sent, "reason": "an earlier <injury> is meant"})
    )
    assert "an earlier &lt;injury&gt; is meant" in shown["findings"]
    assert "1 set aside" in shown["findings"]
    assert "data-restore" in shown["findings"]
    back = after(events.finding(USER, page["view"], words, {"does": "restore", "number": 0}))
    assert back["findings"] == kept["findings"]


def test_a_pause_is_there_again_when_the_page_opens_anew(events: Events, page: Parts) -> None:
    words = "The date of injury was 03/02/2012. More to come"
    after(events.check(USER, page["view"], page["seen"], typed(words)))
    again = after(events.start(USER, View(), 1))
    assert again["editor"].value == words
    assert again["discard"].interactive
    refused = after(events.sign(USER, again["view"], "Alex Example", "MD", True, ""))["said"]
    assert "not saved" in refused
    back = after(events.discard(USER, again["view"]))
    assert back["editor"].value.endswith("medically necessary.")


def test_words_typed_for_one_item_never_land_on_another(events: Events, page: Parts) -> None:
    other = after(events.add_sample(USER, page["view"], "back-and-knee.txt"))
    shown = after(events.check(USER, other["view"], other["seen"], typed("Words for the first case.")))
    assert shown == {}
    assert after(events.open_case(USER, other["view"], 1))["editor"].value == "Words for the first case."
    assert "Words for" not in after(events.open_case(USER, other["view"], 2))["editor"].value


def test_an_older_window_is_told_and_overwrites_nothing(events: Events, page: Parts) -> None:
    after(events.check(USER, page["view"], page["seen"], typed("From the first window.")))
    told = after(events.check(USER, page["view"], page["seen"], typed("From the second window.")))
    assert "Another window" in told["saying"]
    assert after(events.start(USER, View(), 1))["editor"].value == "From the first window."


def test_a_pause_after_saving_leaves_the_word_that_it_is_saved(events: Events, page: Parts) -> None:
    after(events.save(USER, page["view"], "The worker was injured on 03/02/2012."))
    late = after(
        events.check(USER, page["view"], page["seen"], typed("The worker was injured on 03/02/2012."))
    )
    assert "saying" not in late
    assert "not saved" not in late["findings"]


def test_a_check_that_a_save_overtakes_says_nothing(
    events: Events, page: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, real = "The worker was injured on 03/02/2012.", Desk.check

    def overtaken(desk: Desk, *asked: Any) -> Any:
        monkeypatch.setattr(Desk, "check", real)
        after(events.save(USER, page["view"], text))
        return real(desk, *asked)

    monkeypatch.setattr(Desk, "check", overtaken)
    assert after(events.check(USER, page["view"], page["seen"], typed(text))) == {}


def test_the_conversation_is_there_again(events: Events, page: Parts) -> None:
    after(events.say(USER, page["view"], "what is missing?", []))
    chat = after(events.start(USER, View(), 1))["chat"]
    assert [m.content for m in chat if m.role == "user"] == ["what is missing?"]


def test_a_stopped_upload_says_so_and_goes_on_when_opened(events: Events) -> None:
    view = View(tab="this tab")
    work = events.add_text(USER, view, sample_text("work-hardening.txt"))
    while "ready" not in next(work).get("cases", ""):
        pass
    after(events.stop(USER, view))
    told = after(work)
    assert "stopped" in told["progress"]
    assert "ready" in told["cases"]
    assert not events.works
    assert "medically necessary" in after(events.open_case(USER, view, 1))["document"]


def test_only_files_that_came_to_nothing_keep_their_bar(events: Events, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(sample_text("work-hardening.txt"))
    (tmp_path / "two.txt").write_text(sample_text("back-and-knee.txt"))
    (tmp_path / "soup.txt").write_text("Boil the leek, then add salt.")
    paths = [str(tmp_path / name) for name in ("one.txt", "soup.txt", "two.txt")]
    shown = after(events.add_files(USER, View(tab="t"), paths))
    assert shown["progress"].count("<progress") == 1  # only what came to nothing stays in view
    assert "unreadable" in shown["progress"]
    assert "2 of 3 files" in shown["progress"]


def test_the_filter_is_remembered_and_taken_off(events: Events, page: Parts) -> None:
    after(events.filter(USER, page["view"], "nothing like it", "", "", "", "", "", "due"))
    again = after(events.start(USER, View()))
    assert again["search"] == "nothing like it"
    assert "No case fits" in again["cases"]
    assert "SAMPLE-0002" in after(events.show_all(USER, again["view"]))["cases"]


def test_overdue_cases_are_found_until_they_are_signed(events: Events, page: Parts) -> None:
    asked = ("", "", "", "overdue", "", "", "due")
    assert "SAMPLE-0002" in after(events.filter(USER, page["view"], *asked))["cases"]
    after(events.sign(USER, page["view"], "Alex Example", "MD", True, ""))
    assert "SAMPLE-0002" not in after(events.filter(USER, page["view"], *asked))["cases"]


def test_a_removed_case_leaves_the_page(events: Events, page: Parts) -> None:
    assert "Say why" in after(events.remove(USER, page["view"], ""))["handed"]
    gone = after(events.remove(USER, page["view"], "Added twice."))
    assert "No case here" in gone["cases"]
    assert gone["view"].case_id is None


def test_a_corrected_request_is_shown_reviewed_anew(events: Events, page: Parts) -> None:
    shown = after(
        events.correct(USER, page["view"], "6 sessions of a work hardening program", "Read wrongly.")
    )
    assert "6 sessions" in shown["document"]
    assert "reason" in after(events.correct(USER, page["view"], "Acupuncture, 4 visits", ""))["corrected"]


def test_a_fact_is_told_with_its_source_and_taken_back(events: Events, page: Parts) -> None:
    view = page["view"]
    assert "source" in after(events.tell_fact(USER, view, "A job was offered", " "))["told"]
    shown = after(events.tell_fact(USER, view, "A job was offered", "call with the <employer>"))
    assert "Your fact: A job was offered." in shown["header"]
    assert "call with the &lt;employer&gt;" in shown["header"]
    assert "A job was offered" in shown["record"]
    assert "Taken as your fact" in text_of(shown["chat"][-1].content)
    gone = after(events.take_fact_back(USER, view, 1))
    assert "Your fact" not in gone["header"]
    assert "Taken back" in text_of(gone["chat"][-1].content)
    assert "already" in after(events.take_fact_back(USER, view, 1))["told"]


def test_an_override_puts_a_wording_under_edit(events: Events, page: Parts) -> None:
    shown = after(events.override(USER, page["view"], "Overturned", "The job offer came in."))
    assert shown["editor"].value.endswith("is medically necessary.")
    assert "Unsaved wording" in shown["document"]


def test_a_shorter_draft_keeps_its_sources_one_click_away(events: Events, page: Parts) -> None:
    shown = after(events.say(USER, page["view"], "Shorter", []))
    assert 'data-cites="C1 E1 E2"' in shown["document"]
    assert "ins" in shown["changes"] or "del" in shown["changes"]


def test_an_earlier_version_can_be_gone_on_from(events: Events, page: Parts) -> None:
    after(events.say(USER, page["view"], "Shorter", []))
    taken = after(events.take(USER, page["view"], 1))
    assert "The guideline looks for" in taken["editor"].value
    assert "not saved" in taken["findings"]


def test_a_conflicting_save_from_another_window_is_refused(events: Events, page: Parts) -> None:
    after(events.save(USER, page["view"], "The worker was injured on 03/02/2012."))
    refused = after(events.save(USER, page["view"], "Another wording."))
    assert "another window" in refused["saying"]


def test_signing_needs_the_attestation_and_locks(events: Events, page: Parts) -> None:
    view = page["view"]
    assert "Tick" in after(events.sign(USER, view, "Alex Example", "MD", False, ""))["said"]
    assert "name" in after(events.sign(USER, view, " ", "MD", True, ""))["said"]
    signed = after(events.sign(USER, view, "Alex Example", "MD", True, ""))
    assert "Signed by Alex Example" in signed["document"]
    assert "signed" in signed["cases"]
    assert "reason" in after(events.reopen(USER, view, ""))["said"]


def test_name_and_credentials_are_offered_again_the_attestation_never(events: Events, page: Parts) -> None:
    after(events.sign(USER, page["view"], "Alex Example", "MD, invented", True, ""))
    again = after(events.start(USER, View(), 1))
    assert (again["name"], again["credentials"]) == ("Alex Example", "MD, invented")
    assert again["attested"] is False


def test_an_override_is_shown_with_its_reason(events: Events, page: Parts) -> None:
    shown = after(events.override(USER, page["view"], "Overturned", "<b>The job offer</b> came in."))
    assert "&lt;b&gt;The job offer" in shown["criteria"]


def test_the_list_is_narrowed_by_words(events: Events, page: Parts) -> None:
    both = after(events.add_sample(USER, page["view"], "back-and-knee.txt"))
    assert both["cases"].count("data-case") == 2
    found = after(events.filter(USER, both["view"], "hardening", "", "", "", "", "", "due"))
    assert found["cases"].count("data-case") == 1


def test_another_user_sees_nothing_of_it(events: Events, page: Parts) -> None:
    other = User("somebody else", Role.REVIEWER)
    shown = after(events.start(other, View(), page["view"].case_id))
    assert "SAMPLE" not in text_of(shown)
    assert "no case" in shown["chat"][-1].content
    assert "leads" in after(events.count(other, View()))["dashboard"]


def test_an_upload_leaves_no_copy_behind(events: Events, tmp_path: Path) -> None:
    copy = tmp_path / "case.txt"
    copy.write_text(sample_text("work-hardening.txt"))
    after(events.add_files(USER, View(), [str(copy)]))
    assert not copy.exists()


def uploaded(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_that_is_a_case_already_is_told_and_opened(
    events: Events, page: Parts, tmp_path: Path
) -> None:
    same = uploaded(tmp_path, "again.txt", sample_text("work-hardening.txt"))
    other = after(events.add_sample(USER, page["view"], "back-and-knee.txt"))
    shown = after(events.add_files(USER, other["view"], [same]))
    assert shown["view"].case_id == 1
    assert shown["cases"].count("data-case") == 2
    assert "again.txt is <strong>SAMPLE-0002" in shown["already"]
    assert 'data-case="1"' in shown["already"]
    assert 'data-again="1"' in shown["already"]
    assert not Path(same).exists()


def test_a_second_case_of_the_same_file_is_made_when_asked_for(events: Events, page: Parts) -> None:
    shown = after(events.there(USER, page["view"], {"again": "1", "open": ""}))
    assert shown["view"].case_id == 2
    assert shown["cases"].count("data-case") == 2
    assert shown["already"] == ""
    back = after(events.there(USER, shown["view"], {"again": "", "open": "1"}))
    assert back["view"].case_id == 1


def test_the_new_files_of_an_upload_are_reviewed_beside_known_ones(
    events: Events, page: Parts, tmp_path: Path
) -> None:
    known = uploaded(tmp_path, "known.txt", sample_text("work-hardening.txt"))
    new = uploaded(tmp_path, "new.txt", sample_text("back-and-knee.txt"))
    shown = after(events.add_files(USER, page["view"], [new, known, new]))
    assert shown["view"].case_id == 2
    assert "known.txt" in shown["already"]
    assert "new.txt" not in shown["already"]


def test_another_reviewers_like_file_is_not_told(events: Events, page: Parts, tmp_path: Path) -> None:
    same = uploaded(tmp_path, "mine.txt", sample_text("work-hardening.txt"))
    shown = after(events.add_files(User("other", Role.REVIEWER), View(), [same]))
    assert shown["view"].case_id == 2
    assert shown["already"] == ""


def test_a_file_that_did_not_arrive_takes_no_other_with_it(events: Events, tmp_path: Path) -> None:
    whole = uploaded(tmp_path, "whole.txt", sample_text("work-hardening.txt"))
    shown = after(events.add_files(USER, View(), [str(tmp_path / "gone.txt"), whole]))
    assert "SAMPLE-0002" in shown["header"]
    assert "gone.txt" in shown["progress"]
    assert "add it again" in shown["progress"]
    alone = after(events.add_files(USER, View(), [str(tmp_path / "gone.txt")]))
    assert "add it again" in alone["already"]


def test_text_of_a_file_is_never_markup(events: Events) -> None:
    hostile = sample_text("work-hardening.txt").replace(
        "lumbar strain", "<img src=x onerror=alert(1)> strain"
    )
    shown = after(events.add_text(USER, View(), hostile))
    html = "".join(v for v in shown.values() if isinstance(v, str))
    assert "<img" not in html
    assert "&lt;img" in html
