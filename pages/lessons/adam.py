"""Lesson: normalized gradients and Adam."""

from playground.lessons.adam import page

page.show()
