"""Setting findings aside: a reason each, matched by rule and words, never asked for by the text itself.

Suppressions come from a person beside the text (the page, the chat, the command line, a file). Nothing that
stands in a draft or in a record is ever read as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from assistant.claims.fold import fold
from assistant.claims.prose import sentence_spans
from assistant.errors import SettingsError
from assistant.results import CheckReport, Finding, Suppressed, Suppression

_FORM = re.compile(
    r"""(?P<rule>[A-Za-z]{3}\d{2})@(?:"(?P<marked>[^"]+)"|(?P<quote>[^"=][^=]*))=(?P<reason>.*)""",
    re.DOTALL,
)
_RULE = re.compile(r"[A-Z]{3}\d{2}")
_KEYS = frozenset(("rule", "quote", "reason", "by", "at", "sentence"))
NO_REASON = "To suppress a finding needs a reason; write why it does not hold."
_LEAST = 3


def suppress(report: CheckReport, text: str, suppressions: Sequence[Suppression]) -> CheckReport:
    """The report on ``text`` with the findings set aside that one of the suppressions names.

    What was set aside before stands again first, so the same suppressions always give the same report.
    """
    if not suppressions:
        return CheckReport(report.everything) if report.suppressed else report
    standing: list[Finding] = []
    aside: list[Suppressed] = []
    for finding in report.everything:
        word = next((s for s in suppressions if _names(s, finding, text)), None)
        if word is None:
            standing.append(finding)
        else:
            aside.append(Suppressed(finding, word))
    return CheckReport(tuple(standing), tuple(aside))


def unused(report: CheckReport, suppressions: Iterable[Suppression]) -> tuple[Suppression, ...]:
    """The suppressions that name none of the findings of the report."""
    used = {s.suppression for s in report.suppressed}
    return tuple(s for s in suppressions if s not in used)


def suppression_of(finding: Finding, text: str, reason: str, by: str, at: str) -> Suppression:
    """A person's word on one finding, tied to its sentence.

    Raises:
        SettingsError: there is no reason.
    """
    return Suppression(
        finding.rule, finding.quote, required(reason), by, at, _sentence(text, finding.start)
    )


def required(reason: str) -> str:
    """The reason without white space around it.

    Raises:
        SettingsError: it says nothing.
    """
    if len(re.findall(r"\w", reason)) < _LEAST:
        raise SettingsError(NO_REASON)
    return " ".join(reason.split())


def parse_suppression(text: str, by: str) -> Suppression:
    """``RULE@quote=reason``, as on the command line; a quote with an equals sign stands in quotation marks.

    Raises:
        SettingsError: the form is another one, or there is no reason.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise SettingsError(f"“{text}” is no suppression; write RULE@quote=reason, as FAC01@45 year=typo.")
    quote = (found["marked"] or found["quote"]).strip()
    return Suppression(found["rule"].upper(), quote, required(found["reason"]), by)


def read_suppressions(path: Path, by: str) -> tuple[Suppression, ...]:
    """A YAML list of ``rule``, ``quote``, ``reason`` and, where known, ``by``, ``at`` and ``sentence``.

    Raises:
        SettingsError: the file cannot be read, or an entry lacks its rule, quote or reason.
    """
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read as a YAML list of suppressions.") from error
    if not isinstance(read, list):
        raise SettingsError(f"{path} must hold a YAML list of suppressions: rule, quote, reason.")
    return tuple(_entry(entry, f"{path}, entry {n}", by) for n, entry in enumerate(read, start=1))


def _entry(entry: object, where: str, by: str) -> Suppression:
    if not isinstance(entry, dict) or not set(entry) <= _KEYS:
        raise SettingsError(f"{where}: write rule, quote and reason, and where known by, at and sentence.")
    values = {str(key): _plain(value) for key, value in entry.items()}
    if not _RULE.fullmatch(values.get("rule", "")) or not values.get("quote"):
        raise SettingsError(f"{where}: needs a rule, as FAC01, and the quote that the finding is about.")
    try:
        reason = required(values.get("reason", ""))
    except SettingsError as error:
        raise SettingsError(f"{where}: {NO_REASON}") from error
    told = {name: values[name] for name in ("by", "at", "sentence") if values.get(name)}
    return Suppression(
        **{"rule": values["rule"], "quote": values["quote"], "reason": reason, "by": by} | told
    )


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _names(suppression: Suppression, finding: Finding, text: str) -> bool:
    if suppression.rule != finding.rule or _same(suppression.quote) != _same(finding.quote):
        return False
    if not suppression.sentence:
        return True
    return _same(suppression.sentence) == _same(_sentence(text, finding.start))


def _sentence(text: str, at: int) -> str:
    """The sentence of the text as given that an offset stands in."""
    folded = fold(text)
    for span in sentence_spans(folded.text):
        place = folded.span(span.start, span.end)
        if at < place.end:
            return text[place.start : place.end]
    return ""


def _same(text: str) -> str:
    return " ".join(fold(text).text.split()).casefold()
