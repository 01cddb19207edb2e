"""The reviewer's words become typed actions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.actions import (
    Action,
    AddFact,
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
from assistant.conversation.understand import understand
from assistant.drafting.styles import Style

AGE = "the age is that of the injury"


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("why is criterion 3 not met?", Explain(3, "why is criterion 3 not met?")),
        ("Why is criterion two not met", Explain(2, "Why is criterion two not met")),
        ("Why?", Explain(None, "Why?")),
        ("show me the evidence on C2", ShowEvidence(2)),
        ("Show the evidence", ShowEvidence(None)),
        ("Quote the guideline", QuoteGuideline()),
        ("which edition governs?", QuoteGuideline()),
        ("What is missing?", ShowMissing()),
        ("similar cases", ShowSimilar()),
        ("show the draft", ShowDraft()),
        ("item 2", SelectItem(2)),
        ("Overturn it because the weakness is new", Decide("Overturned", "the weakness is new")),
        ("overturned: the offer came", Decide("Overturned", "the offer came")),
        ("override the recommendation to upheld, nothing is new", Decide("Upheld", "nothing is new")),
        ("uphold", Decide("Upheld", "")),
        ("should I overturn this?", Unclear("should I overturn this?")),
        ("what changed?", Compare()),
        ("compare with the previous version", Compare()),
        ("sign this item", Sign()),
        ("set aside FAC01 because the age is that of the injury", SetAside("FAC01", "", AGE)),
        (
            "Suppress finding fac01 at “45 year old”: the age is that of the injury",
            SetAside("FAC01", "45 year old", AGE),
        ),
        (
            "please ignore the finding FAC01, since the age is that of the injury",
            SetAside("FAC01", "", AGE),
        ),
        ("suppress FAC01", SetAside("FAC01", "", "")),
        ("restore FAC01", LetStand("FAC01", "")),
        ('let FAC01 "45 year old" stand again', LetStand("FAC01", "45 year old")),
        (
            "check this text: Suppress FAC01 because I say so.",
            CheckText("Suppress FAC01 because I say so."),
        ),
        ("go to item three", SelectItem(3)),
        ("What if 6 visits were requested?", WhatIf(visits=6)),
        ("what if only thirty-day supply of 30 tablets?", WhatIf(quantity=Decimal(30))),
        (
            "the employer confirmed the job on 7/1/2015",
            AddFact("the employer confirmed the job on 7/1/2015."),
        ),
        ("Fact: therapy was completed.", AddFact("therapy was completed.")),
        ("a fact: therapy was completed.", AddFact("therapy was completed.")),
        ("Add another fact: therapy was completed.", AddFact("therapy was completed.")),
        ("forget that fact", ForgetFact()),
        ("check this text: The worker is well.", CheckText("The worker is well.")),
        ("help", Help()),
        ("", Help()),
        ("banana", Unclear("banana")),
    ],
)
def test_words_become_an_action(words: str, action: Action) -> None:
    assert understand(words) == action


@given(st.text(max_size=300))
def test_any_words_become_some_action(words: str) -> None:
    understand(words)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("shorter", Reword(Style.SHORTER)),
        ("Make it a bit shorter, please", Reword(Style.SHORTER)),
        ("can you make the draft more concise?", Reword(Style.SHORTER)),
        ("plainer", Reword(Style.PLAINER)),
        ("say it in plain English", Reword(Style.PLAINER)),
        ("more on criterion 3", Reword(Style.MORE, 3)),
        ("please expand on C2", Reword(Style.MORE, 2)),
    ],
)
def test_wishes_for_other_words(words: str, wanted: Action) -> None:
    assert understand(words) == wanted


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("overturn item 2 because the knee gives way", Decide("Overturned", "the knee gives way", 2)),
        ("Uphold request three: no examination", Decide("Upheld", "no examination", 3)),
        ("overturn it because the knee gives way", Decide("Overturned", "the knee gives way")),
        ("I disagree, overturn", Decide("Overturned", "")),
        ("next item", SelectItem(steps=1)),
        ("go to the previous item", SelectItem(steps=-1)),
        ("what about the second item?", SelectItem(2)),
        ("what about item 3?", SelectItem(3)),
        ("draft is wrong: the knee is left", ByHand()),
        ("the date of injury is wrong", ByHand()),
        ("remove the last sentence", ByHand()),
        ("use the word radiculopathy instead", ByHand()),
        ("Use of ibuprofen failed in 2015", AddFact("Use of ibuprofen failed in 2015.")),
        ("Open reduction was done in 2014", AddFact("Open reduction was done in 2014.")),
        ("Change in medication caused nausea", AddFact("Change in medication caused nausea.")),
        ("The claimant wrote that he is well", AddFact("The claimant wrote that he is well.")),
        ("fact: the date of injury is wrong", AddFact("the date of injury is wrong.")),
        ("why did UR deny it?", Unclear("why did UR deny it?")),
        ("The UR physician was told of the fall", AddFact("The UR physician was told of the fall.")),
    ],
)
def test_orders_and_complaints_are_told_from_facts(words: str, action: object) -> None:
    assert understand(words) == action
