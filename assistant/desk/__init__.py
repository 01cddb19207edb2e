"""A reviewer's desk: what a reviewer does with kept cases, step by step. Knows no page and no tables."""

from __future__ import annotations

from assistant.desk.desk import ATTESTATION, Desk
from assistant.desk.model import Checked, Progress

__all__ = ["ATTESTATION", "Checked", "Desk", "Progress"]
