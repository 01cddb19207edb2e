"""Record a model's answers over gold cases, to be replayed where no endpoint is.

    OPENAI_BASE_URL=... IMR_MODEL=... python -m evals.recordings FILE --cases 30

The first line of the file keeps the settings that shape a request and the names of the cases.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from assistant.modelling.recording import HEADER
from assistant.settings import load_settings
from evals.gold import gold_source
from evals.replay import SHAPING
from evals.runner import Options, run

RECORDED = Path(__file__).parent / "recorded" / "smollm2.jsonl"
"""The recording that the project ships: SmolLM2-135M over the first gold cases."""


def record(path: Path, most: int, *, go_on: bool = False) -> int:
    """Ask the configured endpoint for all that ``most`` gold cases need; the number of answers kept.

    ``go_on``: exactly the same requests that the file answers already are not made again.
    """
    settings = load_settings()
    cases = gold_source().cases[:most]
    shaped = {name: getattr(settings, name) for name in SHAPING}
    header = {HEADER: {"settings": shaped, "cases": [case.name for case in cases]}}
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").splitlines()[1:] if go_on else []
    path.write_text(_lines([json.dumps(header, ensure_ascii=False), *before]), encoding="utf-8")
    run(replace(gold_source(), cases=cases), Options(kind="gold", drafter="model", processes=1))
    first, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text(_lines([first, *sorted(set(rows))]), encoding="utf-8")
    return len(rows)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--go-on", action="store_true", help="keep what the file holds already")
    asked = parser.parse_args()
    print(f"{record(asked.file, asked.cases, go_on=asked.go_on)} answers kept in {asked.file}")


if __name__ == "__main__":
    main()
