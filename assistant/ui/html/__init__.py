"""HTML of the panels, from plain values. Every text of a record, guideline or person is escaped."""
