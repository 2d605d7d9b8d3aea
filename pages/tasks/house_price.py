"""Task: how much a house costs."""

from playground.ui import task

task.show("HousePrice")
