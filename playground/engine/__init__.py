"""The engine: objectives, optimizers and the loop between them, in NumPy alone."""

from playground.engine.base import Landscape, Model
from playground.engine.batches import Minibatches
from playground.engine.convexity import Chord, Verdict, Witness, chord, verdict
from playground.engine.critical import CriticalPoint, Survey, critical_points, survey
from playground.engine.curvature import Curvature, CurvatureMap, Profile, curvature, curvature_map, profile
from playground.engine.curves import ConvexCurve, Plateau, ThreeValleys, TwoDips
from playground.engine.data import DATASETS, Dataset
from playground.engine.descent import Trajectory, descend
from playground.engine.eigen import eigen, eigenvalues
from playground.engine.expression import Expression, FormulaError, parse
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
from playground.engine.proofs import Certificate, certify
from playground.engine.schedules import SCHEDULES, Constant, Cosine, Exponential, InverseTime, Schedule, StepDecay
from playground.engine.stability import Hold, Stability, contraction, hold, holding_steps, stability

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
    "Certificate",
    "Chord",
    "Constant",
    "ConvexCurve",
    "Cosine",
    "CriticalPoint",
    "Curvature",
    "CurvatureMap",
    "Dataset",
    "Exponential",
    "Expression",
    "Formula",
    "FormulaError",
    "Gabor",
    "GaussianValley",
    "GradientDescent",
    "Grid",
    "Himmelblau",
    "Hold",
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
    "Plateau",
    "Profile",
    "Quadratic",
    "RMSProp",
    "Rastrigin",
    "Rosenbrock",
    "Saddle",
    "Schedule",
    "Search",
    "Stability",
    "StepDecay",
    "Survey",
    "ThreeValleys",
    "Trajectory",
    "TwoDips",
    "Verdict",
    "Witness",
    "bracket",
    "certify",
    "chord",
    "contraction",
    "critical_points",
    "curvature",
    "curvature_map",
    "descend",
    "eigen",
    "eigenvalues",
    "grid",
    "hold",
    "holding_steps",
    "parse",
    "profile",
    "stability",
    "survey",
    "verdict",
]
