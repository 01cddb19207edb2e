"""What a sentence says to be absent, in whatever words, and what only says something narrower."""

from __future__ import annotations

import pytest

from assistant.claims.absences import load_absent, load_wording
from assistant.claims.residue import absences_in


def named(text: str) -> set[str]:
    return {absence.thing.id for absence in absences_in(text)}


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Home stretching has not been taken up by her thus far.", "home-exercise"),
        ("The chart has nothing to suggest that he ever wore a brace.", "splint"),
        ("Imaging of the neck has yet to be done.", "imaging"),
        ("Epidural injections have formed no part of her treatment.", "injection"),
        ("Nowhere in the file is a CURES inquiry mentioned.", "cures"),
        ("It is left unstated how many sessions she attended.", "visits-done"),
        ("The quantity is missing from the request.", "quantity"),
        ("How often he is to be seen was left out of the request.", "frequency"),
        ("She is not shown to be using any muscle relaxant.", "relaxant"),
        ("There was no medication for his pain.", "medication"),
        ("The elbow was free of swelling.", "swelling"),
        ("A sensory examination was not carried out.", "sensation"),
        ("Goals of the therapy went unmentioned.", "goals"),
        ("How she walks at present is not described.", "gait"),
        ("The record is silent on his sleep.", "sleep"),
        ("The notes say nothing of her work status.", "work-status"),
        ("The roofer has never worn a splint.", "splint"),
        ("Reflexes, sensation and strength were not recorded.", "sensation"),
        ("Neither reflexes nor strength was tested.", "strength"),
        ("He has not tried acupuncture or chiropractic care.", "chiropractic"),
        ("Tenderness was found, with no effusion.", "swelling"),
        ("The knee was not tender.", "tenderness"),
        ("She denied any numbness.", "numbness"),
        ("At no point was an MRI obtained.", "mri"),
        ("Nothing in the file shows that an EMG was performed.", "electrodiagnostic"),
        ("The wrist has never been splinted.", "splint"),
        ("Of the mechanism of injury there is no account.", "mechanism"),
    ],
)
def test_a_bare_denial_is_read_in_whatever_words(text: str, thing: str) -> None:
    assert thing in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "No recent MRI has been obtained.",
        "No repeat radiographs were taken.",
        "The therapy notes were not supplied.",
        "No improvement in gait was recorded.",
        "The MRI showed no effusion.",
        "Radiographs showed nothing.",
        "Physical therapy is not complete.",
        "There was no response to therapy, acupuncture and medication.",
        "Acupuncture is no longer used.",
        "The splint was not helpful.",
        "The request for an injection was not approved.",
        "An absent ankle reflex was recorded.",
        "Strength was not reduced.",
        "There is no Tinel sign.",
        "The surgeon does not treat hypertension.",
        "The pain was compared with and without medication.",
        "No report of the MRI is on file.",
        "He has had no surgery and continues to attend acupuncture.",
    ],
)
def test_a_narrower_saying_is_no_bare_denial(text: str) -> None:
    things = named(text) - {"surgery"}
    assert not things


def test_a_day_and_a_body_part_narrow_nothing() -> None:
    assert named("No injection was given to the left knee on 3/2/2016.") == {"injection"}


def test_the_table_is_whole() -> None:
    things = load_absent()
    assert len({thing.id for thing in things}) == len(things) > 100
    assert not load_wording().light & {"recent", "repeat", "further", "improvement", "response", "results"}
