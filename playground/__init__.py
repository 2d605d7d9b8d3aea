"""A visual playground of fitting models: engine (mathematics), figures (drawings), ui (screens)."""

VERSION = "0.1.0"
"""As in CITATION.cff."""
