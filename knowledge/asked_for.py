"""Say in plain words what attribute of a request a test found, where its pack gives no words of its own."""

from __future__ import annotations

from collections.abc import Collection

_KINDS = {
    "additional": "the request is for further treatment of the same kind",
    "before_examination": "the request is for the time before an examination",
    "initial": "the request is for a first course",
    "postsurgical": "the request is for the time after an operation",
    "purchase": "the request is for a purchase",
    "remainder": "a part of the same request is authorized already",
    "rental": "the request is for a rental",
    "repeat": "the request is for a repetition",
    "trial": "the request is for a trial",
}
_MAIN = {
    "overturned": "the main request of the same application is found medically necessary",
    "upheld": "the main request of the same application is not found medically necessary",
    "undecided": "the main request of the same application is still undecided",
}
_WHOLE = {"request_kind": _KINDS, "main_item": _MAIN}
"""Attributes whose values are told by a clause each."""
_FRAMES = {
    "component": "the compound contains {}",
    "drug": "the request is for {}",
    "drug_class": "the drug is of the class: {}",
    "form": "the form asked for is: {}",
    "modality": "the request is for: {}",
    "phase": "the phase of care is: {}",
    "procedure": "the operation is: {}",
    "region": "the part of the body is: {}",
    "surgery": "the operation is {}",
}
_NAMES = {"emg": "EMG", "ncs": "nerve conduction", "prp": "platelet-rich plasma", "tens": "TENS"}
_UNSTATED = {
    "component": "the components of the compound",
    "drug_class": "the class of the drug",
    "form": "the form of the drug",
    "main_item": "the outcome of a main request",
    "modality": "the kind of service",
    "phase": "the phase of care",
    "procedure": "the operation",
    "region": "the part of the body",
    "request_kind": "whether it is for a first or a further course, a rental or a purchase",
    "surgery": "an operation",
}


def stated(attribute: str, values: Collection[str]) -> str:
    """``the request is for a rental``, ``the form asked for is: patch``."""
    told = sorted(values)
    clauses = _WHOLE.get(attribute)
    if clauses is not None:
        return " and ".join(clauses.get(v, f"the request is marked as {_plain(v)}") for v in told)
    frame = _FRAMES.get(attribute, f"the {_plain(attribute)} of the request is: {{}}")
    return frame.format(joined([_plain(v) for v in told]))


def unstated(attribute: str) -> str:
    """``the request does not state the form of the drug``."""
    return f"the request does not state {_UNSTATED.get(attribute, f'its {_plain(attribute)}')}"


def joined(values: Collection[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = values
    return " and ".join(part for part in (", ".join(first), last) if part)


def _plain(name: str) -> str:
    return _NAMES.get(name, name.replace("_", " "))
