"""The reviewer's page in Gradio. Only this package knows Gradio; nothing is computed here."""
