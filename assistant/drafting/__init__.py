"""From what is known of an item to a checked rationale: retrieve, draft, check."""
