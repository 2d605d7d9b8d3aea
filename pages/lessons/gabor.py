"""Lesson: the Gabor model."""

from playground.lessons.gabor import page

page.show()
