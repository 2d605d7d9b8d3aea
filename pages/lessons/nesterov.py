"""Lesson: Nesterov momentum."""

from playground.lessons.nesterov import page

page.show()
