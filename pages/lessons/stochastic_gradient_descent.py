"""Lesson: stochastic gradient descent."""

from playground.lessons.stochastic_gradient_descent import page

page.show()
