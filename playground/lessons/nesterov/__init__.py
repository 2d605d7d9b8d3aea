"""The lesson on Nesterov momentum: its words, its page, its figures, its exercise."""
