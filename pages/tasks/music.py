"""Task: which style a clip has."""

from playground.ui import task

task.show("MusicGenre")
