"""The engine: objectives, optimizers and the loop between them, in NumPy alone."""

from playground.engine.batches import Minibatches
from playground.engine.data import DATASETS, Dataset
from playground.engine.descent import Trajectory, descend
from playground.engine.landscape import Grid, grid
from playground.engine.objectives import OBJECTIVES, Gabor, Landscape, LinearRegression, Model
from playground.engine.optimizers import (
    OPTIMIZERS,
    SYMBOLS,
    Adam,
    Arrow,
    Formula,
    GradientDescent,
    Momentum,
    Optimizer,
)

__all__ = [
    "DATASETS",
    "OBJECTIVES",
    "OPTIMIZERS",
    "SYMBOLS",
    "Adam",
    "Arrow",
    "Dataset",
    "Formula",
    "Gabor",
    "GradientDescent",
    "Grid",
    "Landscape",
    "LinearRegression",
    "Minibatches",
    "Model",
    "Momentum",
    "Optimizer",
    "Trajectory",
    "descend",
    "grid",
]
