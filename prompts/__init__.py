"""Prompt files: one Markdown file per prompt, with its variables declared in front."""
