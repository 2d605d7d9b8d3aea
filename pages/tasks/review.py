"""Task: whether a review is positive."""

from playground.ui.task.page import show_task

show_task("ReviewSentiment")
