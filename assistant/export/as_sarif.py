"""A checker's report as SARIF 2.1.0, the format that editors and code hosts show findings from.

Same text, case and knowledge give the same bytes: no time, no machine, no absolute path is written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from assistant.checks import RULES
from assistant.checks.rule import Rule
from assistant.mending import replacement
from assistant.results import CheckReport, Finding, Suppression

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRAFT, _CASE = 0, 1


@dataclass(frozen=True)
class Checked:
    """What was checked: the draft's text, the names of the two files, and whether ``text`` is the file.

    ``plain`` is False for a DOCX: the text read from it is then given with the report, without fixes.
    """

    text: str
    draft: PurePath
    case: PurePath
    plain: bool = True


def sarif(report: CheckReport, checked: Checked) -> dict[str, Any]:
    """The log with one run; suppressed findings are results with their suppression."""
    rules = sorted(RULES, key=lambda rule: rule.id)
    run = _Run(checked, {rule.id: n for n, rule in enumerate(rules)}, bool(report.suppressed))
    words = {s.finding: s.suppression for s in report.suppressed}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules)},
                "columnKind": "unicodeCodePoints",
                "artifacts": [run.draft_artifact(), {"location": {"uri": _uri(checked.case)}}],
                "results": [run.result(f, words.get(f)) for f in report.everything],
                "properties": {"status": report.status, "said": report.said},
            }
        ],
    }


def _driver(rules: list[Rule]) -> dict[str, Any]:
    return {
        "name": "imr check",
        "semanticVersion": version("imr-assistant"),
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    mend = f"\n\nMend: {rule.mend}" if rule.mend else ""
    shown = (
        f"**{rule.summary}**\n\n{rule.rationale}\n\n"
        f"Record:\n\n> {_flat(rule.bad.record)}\n\nFound:\n\n> {_flat(rule.bad.text)}\n\n"
        f"Record:\n\n> {_flat(rule.good.record)}\n\nClean:\n\n> {_flat(rule.good.text)}{mend}"
    )
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", rule.name)),
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.explain.strip(), "markdown": shown},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": [rule.family]},
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class _Run:
    checked: Checked
    indexes: Mapping[str, int]
    any_suppressed: bool

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(m.end() for m in re.finditer("\n", self.checked.text)))

    def draft_artifact(self) -> dict[str, Any]:
        artifact: dict[str, Any] = {"location": {"uri": _uri(self.checked.draft)}}
        if not self.checked.plain:
            artifact["contents"] = {"text": self.checked.text}
            artifact["description"] = {"text": "The text as read from the document; places are in it."}
        return artifact

    def result(self, finding: Finding, word: Suppression | None) -> dict[str, Any]:
        found: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self.indexes[finding.rule],
            "level": str(finding.severity),
            "message": {"text": f"{finding.message} {finding.mend}".strip()},
            "locations": [{"physicalLocation": self._place(finding)}],
            "partialFingerprints": {"ruleAndQuote/v1": _fingerprint(finding)},
            "properties": {"verdict": str(finding.verdict)},
        }
        if finding.evidence:
            found["relatedLocations"] = [
                {
                    "id": n,
                    "message": {"text": f"Record, page {q.page}: “{q.text}”"},
                    "physicalLocation": {"artifactLocation": self._at(_CASE)},
                    "properties": {"page": q.page, "start": q.start, "end": q.end},
                }
                for n, q in enumerate(finding.evidence, start=1)
            ]
        if self.checked.plain and (fix := self._fix(finding)):
            found["fixes"] = [fix]
        if self.any_suppressed:  # once one result states it, all have to
            found["suppressions"] = [_suppression(word)] if word else []
        return found

    def _at(self, index: int) -> dict[str, Any]:
        path = self.checked.draft if index == _DRAFT else self.checked.case
        return {"uri": _uri(path), "index": index}

    def _place(self, finding: Finding) -> dict[str, Any]:
        region = {**self._region(finding.start, finding.end), "snippet": {"text": finding.quote}}
        return {"artifactLocation": self._at(_DRAFT), "region": region}

    def _region(self, start: int, end: int) -> dict[str, Any]:
        first, last = self._line(start), self._line(end)
        return {
            "startLine": first + 1,
            "startColumn": start - self._starts[first] + 1,
            "endLine": last + 1,
            "endColumn": end - self._starts[last] + 1,
            "charOffset": start,
            "charLength": end - start,
        }

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _fix(self, finding: Finding) -> dict[str, Any] | None:
        words = replacement(finding)
        if words is None:
            return None
        start, end = finding.start, finding.end
        if not words and self.checked.text[end : end + 1] == " ":
            end += 1  # the blank goes with what it follows
        change = {"deletedRegion": self._region(start, end), "insertedContent": {"text": words}}
        return {
            "description": {"text": finding.mend or f"Write {words}."},
            "artifactChanges": [{"artifactLocation": self._at(_DRAFT), "replacements": [change]}],
        }


def _suppression(word: Suppression) -> dict[str, Any]:
    who = {name: value for name, value in (("by", word.by), ("at", word.at)) if value}
    said = {"kind": "external", "status": "accepted", "justification": word.reason}
    return {**said, "properties": who} if who else said


def _fingerprint(finding: Finding) -> str:
    return sha256(f"{finding.rule}\n{finding.quote}\n{finding.message}".encode()).hexdigest()[:32]


def _uri(path: PurePath) -> str:
    """A relative address, or the name alone of an absolute path: no folder of this machine is told."""
    return quote(path.name if path.is_absolute() else path.as_posix())
