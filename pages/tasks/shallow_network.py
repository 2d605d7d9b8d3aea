"""The course's network of three hidden units, trained with three kinds of target."""

from playground.ui import task

task.show("ThreeUnits")
