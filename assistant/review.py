"""From a case to checked drafts: the whole pipeline, top to bottom.

The evidence step never sees thresholds, the criteria step never sees text, the check never calls a
model, and no draft leaves here that the checker has not passed.
"""
