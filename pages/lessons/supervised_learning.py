"""Lesson: models, losses and training."""

from playground.lessons.supervised_learning import page

page.show()
