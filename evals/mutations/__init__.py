"""Mutation testing of the checker: errors injected into clean texts, each of which it has to find.

``subjects`` makes the clean texts, ``kinds`` the errors, ``rewrites`` the changes that are none,
``measure`` counts. The wording here is its own on purpose: it must not share the checker's patterns.
"""
