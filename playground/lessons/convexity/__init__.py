"""The lesson on convexity: its words, its page, its figures, its exercise."""
