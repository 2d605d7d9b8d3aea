"""The lesson on models, losses and training: its words, its page, its figures, its exercise."""
