"""The engine: objectives, optimizers and the loop between them, in NumPy alone."""

from playground.engine.base import Landscape, Model
from playground.engine.batches import Minibatches
from playground.engine.curvature import Curvature, curvature
from playground.engine.data import DATASETS, Dataset
from playground.engine.descent import Trajectory, descend
from playground.engine.eigen import eigen
from playground.engine.landscape import Grid, grid
from playground.engine.line_search import Search, bracket
from playground.engine.objectives import (
    OBJECTIVES,
    START_LABELS,
    Beale,
    Gabor,
    GaussianValley,
    Himmelblau,
    LinearRegression,
    Quadratic,
    Rastrigin,
    Rosenbrock,
    Saddle,
)
from playground.engine.optimizers import (
    OPTIMIZERS,
    SYMBOLS,
    AdaGrad,
    Adam,
    Arrow,
    Formula,
    GradientDescent,
    LineSearchDescent,
    Momentum,
    Nesterov,
    Newton,
    NormalizedGradient,
    Optimizer,
    RMSProp,
)
from playground.engine.schedules import SCHEDULES, Constant, Cosine, Exponential, InverseTime, Schedule, StepDecay

__all__ = [
    "DATASETS",
    "OBJECTIVES",
    "OPTIMIZERS",
    "SCHEDULES",
    "START_LABELS",
    "SYMBOLS",
    "AdaGrad",
    "Adam",
    "Arrow",
    "Beale",
    "Constant",
    "Cosine",
    "Curvature",
    "Dataset",
    "Exponential",
    "Formula",
    "Gabor",
    "GaussianValley",
    "GradientDescent",
    "Grid",
    "Himmelblau",
    "InverseTime",
    "Landscape",
    "LineSearchDescent",
    "LinearRegression",
    "Minibatches",
    "Model",
    "Momentum",
    "Nesterov",
    "Newton",
    "NormalizedGradient",
    "Optimizer",
    "Quadratic",
    "RMSProp",
    "Rastrigin",
    "Rosenbrock",
    "Saddle",
    "Schedule",
    "Search",
    "StepDecay",
    "Trajectory",
    "bracket",
    "curvature",
    "descend",
    "eigen",
    "grid",
]
