"""Task: whether a review is positive."""

from playground.ui import task

task.show("ReviewSentiment")
