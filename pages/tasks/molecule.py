"""Task: when a molecule freezes and boils."""

from playground.ui.task.page import show_task

show_task("MoleculePoints")
