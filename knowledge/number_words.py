"""The words for numbers, as every reader of prose needs them; how far each reads is its own matter."""

from __future__ import annotations

NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
"""Zero to twenty: the place of a word is its number."""
