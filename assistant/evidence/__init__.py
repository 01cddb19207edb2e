"""What the record says, quoted: findings, dates and measures of one disputed item."""

from assistant.evidence.gather import gather, item_facts

__all__ = ["gather", "item_facts"]
