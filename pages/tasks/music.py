"""Task: which style a clip has."""

from playground.ui.task.page import show_task

show_task("MusicGenre")
