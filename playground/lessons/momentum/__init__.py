"""The lesson on momentum: its words, its page, its figures, its exercise."""
