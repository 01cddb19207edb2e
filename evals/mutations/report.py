"""The figures of a measurement as a table and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from evals.mutations.measure import Result, Row


def figures(result: Result) -> dict[str, Any]:
    """Overall figures, one row a kind, and what was missed or flagged falsely."""
    return {
        "mutants": len(result.mutants),
        "kinds": len({row.kind for row in result.mutants}),
        "caught": _share(result.mutants, "caught"),
        "localised": _share(result.mutants, "localised"),
        "as_error": _share(result.mutants, "as_error"),
        "evaluable": _of([row for row in result.mutants if row.evaluable]),
        "clean": _flagged(result.clean),
        "rewrites": _flagged(result.rewrites),
        "clean_by_style": {name: _flagged(rows) for name, rows in _groups(result.clean, "style")},
        "by_kind": {name: _of(rows) for name, rows in _groups(result.mutants, "kind")},
        "by_kind_evaluable": {
            name: _of(rows) for name, rows in _groups([r for r in result.mutants if r.evaluable], "kind")
        },
        "by_style_evaluable": {
            name: _of(rows) for name, rows in _groups([r for r in result.mutants if r.evaluable], "style")
        },
        "by_style": {name: _of(rows) for name, rows in _groups(result.mutants, "style")},
        "by_severity": {name: _of(rows) for name, rows in _groups(result.mutants, "severity")},
        "rewrites_by_kind": {name: _flagged(rows) for name, rows in _groups(result.rewrites, "kind")},
    }


def _flagged(rows: Sequence[Row]) -> dict[str, Any]:
    """Texts with any new finding, and with one that is an error."""
    return {"texts": len(rows), "flagged": _share(rows, "caught"), "errors": _share(rows, "as_error")}


def _groups(rows: Sequence[Row], field: str) -> Iterator[tuple[str, list[Row]]]:
    table: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        table[getattr(row, field)].append(row)
    yield from table.items()


def _of(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "mutants": len(rows),
        "caught": _share(rows, "caught"),
        "localised": _share(rows, "localised"),
        "as_error": _share(rows, "as_error"),
    }


def _share(rows: Sequence[Row], field: str) -> float:
    return round(sum(getattr(row, field) for row in rows) / len(rows), 4) if rows else 0.0


def table(shown: dict[str, Any]) -> str:
    """The figures as plain text."""
    lines = [
        f"{'kind':28}{'mutants':>8}{'caught':>9}{'localised':>11}{'as error':>10}"
        f"{'evaluable':>11}{'caught':>9}{'localised':>11}"
    ]
    lines += [
        _both(name, row, shown["by_kind_evaluable"].get(name)) for name, row in shown["by_kind"].items()
    ]
    lines.append("")
    lines += [
        _both(f"[{name}]", row, shown["by_style_evaluable"].get(name))
        for name, row in shown["by_style"].items()
    ]
    lines += [_line(f"[{name}]", row) for name, row in shown["by_severity"].items()]
    lines.append(_both(f"all ({shown['kinds']} kinds)", shown, shown["evaluable"]))
    lines.append("")
    lines.append(f"{'rewrite':28}{'texts':>8}{'flagged':>9}{'errors':>11}")
    lines += [_flag_line(name, row) for name, row in shown["rewrites_by_kind"].items()]
    lines += [_flag_line("all rewrites", shown["rewrites"]), _flag_line("unmutated", shown["clean"])]
    lines += [_flag_line(f"[{name}]", row) for name, row in shown["clean_by_style"].items()]
    return "\n".join(lines)


def _line(name: str, row: dict[str, Any]) -> str:
    caught, localised = f"{row['caught']:>9.1%}", f"{row['localised']:>11.1%}"
    return f"{name:28}{row['mutants']:>8}{caught}{localised}{row['as_error']:>10.1%}"


def _both(name: str, row: dict[str, Any], evaluable: dict[str, Any] | None) -> str:
    """All mutants, and those alone that can be called wrong."""
    apart = (
        f"{evaluable['mutants']:>11}{evaluable['caught']:>9.1%}{evaluable['localised']:>11.1%}"
        if evaluable
        else f"{0:>11}"
    )
    return _line(name, row) + apart


def _flag_line(name: str, row: dict[str, Any]) -> str:
    return f"{name:28}{row['texts']:>8}{row['flagged']:>9.1%}{row['errors']:>11.1%}"


def details(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Every mutant missed or placed elsewhere, every false flag."""
    return {
        "missed": [_detail(r) for r in result.mutants if not r.caught],
        "elsewhere": [_detail(r) for r in result.mutants if r.caught and not r.localised],
        "false_flags": [_detail(r) for r in (*result.clean, *result.rewrites) if r.caught],
    }


def _detail(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "severity": row.severity,
        "evaluable": row.evaluable,
        "style": row.style,
        "subject": row.subject,
        "was": row.was,
        "now": row.now,
        "context": row.context,
        "findings": list(row.findings),
    }
