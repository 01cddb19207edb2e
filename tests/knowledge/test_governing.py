"""Which pack governs: family, date, body region, condition; and what a broken file says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import PackError
from knowledge.model import Facts
from knowledge.packs import load_packs

TEXT = """
id: {id}
guideline: Test Guideline
edition: "{edition}"
section: A section
chapter: none
in_force: {{from: {start}, to: {end}}}
families: [massage]
regions: [{regions}]
recommended: An option in tests.
confidence: high
no_criteria: none known
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for pack_id, edition, start, end, regions in (
        ("old", "2009", "2009-07-18", "2016-07-28", ""),
        ("new", "2016", "2016-07-29", "2017-11-30", ""),
        ("new-knee", "2016", "2016-07-29", "2017-11-30", "knee"),
    ):
        text = TEXT.format(id=pack_id, edition=edition, start=start, end=end, regions=regions)
        (tmp_path / f"{pack_id}.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2009, 7, 17), None),
        (date(2009, 7, 18), "old"),
        (date(2016, 7, 28), "old"),
        (date(2016, 7, 29), "new"),
        (date(2017, 11, 30), "new"),
        (date(2017, 12, 1), None),
    ],
)
def test_the_edition_in_force_on_the_day_governs(folder: Path, day: date, expected: str | None) -> None:
    governing = load_packs(folder).governing("massage", day, Facts())
    assert (governing.pack.id if governing.pack else None) == expected


def test_a_pack_for_the_body_region_goes_before_a_general_one(folder: Path) -> None:
    packs, day = load_packs(folder), date(2017, 1, 1)
    knee = Facts(item={"region": frozenset({"knee"})})
    neck = Facts(item={"region": frozenset({"cervical"})})
    assert packs.governing("massage", day, knee).pack == packs.by_id["new-knee"]
    assert packs.governing("massage", day, neck).pack == packs.by_id["new"]


def test_no_pack_says_which_family_or_date(folder: Path) -> None:
    packs = load_packs(folder)
    assert "'opioid'" in packs.governing("opioid", date(2017, 1, 1), Facts()).why
    assert "01/01/2020" in packs.governing("massage", date(2020, 1, 1), Facts()).why


def test_a_wrong_file_is_named_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        TEXT.format(id="bad", edition="2016", start="soon", end="", regions="")
    )
    with pytest.raises(PackError, match=r"bad\.yaml:\d+: in_force\.from"):
        load_packs(tmp_path)


def test_an_id_given_twice_is_refused(folder: Path) -> None:
    (folder / "zz.yaml").write_text((folder / "old.yaml").read_text())
    with pytest.raises(PackError, match="'old' is taken"):
        load_packs(folder)
