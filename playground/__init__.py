"""A visual playground of fitting models: engine (mathematics), figures (drawings), ui (screens)."""
