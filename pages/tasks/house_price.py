"""Task: how much a house costs."""

from playground.ui.task.page import show_task

show_task("HousePrice")
