"""The lesson on line search: its words, its page, its figures, its exercise."""
