"""From places in a text as read to places in the file as written: only white space differs."""

from __future__ import annotations

from dataclasses import replace

from assistant.results import CheckReport, Finding, Suppressed


def relocated(report: CheckReport, read: str, given: str) -> CheckReport:
    """The report with its places in ``given``; unchanged where the two texts do not correspond."""
    at = _correspondence(read, given)
    if at is None:
        return report

    def moved(finding: Finding) -> Finding:
        start, end = at[finding.start], at[finding.end]
        while finding.end > finding.start and end > start and given[end - 1].isspace():
            end -= 1
        return replace(finding, start=start, end=end, quote=given[start:end])

    return CheckReport(
        tuple(moved(f) for f in report.findings),
        tuple(Suppressed(moved(s.finding), s.suppression) for s in report.suppressed),
    )


def _correspondence(read: str, given: str) -> list[int] | None:
    """For each offset of ``read``, its end included, the offset in ``given``; None where words differ."""
    written = [n for n, char in enumerate(given) if not char.isspace()]
    kept = [char for char in read if not char.isspace()]
    if len(written) != len(kept) or any(given[n] != c for n, c in zip(written, kept, strict=True)):
        return None
    at: list[int] = []
    seen = 0
    for char in read:
        if char.isspace():
            at.append(written[seen - 1] + 1 if seen else 0)
        else:
            at.append(written[seen])
            seen += 1
    at.append(written[-1] + 1 if written else 0)
    return at
