"""The lessons: a folder each, with its words in each language, its page, its figures, and its exercise for home.

A page says what is the lesson's own: which controls, which panels, and figures beside them, which take the lesson's
words, the settings and the runs.
"""
