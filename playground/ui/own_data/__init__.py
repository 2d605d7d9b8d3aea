"""A visitor's own data: pasted, from a file, drawn or typed point by point, and what the playground does with them."""

from playground.ui.own_data.changes import is_shared, take_points
from playground.ui.own_data.drawing import drawn, frame
from playground.ui.own_data.section import section

__all__ = ["drawn", "frame", "is_shared", "section", "take_points"]
