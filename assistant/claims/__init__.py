"""Typed claims from free prose: who, when, how much, which side, what is said to be absent.

The same extractors read a draft, a human's rationale and the record. Nothing here decides who is right.
"""
