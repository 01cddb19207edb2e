"""Evaluation: gold cases and published determinations against the assistant's reviews.

Nothing here is imported by ``assistant`` or ``knowledge``; ``imr eval`` joins the command line by an entry
point.
"""
