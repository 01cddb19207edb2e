"""A pack's decision in English."""

from __future__ import annotations

import pytest

from knowledge.model import AllIds, AnyIds, AtLeastIds, Expression
from knowledge.wording import spoken

SHORTS = {name: f"{name} signs" for name in ("ash", "beech", "cedar", "fir")}


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("ash", "ash signs"),
        ("unnamed", ""),
        (AllIds(all=("ash", "unnamed")), "ash signs"),
        (AllIds(all=("ash", "beech")), "ash signs and beech signs"),
        (AllIds(all=("ash", "beech", "cedar")), "ash signs, beech signs, and cedar signs"),
        (AnyIds(any=("ash", "beech")), "either ash signs or beech signs"),
        (
            AnyIds(any=("ash", AllIds(all=("beech", "cedar")))),
            "either ash signs; or beech signs together with cedar signs",
        ),
        (
            AllIds(all=(AnyIds(any=("ash", "beech")), "cedar")),
            "cedar signs; and either ash signs or beech signs",
        ),
        (
            AtLeastIds(at_least=2, of=("ash", "beech", "cedar")),
            "at least two of ash signs, beech signs, and cedar signs",
        ),
        (
            AllIds(all=("fir", AnyIds(any=("ash", AllIds(all=("beech", "cedar")))))),
            "fir signs; and either ash signs, or beech signs together with cedar signs",
        ),
        (
            AnyIds(any=("ash", AllIds(all=("beech", "cedar", AnyIds(any=("fir", "ash")))))),
            "either ash signs; or beech signs and cedar signs together with either fir signs or ash signs",
        ),
        (
            AllIds(
                all=(AnyIds(any=("ash", AtLeastIds(at_least=2, of=("beech", "cedar", "fir")))), "unnamed")
            ),
            "either ash signs; or at least two of beech signs, cedar signs, and fir signs",
        ),
        (AtLeastIds(at_least=1, of=("ash", "beech")), "either ash signs or beech signs"),
        (AtLeastIds(at_least=2, of=("ash", "beech", "unnamed")), "ash signs and beech signs"),
    ],
)
def test_a_decision_is_told_with_its_alternatives(expression: Expression, said: str) -> None:
    assert spoken(expression, SHORTS) == said
