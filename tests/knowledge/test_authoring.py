"""Writing packs: the skeleton loads, changes are told, complaints name the line, the page is up to date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.compare import changes
from knowledge.coverage import coverage_page
from knowledge.errors import PackError
from knowledge.examples import run_examples
from knowledge.findings import load_findings
from knowledge.lint import lint
from knowledge.lint_findings import unused_findings
from knowledge.measures import load_measures
from knowledge.packs import GUIDELINES, Packs, load_pack, load_packs
from knowledge.regions import load_anatomy
from knowledge.skeleton import skeleton
from knowledge.treatments import load_taxonomy

COVERAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
FIRST, LAST = date(2030, 1, 1), date(2030, 12, 31)


@pytest.fixture
def draft() -> str:
    """A new pack as ``imr guidelines new`` writes it."""
    return skeleton(
        "tens", "TENS unit", "2030", FIRST, LAST, guideline="An invented: guideline", folder="own-2030"
    )


@pytest.fixture
def written(tmp_path: Path, draft: str) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(draft)
    return path


def test_a_skeleton_loads_and_its_examples_hold(written: Path) -> None:
    packs = load_packs(written.parent)
    (pack,) = packs
    assert pack.citation == "An invented: guideline (2030), TENS unit"
    assert all(result.passed for result in run_examples(pack, packs))


def test_a_skeleton_is_complained_of_only_where_it_has_to_be_filled_in(written: Path) -> None:
    assert lint(load_packs(written.parent), {rule.id for rule in load_findings()}) == ()


def test_the_same_pack_has_no_changes(written: Path) -> None:
    assert changes(load_pack(written), load_pack(written)) == ()


def test_changes_name_what_was_added_removed_and_changed(written: Path, draft: str) -> None:
    old = load_pack(written)
    written.write_text(draft.replace("has failed.", "did not help."))
    (changed,) = changes(old, load_pack(written))
    assert (changed.kind, changed.where) == ("changed", "conservative-care-failed.says")
    assert changed.after.endswith("did not help.")
    written.write_text(draft.replace("id: conservative-care-failed", "id: care-failed"))
    kinds = [(c.kind, c.where) for c in changes(old, load_pack(written))]
    assert kinds == [("added", "care-failed"), ("removed", "conservative-care-failed")]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("short: failed", "shrt: failed", "'shrt' does not belong here; did you mean 'short'?"),
        ("    test: {finding:", "    test: {findng:", "did you mean 'finding' for 'findng'?"),
        (
            "test: {finding: conservative-care-failed}",
            "test: {negate: {finding: x, regio: item}}",
            "did you mean 'region'?",
        ),
        ("test: {finding: conservative-care-failed}", "test: {measure: age, unit: years}", "needs at_most"),
        (
            "test: {finding: conservative-care-failed}",
            "test: {colour: red}",
            "write one of elapsed, measure",
        ),
        ("role: required", "role: needed", "found 'needed'"),
        ("confidence: low", "# confidence", "'confidence' is missing"),
        ("[tens]", "[tens", "this is not YAML here or just above"),
        ("from: 2030-01-01", "from: 2030-13-01", "cannot be read as YAML"),
    ],
)
def test_a_mistake_is_explained_with_its_line(
    written: Path, draft: str, right: str, wrong: str, said: str
) -> None:
    written.write_text(draft.replace(right, wrong, 1))
    with pytest.raises(PackError) as told:
        load_pack(written)
    assert said in str(told.value)
    assert str(told.value).startswith(f"{written}:")


def test_a_mistake_is_placed_on_the_line_where_it_stands(written: Path, draft: str) -> None:
    written.write_text(draft.replace("role: required", "role: needed", 1))
    line = next(n for n, text in enumerate(draft.splitlines(), 1) if "role: required" in text)
    with pytest.raises(PackError, match=f":{line}: criteria.0.role"):
        load_pack(written)


COMPLAINTS = [
    ("TENS unit is an option for ...", "For the neck.", "recommended is not a plain", "without a colon"),
    ("short: failed", "short: whether failed", "short is not a noun phrase", "does not document"),
    (
        "test: {finding: conservative-care-failed",
        "test: {finding: conservative-care-faild",
        "unknown finding",
        "Did you mean 'conservative-care-failed'?",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "what", "mend"), COMPLAINTS)
def test_a_complaint_says_where_what_and_how_to_mend_it(
    written: Path, draft: str, right: str, wrong: str, what: str, mend: str
) -> None:
    written.write_text(draft.replace(right, wrong, 1))
    flaws = lint(load_packs(written.parent), {rule.id for rule in load_findings()})
    flaw = next(f for f in flaws if what in f.what)
    assert mend in flaw.mend
    line = next(n for n, text in enumerate(draft.splitlines(), 1) if right in text)
    assert str(flaw).startswith(f"{written}:{line}: ")


def test_a_taken_id_names_both_files(written: Path, draft: str) -> None:
    (written.parent / "twin.yaml").write_text(draft)
    with pytest.raises(PackError, match=r"twin\.yaml:1: .* is taken by .*own\.yaml"):
        load_packs(written.parent)


def test_shipped_packs_name_only_what_the_project_knows() -> None:
    findings = {rule.id for rule in load_findings()}
    known = (load_measures(), load_taxonomy().families, load_anatomy().labels)
    flaws = lint(load_packs(), findings, *known)
    assert not flaws, "\n".join(map(str, flaws))


def test_flaws_of_packs_without_a_file_name_the_pack(written: Path) -> None:
    packs = Packs((load_pack(written),), "sha256:none")
    (flaw,) = {f.what: f for f in lint(packs, ())}.values()
    assert str(flaw).startswith("own-2030-tens: unknown finding")


def test_the_coverage_page_is_up_to_date() -> None:
    labels = {name: family.label for name, family in load_taxonomy().families.items()}
    page = coverage_page(load_packs(GUIDELINES), labels)
    assert COVERAGE.read_text(encoding="utf-8") == page, (
        "run: imr guidelines coverage --write docs/coverage.md"
    )


def test_a_finding_that_no_pack_asks_for_is_told_with_its_line(tmp_path: Path, written: Path) -> None:
    lexicon = tmp_path / "findings"
    lexicon.mkdir()
    entry = "  - id: {}\n    means: Invented for this test.\n    present: [invented]\n"
    text = "findings:\n" + entry.format("conservative-care-failed") + entry.format("of-no-use")
    (lexicon / "own.yaml").write_text(text)
    packs = Packs((load_pack(written),), "one")
    (flaw,) = unused_findings(packs, load_findings(lexicon), lexicon)
    assert str(flaw) == (
        f"{lexicon / 'own.yaml'}:5: no pack names the finding 'of-no-use'\n"
        "    Name it in a criterion of a pack, or remove it."
    )


def test_every_shipped_finding_is_asked_for() -> None:
    assert unused_findings(load_packs(), load_findings()) == ()
