"""Published determinations: reading the form that the Division of Workers' Compensation publishes.

``parse`` knows the whole form, outcomes included. It does not know files, cases or reviews; the intake of
a case takes the header, the clinical summary and the treatments from it and nothing else.
"""

from __future__ import annotations

from knowledge.determinations.form import Determination, Form, find_form, parse
from knowledge.determinations.header import Header
from knowledge.determinations.heading import Heading, read_heading
from knowledge.determinations.items import DeterminationItem

__all__ = [
    "Determination",
    "DeterminationItem",
    "Form",
    "Header",
    "Heading",
    "find_form",
    "parse",
    "read_heading",
]
