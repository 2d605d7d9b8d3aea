"""The course's network of three hidden units, trained with three kinds of target."""

from playground.ui.task.page import show_task

show_task("ThreeUnits")
