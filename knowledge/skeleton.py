"""A commented beginning of a criteria pack, for an author to fill in: it loads as it stands.

Knows the form of a pack, nothing of any guideline.
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from json import dumps
from string import Template


def skeleton(
    family: str, label: str, edition: str, start: date, end: date, *, guideline: str, folder: str
) -> str:
    """YAML of a pack for ``family``, in force from ``start`` to ``end``, both inclusive."""
    form = Template((files(__package__) / "pack_skeleton.yaml").read_text(encoding="utf-8"))
    title = f"{label[:1].upper()}{label[1:]}"
    return form.substitute(
        id=f"{folder}-{family.replace('_', '-')}",
        guideline=dumps(guideline),
        edition=edition,
        section=dumps(title),
        start=start,
        end=end,
        after=end + timedelta(days=1),
        family=family,
        label=title,
    )
