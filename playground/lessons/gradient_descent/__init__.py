"""The lesson on gradient descent: its words, its page, its figures, its exercise."""
