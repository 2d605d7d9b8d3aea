"""The lesson on linear regression: its words, its page, its figures, its exercise."""
