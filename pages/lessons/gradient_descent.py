"""Lesson: gradient descent."""

from playground.lessons.gradient_descent import page

page.show()
