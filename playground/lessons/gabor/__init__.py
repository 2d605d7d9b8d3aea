"""The lesson on the Gabor model: its words, its page, its figures, its exercise."""
