"""What each panel is for, behind a question mark beside it: native popovers, which Escape closes."""

from __future__ import annotations

from html import escape

_PANELS = {
    "cases": (
        "Cases",
        "Add files, open a case, pick the disputed item. The state says what is done: reading, needs OCR,"
        " unreadable, ready, drafted, withheld, signed. The due date follows the statutory clock. A case"
        " that was stopped goes on when you open it.",
    ),
    "draft": (
        "Draft",
        "The rationale as a document. Click a sentence and the place it rests on opens on the right. It is"
        " a recommendation until you sign.",
    ),
    "edit": (
        "Edit",
        "Write in place. At each pause your words are kept and checked; what does not hold is"
        " underlined, with its rule, its reason and, where there is one way only, a mend. A finding that"
        " does not hold is set aside with a reason. Save (Ctrl+S) makes a version.",
    ),
    "changes": (
        "Changes",
        "Any earlier version, word by word, against the one that stands. You can go on from"
        " an earlier one.",
    ),
    "decide": (
        "Decide and sign",
        "First stands what to know before you sign. Follow the recommendation or override it with a"
        " reason. Your name, credentials and attestation make it a determination; a signed item is locked"
        " until you reopen it with a reason.",
    ),
    "export": ("Export", "Documents of the case as it stands. Each download is noted in the audit."),
    "talk": (
        "Conversation",
        "Ask why, what is missing, for evidence; tell a fact with its source; wish the draft shorter,"
        " plainer or with more on criterion 2; override with a reason. It is kept with the case.",
    ),
    "criteria": (
        "Criteria",
        "Each condition of the guideline in force on the day of the request: met, not met, not documented"
        " (the record is silent) or not applicable, and why. Click one to see its place.",
    ),
    "evidence": ("Evidence", "Every quote of the record that speaks to this item, in its order."),
    "record": (
        "Record",
        "The whole file with its page numbers. Marked words are evidence; their keys stand before them.",
    ),
    "guideline": (
        "Guideline",
        "The governing section in this project's words, with its edition and pages, and related passages.",
    ),
    "precedents": (
        "Precedents",
        "Past determinations on the same kind of treatment. They show practice and bind nobody.",
    ),
    "timeline": ("Timeline", "Every day that header or record names. Click one to see its sentence."),
    "dashboard": (
        "Dashboard",
        "Counts of what was recorded: volume, deadlines, outcomes, overrides with reasons, findings,"
        " times.",
    ),
}


def mark(name: str) -> str:
    """The question mark of a panel and what it opens."""
    title, text = _PANELS[name]
    return (
        f'<button type="button" class="imr-ask" popovertarget="help-{name}"'
        f' aria-label="What is {escape(title)} for?">?</button>'
        f'<div id="help-{name}" class="imr-pop" popover role="note"><h2>{escape(title)}</h2>'
        f"<p>{escape(text)}</p></div>"
    )
