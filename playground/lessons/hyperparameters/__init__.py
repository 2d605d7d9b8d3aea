"""The lesson on hyperparameters: its words, its page, its figures, its exercise."""
