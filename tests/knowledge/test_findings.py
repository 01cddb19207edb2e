"""The findings lexicon: its schema, its errors, and the files that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.document import Assertion
from knowledge.errors import PackError
from knowledge.findings import FindingRule, Findings, load_findings

GOOD = """
findings:
  - id: neck-stiffness
    means: The neck is stiff on examination.
    present: ["stiff(ness)? .{0,20}neck", "stiff neck"]
"""


def lexicon(folder: Path, text: str, name: str = "topic.yaml") -> Findings:
    (folder / name).write_text(text, encoding="utf-8")
    return load_findings(folder)


def test_a_rule_has_safe_defaults(tmp_path: Path) -> None:
    rule = lexicon(tmp_path, GOOD).by_id["neck-stiffness"]
    assert rule.counts == (Assertion.AFFIRMED,)
    assert rule.sources == ("record",)
    assert rule.conflict == "unclear"
    assert not rule.regional


def test_patterns_match_whole_words_in_any_case(tmp_path: Path) -> None:
    patterns = lexicon(tmp_path, GOOD).patterns("neck-stiffness")
    assert patterns.present.search("A STIFF NECK was found")
    assert not patterns.present.search("a stiff necklace")
    assert patterns.absent is None


def test_the_digest_follows_the_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    assert lexicon(first, GOOD).digest != lexicon(second, GOOD.replace("stiff neck", "rigid neck")).digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("findings: [", "not valid YAML"),
        ("- id: x", "one list under the key 'findings'"),
        ("findings: []\nmore: 1", "one list under the key 'findings'"),
        (GOOD.replace("neck-stiffness", "Neck Stiffness"), "Neck Stiffness.id"),
        (GOOD.replace("stiff neck", "stiff.*neck"), "unbounded wildcard"),
        (GOOD + "    conflict: never\n", "neck-stiffness.conflict"),
        (GOOD + "    colour: blue\n", "neck-stiffness.colour"),
        ("findings: [3]", "1: "),
    ],
)
def test_a_mistake_is_told_with_file_and_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PackError) as error:
        lexicon(tmp_path, text)
    assert "topic.yaml" in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("stiff (neck", "not a regular expression"), ("(stiff)?", "matches the empty text")],
)
@pytest.mark.parametrize("key", ["present", "absent"])
def test_a_wrong_pattern_is_told_with_file_and_finding(
    tmp_path: Path, pattern: str, told: str, key: str
) -> None:
    text = GOOD.replace("stiff neck", pattern)
    if key == "absent":
        text = f"{GOOD}    absent: ['{pattern}']\n"
    with pytest.raises(PackError, match=f"topic.yaml: neck-stiffness.{key}: .*{told}"):
        lexicon(tmp_path, text).check()


def test_a_wrong_pattern_is_told_at_its_first_use(tmp_path: Path) -> None:
    findings = lexicon(tmp_path, GOOD.replace("stiff neck", "stiff (neck"))
    with pytest.raises(PackError, match=r"topic.yaml: neck-stiffness.present: .*not a regular expression"):
        findings.patterns("neck-stiffness")


def test_an_id_stands_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PackError, match="neck-stiffness"):
        lexicon(tmp_path, GOOD, "b.yaml")


def test_the_lexicon_that_ships_loads_and_compiles() -> None:
    findings = load_findings()
    assert "radicular-symptoms" in findings
    assert [rule.id for rule in findings] == sorted(rule.id for rule in findings)
    findings.check()
    for rule in findings:
        patterns = findings.patterns(rule.id)
        assert patterns.present.pattern
        assert (patterns.absent is None) == (not rule.absent)
        assert (patterns.unless is None) == (not rule.unless)


def test_a_lexicon_can_be_made_of_rules_at_hand() -> None:
    rule = FindingRule(id="x-y", means="Only for a test.", present=("swollen",))
    assert Findings.of(rule).patterns("x-y").present.search("swollen")


WORDS = """
words:
  joint: ["knees?", "ankles?"]
  swollen_joint: ["swollen {joint}", "{joint} (is |was )?swollen"]
"""


def test_patterns_name_classes_of_words(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(WORDS, encoding="utf-8")
    text = GOOD.replace('"stiff neck"', '"{swollen_joint} today"')
    patterns = lexicon(tmp_path, text).patterns("neck-stiffness")
    assert patterns.present.search("The ankle was swollen today.")
    assert patterns.quick.search("the ankle was swollen today.")
    assert not patterns.present.search("The elbow was swollen today.")


def test_an_unknown_class_of_words_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no class of words is called 'jiont'"):
        lexicon(tmp_path, GOOD.replace("stiff neck", "swollen {jiont}"))


def test_a_pattern_tells_what_it_negates_or_plans_on_purpose() -> None:
    rule = FindingRule(
        id="x-y",
        means="Invented for a test.",
        present=("did not help", "scheduled for surgery", "relief(?! no)"),
    )
    present = Findings.of(rule).patterns("x-y").present
    found = [
        (present.search(text) or pytest.fail(text)).lastgroup
        for text in ("It did not help.", "scheduled for surgery", "some relief")
    ]
    assert [name and name.split("_")[0] for name in found] == ["negates", "plans", None]


def test_the_quick_look_finds_capitals_in_lowered_text() -> None:
    rule = FindingRule(id="x-y", means="Invented for a test.", present=("(?-i:PT) visits", "Tinel\\S?s"))
    patterns = Findings.of(rule).patterns("x-y")
    assert patterns.quick.search("six pt visits")
    assert patterns.quick.search("tinel's")
    assert patterns.present.search("six PT visits")
    assert not patterns.present.search("six Pt visits")


def test_a_class_of_words_stands_once(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text('words:\n  limb: ["arms?"]\n  limb: ["legs?"]\n', encoding="utf-8")
    with pytest.raises(PackError, match="'limb' stands there twice"):
        lexicon(tmp_path, GOOD)
