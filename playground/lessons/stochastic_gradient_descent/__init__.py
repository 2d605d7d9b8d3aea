"""The lesson on stochastic gradient descent: its words, its page, its figures, its exercise."""
