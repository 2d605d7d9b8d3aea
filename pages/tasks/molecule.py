"""Task: when a molecule freezes and boils."""

from playground.ui import task

task.show("MoleculePoints")
