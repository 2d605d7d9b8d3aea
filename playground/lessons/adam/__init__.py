"""The lesson on normalized gradients and Adam: its words, its page, its figures, its exercise."""
