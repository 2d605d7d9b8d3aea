"""Lesson: linear regression."""

from playground.lessons.linear_regression import page

page.show()
