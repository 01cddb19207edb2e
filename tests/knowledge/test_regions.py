"""Regions, sides and what bears on what, in invented phrases."""

import pytest
import yaml

from knowledge.lexicon import split
from knowledge.regions import (
    REGIONS,
    load_anatomy,
    ordered_regions,
    region_spans,
    regions_in,
    related,
    side_in,
)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("pain of the low back", {"lumbar"}),
        ("low-back strain", {"lumbar"}),
        ("lumbosacral sprain", {"lumbar"}),
        ("bulge at L4-5 and L5-S1", {"lumbar"}),
        ("fusion at C5-6", {"cervical"}),
        ("fracture of T12", {"thoracic"}),
        ("upper back spasm", {"thoracic"}),
        ("cervical and thoracic spine", {"cervical", "thoracic"}),
        ("the spine", {"spine"}),
        ("fracture of the radial head", {"elbow"}),
        ("tender fibular head", {"knee"}),
        ("humeral head and metatarsal heads", {"shoulder", "foot"}),
        ("closed head injury", {"head"}),
        ("his back hurts", {"lumbar"}),
        ("he went back to work", set()),
        ("TMJ clicking", {"jaw"}),
        ("left thumb and index finger", {"finger"}),
        ("fifth digit", {"finger"}),
        ("right-hand dominant woman", set()),
        ("on the other hand", set()),
        ("a 6 foot ladder", set()),
        ("left foot", {"foot"}),
        ("torn rotator cuff", {"shoulder"}),
        ("weakness of the BUE", {"upper_extremity"}),
        ("carpal tunnel syndrome", {"wrist"}),
        ("sacroiliac joint", {"sacroiliac"}),
        ("meniscus tear", {"knee"}),
        ("T2 weighted images", set()),
    ],
)
def test_regions_are_read_from_synonyms_and_levels(text: str, regions: set[str]) -> None:
    assert regions_in(text) == regions


def test_spans_point_at_the_words() -> None:
    text = "Neck pain; left Knee swelling"
    assert [(text[start:end], region) for start, end, region in region_spans(text)] == [
        ("Neck", "cervical"),
        ("Knee", "knee"),
    ]


def test_regions_keep_the_order_of_naming() -> None:
    assert ordered_regions("hand, neck and hand") == ("hand", "cervical")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("right knee", "right"),
        ("(L) wrist", "left"),
        ("R shoulder", "right"),
        ("rt ankle", "right"),
        ("LT hip", "left"),
        ("b/l hands", "bilateral"),
        ("both shoulders", "bilateral"),
        ("left and right elbows", "bilateral"),
        ("EMG of the RLE", "right"),
        ("L spine", None),
        ("right-hand dominant", None),
        ("right hand dominant, left wrist sprain", "left"),
        ("he left work", None),
        ("two refills left", None),
        ("neck", None),
    ],
)
def test_sides_are_read_from_words_and_letters(text: str, side: str | None) -> None:
    assert side_in(text) == side


def test_dermatomes_relate_the_neck_to_the_arm_and_the_back_to_the_leg() -> None:
    assert {"cervical", "shoulder", "hand"} <= related({"cervical"})
    assert {"lumbar", "leg", "foot"} <= related({"lumbar"})
    assert "foot" not in related({"cervical"})
    assert "cervical" not in related({"knee"})


def test_unknown_and_no_regions_relate_to_themselves() -> None:
    assert related({"tail"}) == {"tail"}
    assert related(()) == frozenset()


def test_every_region_bears_on_known_regions_and_every_wording_is_its_own() -> None:
    raw = yaml.safe_load(REGIONS.read_text(encoding="utf-8"))["regions"]
    seen: dict[str, str] = {}
    for region, entry in raw.items():
        assert set(entry["bears"]) <= set(raw)
        for pattern in split(entry["words"]):
            assert seen.setdefault(pattern, region) == region
    assert set(load_anatomy().labels) == set(raw)
