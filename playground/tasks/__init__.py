"""The four tasks the course opens with, a folder each: a price, two temperatures, a sentiment, a style.

Each is a `Task` (task.py): from the real world to the model's numbers and back again.
"""

from playground.tasks.house_price import HousePrice
from playground.tasks.molecule import MoleculePoints
from playground.tasks.music import MusicGenre
from playground.tasks.review import ReviewSentiment
from playground.tasks.task import Task

TASKS: dict[str, type[Task]] = {
    kind.__name__: kind for kind in (HousePrice, MoleculePoints, ReviewSentiment, MusicGenre)
}
"""The four tasks, by name, in the order of the course."""
