"""A review as JSON, text for the terminal, Markdown, DOCX and PDF."""
