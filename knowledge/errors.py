"""Errors of the knowledge base.

KnowledgeError
├── PackError        a criteria pack, finding or treatment file is wrong
├── IndexBusyError   another process holds the index
├── IndexMismatchError   the index was built with another embedder
└── EmbedderError    an embedder cannot be used on this machine
"""


class KnowledgeError(Exception):
    """Root of all errors raised by ``knowledge``; the message is one clear sentence."""


class PackError(KnowledgeError):
    """A knowledge file does not fit its schema; names the file, the place and what to do."""


class IndexBusyError(KnowledgeError):
    """Another process is writing to the index."""


class IndexMismatchError(KnowledgeError):
    """The index holds vectors of another embedder."""


class EmbedderError(KnowledgeError):
    """The embedder is unknown, or its files or endpoint are missing."""
