"""The lexicon of findings: how clinical prose affirms or denies each finding that packs test.

Knows wording only: no record, no item, no threshold. ``assistant.evidence`` applies it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.document import Assertion
from knowledge.errors import PackError
from knowledge.patterns import Patterns

FINDINGS = Path(__file__).parent / "findings"
WORDS = "words.yaml"

_T = TypeVar("_T")
Source = Literal["record", "ur", "request"]
Bears = Literal["related", "part", "limb", "root", "course"]
Conflict = Literal["unclear", "present", "absent", "latest"]


class FindingRule(BaseModel):
    """One finding: regexes (case-insensitive, whole words) matched within one sentence.

    ``present`` is weighed by ConText (a negation in a gap of a match counts, unless the pattern itself is
    worded with one); ``absent`` holds wording that denies by itself; a sentence that
    matches ``unless`` yields nothing from ``present``. ``counts`` names the assertions that count.
    ``reads`` names readers of the engine whose places count like matches of ``present``: comparisons of
    numbers and other structure that no wording holds; those of ``reads_absent`` deny it. Of a
    ``regional`` finding ``bears`` says for which part it counts: that and ``related`` parts, the ``part``
    itself and what is examined with it (a picture), with these the ``limb`` that a part of the spine
    serves (motion, strength), or the ``root``, where a joint alone tells nothing; ``course`` is as
    ``limb``, of what is told and not examined. ``of_drug`` says that a sentence that names other drugs
    than the one asked for tells nothing of it, ``of_other_drug`` that only the name of another drug than
    the one asked for does. ``of_care`` names the kind of care that brought what is affirmed: what the
    record tells as brought by another kind does not count. ``after_injury`` says that what stands under a
    date from before the injury is past, ``before_request`` that what is dated at the request or later
    does not count as earlier. ``superseded_by`` names what a later examination has to find normal
    (``strength``, ``feeling``, or any denial of the ``sign``) for an old finding to count no more.
    ``of_study``: a study is done whatever it showed, so that what is denied behind its name is its result.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    means: str = Field(min_length=10)
    present: tuple[str, ...] = Field(min_length=1)
    absent: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    reads_absent: tuple[str, ...] = ()
    counts: tuple[Assertion, ...] = Field(default=(Assertion.AFFIRMED,), min_length=1)
    regional: bool = False
    bears: Bears = "related"
    of_drug: bool = False
    of_other_drug: bool = False
    of_care: Literal["acupuncture", "chiropractic", "massage", "therapy"] | None = None
    after_injury: bool = False
    of_study: bool = False
    before_request: bool = False
    superseded_by: tuple[Literal["strength", "feeling", "sign"], ...] = ()
    conflict: Conflict = "unclear"
    sources: tuple[Source, ...] = Field(default=("record",), min_length=1)

    @property
    def examined(self) -> bool:
        """Whether it is found on examining a part, so that the part's side holds until another is named."""
        return self.bears not in ("related", "course")

    @field_validator("present", "absent", "unless")
    @classmethod
    def _bounded(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if _UNBOUNDED.search(pattern):
                raise ValueError(f"{pattern!r} has an unbounded wildcard; bound it, for example .{{0,60}}")
        return patterns


_UNBOUNDED = re.compile(r"(?<!\\)(?:\.|\[\^[^\]]{1,20}\])[*+]")


@dataclass(frozen=True)
class Findings:
    """All findings by id, in the order of their ids; ``digest`` names the state of the files.

    ``paths`` holds the file of each finding that came from one.
    """

    rules: tuple[FindingRule, ...]
    digest: str
    paths: Mapping[str, Path] = field(default_factory=dict, repr=False, compare=False, hash=False)
    _compiled: dict[str, Patterns] = field(default_factory=dict, repr=False, compare=False, hash=False)

    @cached_property
    def by_id(self) -> Mapping[str, FindingRule]:
        return {rule.id: rule for rule in self.rules}

    def __iter__(self) -> Iterator[FindingRule]:
        return iter(self.rules)

    def __contains__(self, finding: str) -> bool:
        return finding in self.by_id

    def patterns(self, finding: str) -> Patterns:
        """The wording of one finding, compiled on first use. KeyError when unknown.

        Raises:
            PackError: it is no regular expression.
        """
        found = self._compiled.get(finding)
        if found is None:
            found = self._compiled.setdefault(finding, self._compile(finding))
        return found

    def _compile(self, finding: str) -> Patterns:
        rule = self.by_id[finding]
        patterns = Patterns(rule.present, rule.absent, rule.unless)
        try:
            _ = patterns.quick
        except re.error:
            self._check_each(rule)
            raise
        return patterns

    def check(self) -> None:
        """Look at every pattern by itself; a program that reads one record compiles only what it needs.

        Raises:
            PackError: the first that is no regular expression or matches the empty text.
        """
        for rule in self.rules:
            self._check_each(rule)

    def _check_each(self, rule: FindingRule) -> None:
        for key in ("present", "absent", "unless"):
            for pattern in getattr(rule, key):
                if problem := _problem(pattern):
                    where = self.paths.get(rule.id, "a lexicon made by hand")
                    raise PackError(f"{where}: {rule.id}.{key}: {pattern!r} {problem}")

    def with_rules(self, *changed: FindingRule) -> Findings:
        """The lexicon with these rules in place of its own of the same id; what is compiled stays so."""
        rules = {**self.by_id, **{rule.id: rule for rule in changed}}
        other = Findings.of(*rules.values())
        kept = {f: p for f, p in self._compiled.items() if rules[f] is self.by_id[f]}
        return replace(other, _compiled=kept)

    @classmethod
    def of(cls, *rules: FindingRule) -> Findings:
        """A lexicon of rules at hand, for tests and tuning."""
        spelt = "\n".join(rule.model_dump_json() for rule in rules)
        return cls(tuple(sorted(rules, key=lambda r: r.id)), f"sha256:{sha256(spelt.encode()).hexdigest()}")


def _problem(pattern: str) -> str:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        return f"is not a regular expression: {error}"
    return "matches the empty text; name at least one word" if compiled.search("") else ""


@cache
def load_findings(folder: Path = FINDINGS) -> Findings:
    """All findings below a folder.

    Raises:
        PackError: a file is not YAML, does not fit the schema, or repeats an id; names file and place.
            A pattern is looked at when it is first used, or by ``check``.
    """
    digest = sha256()
    rules: dict[str, FindingRule] = {}
    paths: dict[str, Path] = {}
    words = _word_classes(folder / WORDS)
    for path in sorted(folder.rglob("*.yaml")):
        raw = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + raw)
        for rule in _load(path, raw, words) if path.name != WORDS else ():
            if rule.id in rules:
                raise PackError(
                    f"{path}: the finding id {rule.id!r} is taken; give this finding another id"
                )
            rules[rule.id] = rule
            paths[rule.id] = path
    return Findings(tuple(rules[key] for key in sorted(rules)), f"sha256:{digest.hexdigest()}", paths)


