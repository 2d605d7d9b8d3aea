"""Lesson: line search."""

from playground.lessons.line_search import page

page.show()
