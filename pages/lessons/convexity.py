"""Lesson: convexity."""

from playground.lessons.convexity import page

page.show()
