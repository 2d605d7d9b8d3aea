"""Lesson: momentum."""

from playground.lessons.momentum import page

page.show()
