"""Errors that a reviewer sees; each message is one sentence: what, where, what to do.

AssistantError
├── UnreadableError   the file cannot be read as text (exit 2)
├── NotACaseError     the text is no case for review (exit 2)
├── SettingsError     a setting is wrong
├── ModelError        the model endpoint failed; the grounded drafter goes on without it
└── RecordsError      the records cannot be read, or refuse the change
    ├── AccessError   the user may not see or change this
    ├── SignedError   the item is signed and so locked
    ├── ConflictError somebody else changed it meanwhile
    └── AuditError    the audit does not verify
"""


class AssistantError(Exception):
    """Root of all errors that end in one clear sentence."""


class UnreadableError(AssistantError):
    """The file cannot be read as text."""


class NotACaseError(AssistantError):
    """The text is readable but is no case for review."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class ModelError(AssistantError):
    """The model endpoint failed or answered nonsense."""


class StoppedError(AssistantError):
    """The user stopped the work; what was kept before stays."""


class RecordsError(AssistantError):
    """The records cannot be read, or refuse the change."""


class AccessError(RecordsError):
    """The user may not see or change this; never tells whether it exists."""


class SignedError(RecordsError):
    """The item is signed and so locked."""


class ConflictError(RecordsError):
    """The item was changed elsewhere since it was shown."""


class AuditError(RecordsError):
    """The audit does not verify; names the first bad entry."""
