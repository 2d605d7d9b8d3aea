"""The engine: objectives, optimizers and the loop between them, in NumPy alone.

predictor × loss × data = objective. A predictor f[x, φ] turns inputs into outputs, a loss says how bad an output is for
a datum, and their sum over the data is a function L[φ] with exact gradient and Hessian: `Fitting` in any dimension,
`Model` for the course's two parameters. A closed-form `Landscape`, or a plane through another objective (`OnPlane`), is
an objective as well; `objective.batch(indices)` is again one, over those data. What all have is said in `types.py`.

optimizer × objective = trajectory. An optimizer is a frozen record whose `explain` names all that a step computes from
φ and a state; `descend` repeats it, for one run or ten thousand at once, over minibatches and with a schedule if asked.

What is known of an objective: its Hessian at a point or over a window (`curvature`), its critical points (`survey`), a
proof that it is convex or a witness that it is not (`verdict`), whether it has a minimum (`attainment`), which α are
stable there (`stability`), and bounds that hold over whole boxes (`certify`). Nothing is called proved that is not.

A formula is an `Expression`, from text (`parse`) or from NumPy code (`trace`): it gives values, derivatives, LaTeX, and
the program that the browser runs.
"""

from playground.engine.base import Landscape
from playground.engine.batches import Minibatches
from playground.engine.convexity import Chord, Verdict, Witness, chord, verdict
from playground.engine.critical import CriticalPoint, Survey, critical_points, survey
from playground.engine.curvature import Curvature, CurvatureMap, Profile, curvature, curvature_map, profile
from playground.engine.curves import ConvexCurve, Plateau, ThreeValleys, TwoDips
from playground.engine.data import DATASETS, Dataset
from playground.engine.descent import descend
from playground.engine.eigen import eigen, eigenvalues
from playground.engine.expression import Expression, FormulaError, parse
from playground.engine.fitting import Fitting, linear_regression, logistic_regression, softmax_regression
from playground.engine.landscape import Grid, grid
from playground.engine.line_search import Search, bracket
from playground.engine.logistic import LogisticCurve
from playground.engine.model import Model
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
from playground.engine.own import OwnCurve, OwnFunction
from playground.engine.own_model import OwnModel
from playground.engine.proofs import Certificate, certify
from playground.engine.schedules import SCHEDULES, Constant, Cosine, Exponential, InverseTime, Schedule, StepDecay
from playground.engine.stability import Hold, Stability, contraction, hold, holding_steps, stability
from playground.engine.trajectory import Trajectory
from playground.engine.types import Objective

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
    "Fitting",
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
    "LogisticCurve",
    "Minibatches",
    "Model",
    "Momentum",
    "Nesterov",
    "Newton",
    "NormalizedGradient",
    "Objective",
    "Optimizer",
    "OwnCurve",
    "OwnFunction",
    "OwnModel",
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
    "linear_regression",
    "logistic_regression",
    "parse",
    "profile",
    "softmax_regression",
    "stability",
    "survey",
    "verdict",
]
