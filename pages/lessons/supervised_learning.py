"""Lesson: models, losses, training. Its own figures are the four tasks as one strip, and three losses."""

from playground.ui import lesson
from playground.ui.cache import model_key
from playground.ui.lessons import losses

lesson.show(
    "supervised-learning",
    shown={"start"},
    panels=("contour", "fit"),
    before=losses.three_losses,
    follows=model_key,
)
