"""What is known before a case arrives: guidelines as criteria packs, treatments, past determinations.

Knows nothing of the assistant: no module here imports ``assistant`` or ``evals``.
"""
