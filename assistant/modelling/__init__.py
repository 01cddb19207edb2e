"""The way to a model and back: endpoint, limits, masking of identifiers, account of every draft."""
