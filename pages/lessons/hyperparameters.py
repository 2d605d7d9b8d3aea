"""Lesson: hyperparameters."""

from playground.lessons.hyperparameters import page

page.show()
