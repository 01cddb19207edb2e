"""A case on its way from upload to signed determination."""