def _word_classes(path: Path) -> dict[str, str]:
    """The classes of words that patterns name as ``{class}``, spelt out; a class may name earlier ones."""
    if not path.exists():
        return {}
    twice = [n for n, count in Counter(_CLASS_NAME.findall(path.read_text("utf-8"))).items() if count > 1]
    if twice:
        raise PackError(f"{path}: the class {twice[0]!r} stands there twice; give one of them another name")
    classes: dict[str, str] = {}
    for name, alternatives in _parsed(path, path.read_bytes(), "words", dict).items():
        classes[name] = f"(?:{'|'.join(_spelt(path, name, pattern, classes) for pattern in alternatives)})"
    return classes


def _spelt(path: Path, place: object, pattern: str, words: Mapping[str, str]) -> str:
    def spell(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise PackError(f"{path}: {place}: no class of words is called {match[1]!r}; see {WORDS}")
        return words[match[1]]

    return _CLASS.sub(spell, pattern)


_CLASS_NAME = re.compile(r"^  ([a-z_]{2,30}):", re.MULTILINE)
_CLASS = re.compile(r"\{([a-z_]{2,30})\}")


def _parsed(path: Path, raw: bytes, key: str, kind: type[_T]) -> _T:
    try:
        data: object = yaml.load(raw, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise PackError(f"{path}: not valid YAML: {error}") from error
    if not isinstance(data, dict) or set(data) != {key} or not isinstance(data[key], kind):
        raise PackError(f"{path}: write one list under the key '{key}'")
    parsed: _T = data[key]
    return parsed


def _load(path: Path, raw: bytes, words: Mapping[str, str]) -> list[FindingRule]:
    entries: list[object] = _parsed(path, raw, "findings", list)
    return [_rule(path, number, _spelt_out(path, entry, words)) for number, entry in enumerate(entries, 1)]


def _spelt_out(path: Path, entry: object, words: Mapping[str, str]) -> object:
    if not isinstance(entry, dict):
        return entry
    told = {
        key: [_spelt(path, entry.get("id"), pattern, words) for pattern in entry[key]]
        for key in ("present", "absent", "unless")
        if isinstance(entry.get(key), list) and all(isinstance(p, str) for p in entry[key])
    }
    return {**entry, **told}


def _rule(path: Path, number: int, entry: object) -> FindingRule:
    try:
        return FindingRule.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        name = entry.get("id", number) if isinstance(entry, dict) else number
        place = ".".join(str(part) for part in (name, *first["loc"]))
        raise PackError(f"{path}: {place}: {first['msg']}") from error
