"""Planes: two-dimensional slices through a space of many parameters, and what a projection onto one leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from playground.engine.base import Landscape, safe_alpha
from playground.engine.eigen import eigen
from playground.engine.fitting import Fitting
from playground.engine.predictors import ShallowNetwork
from playground.engine.types import Array, Indices, Objective, Proof, Window
from playground.marking import N_


@dataclass(frozen=True, eq=False)
class Plane:
    """The points origin + a u + b v of parameter space.

    Attributes
    ----------
    origin, u, v : Array
        A point and two directions, each (d,). The directions need not have length 1 or be orthogonal.
    parameters : (int, int) or None
        Which two parameters vary, if the plane was made from two.
    eigenvalues : (float, float) or None
        The curvature along u and v at the origin, if they are eigenvectors of the Hessian there.
    shares : (float, float) or None
        The shares of the path's variance along u and v, if they are its main directions.

    Raises
    ------
    ValueError
        Unless the three are finite and u and v span a plane.
    """

    origin: Array
    u: Array
    v: Array
    parameters: tuple[int, int] | None = None
    eigenvalues: tuple[float, float] | None = None
    shares: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse what does not span a plane."""
        for name in ("origin", "u", "v"):
            object.__setattr__(self, name, np.array(getattr(self, name), dtype=float))
        if not self.origin.ndim == 1 or not self.origin.shape == self.u.shape == self.v.shape:
            raise ValueError("a plane needs an origin and two directions of one length")
        if not np.isfinite([self.origin, self.u, self.v]).all():
            raise ValueError("a plane needs finite numbers")
        longest = np.abs(self.directions).max(axis=-1, keepdims=True)
        if not longest.all() or np.linalg.matrix_rank(self.directions / longest, tol=1e-12) < 2:
            raise ValueError("the two directions of a plane must differ")

    @cached_property
    def directions(self) -> Array:
        """The rows u and v, (2, d)."""
        return np.stack([self.u, self.v])

    def point(self, coordinates: Array) -> Array:
        """The points origin + a u + b v (..., d) with the coordinates (a, b), (..., 2)."""
        a, b = coordinates[..., :1], coordinates[..., 1:]
        origin, u, v = (part.astype(a.dtype, copy=False) for part in (self.origin, self.u, self.v))
        with np.errstate(all="ignore"):
            points: Array = origin + a * u + b * v
        return points

    def project(self, phi: Array) -> tuple[Array, Array]:
        """The nearest points of the plane, as coordinates (..., 2), and how far φ (..., d) lies from them, (...)."""
        with np.errstate(all="ignore"):
            away = np.asarray(phi, dtype=float) - self.origin
            # In units of the directions' own sizes: the pseudoinverse would take a much shorter one for zero.
            size = np.abs(self.directions).max(axis=-1)
            unit = self.directions / size[:, None]
            coordinates = away @ np.linalg.pinv(unit)
            return coordinates / size, np.linalg.norm(away - coordinates @ unit, axis=-1)


@dataclass(frozen=True, eq=False)
class OnPlane(Landscape):
    """An objective on a plane: the true loss M(a, b) = L[origin + a u + b v], as a landscape of two parameters.

    By the chain rule its gradient is (u·∇L, v·∇L), and its Hessian that of L between u and v. `extent` is the part of
    the plane that is drawn.
    """

    name: ClassVar[str] = N_("A plane through parameter space")
    starts: ClassVar[dict[str, tuple[float, ...]]] = {"default": (0.0, 0.0)}
    minimisers = None
    minimum = None
    latex = r"L\left[\boldsymbol{\phi}^{*} + a\,\mathbf{u} + b\,\mathbf{v}\right]"

    objective: Objective
    plane: Plane
    extent: Window = ((-1.0, 1.0), (-1.0, 1.0))

    @property
    def window(self) -> Window:
        """The extent."""
        return self.extent

    @cached_property
    def alpha(self) -> float:
        """1 / max |λ| of the Hessian at the origin, to two digits."""
        widest = float(np.abs(eigen(self.hessian(np.zeros(2)))[0]).max())
        return safe_alpha(widest) if np.isfinite(widest) and widest > 0 else 0.1

    @property
    def max_distance(self) -> float:
        """Five times α."""
        return 5 * self.alpha

    @property
    def convexity(self) -> Proof | None:
        """What is proved of the objective holds on every plane."""
        proof = self.objective.convexity
        reason = N_("The loss is convex in all its parameters together, hence on every plane.")
        return proof and proof._replace(reason=reason)

    @property
    def data_size(self) -> int:
        """The number of data of the objective."""
        return self.objective.data_size

    @cached_property
    def block(self) -> int:
        """The objective's own."""
        return self.objective.block

    def batch(self, indices: Indices) -> OnPlane:
        """The loss of these data on the same plane."""
        return OnPlane(self.objective.batch(indices), self.plane, self.extent)

    def _value(self, phi: Array) -> Array:
        return self.objective.value(self.plane.point(phi.T))

    def _gradient(self, phi: Array) -> Array:
        gradient = self.objective.gradient(self.plane.point(phi.T))
        # Products and sums, not BLAS, whose order depends on the number of points.
        return np.stack([(gradient * row).sum(axis=-1) for row in self.plane.directions.astype(phi.dtype)])

    def _hessian(self, phi: Array) -> Array:
        rows = self.plane.directions.astype(phi.dtype)
        hessian: Array = rows @ self.objective.hessian(self.plane.point(phi.T)) @ rows.T
        return hessian.T


def parameter_plane(phi: Array, first: int, second: int) -> Plane:
    """The plane through φ (d,) on which two parameters vary and all others stay."""
    unit = np.eye(len(phi))
    return Plane(phi, unit[first], unit[second], parameters=(first, second))


def random_plane(objective: Objective, phi: Array, seed: int = 0) -> Plane:
    """The plane through φ (d,) along two random directions, the same for the same seed.

    For a network the directions are filter-normalised: the part of each unit is as long as the unit's own row of φ.
    A relu network computes the same function when a layer is scaled up and the next one down; so do these pictures.
    An affine predictor has no such symmetry: there the directions are orthogonal and of length 1.
    Source: Li, Xu, Taylor, Studer and Goldstein (2018), Visualizing the Loss Landscape of Neural Nets.
    """
    directions = np.random.RandomState(seed).standard_normal((2, len(phi)))
    predictor = objective.predictor if isinstance(objective, Fitting) else None
    if isinstance(predictor, ShallowNetwork):
        u, v = (_filter_normalised(predictor, phi, direction) for direction in directions)
    else:
        u, v = np.linalg.qr(directions.T)[0].T
    return Plane(phi, u, v)


def _filter_normalised(network: ShallowNetwork, phi: Array, direction: Array) -> Array:
    """`direction` (d,) with each unit's part scaled to the length of that part of φ.

    A hidden unit's bias belongs to its row, since both are scaled together; an output's bias is a part of its own.
    """
    result = np.zeros_like(direction)
    units = [(p.layer, p.row, p.layer == "output" and p.column == 0) for p in network.parameters]
    for unit in dict.fromkeys(units):
        part = np.array([other == unit for other in units])
        result[part] = direction[part] * np.linalg.norm(phi[part]) / np.linalg.norm(direction[part])
    return result


def eigen_plane(objective: Objective, phi: Array, first: int = -1, second: int = 0) -> Plane:
    """The plane through φ (d,) along two eigenvectors of the Hessian there, by default those of λmax and of λmin.

    `first` and `second` count the eigenvalues in ascending order. ValueError if the Hessian is not finite.
    """
    values, vectors = eigen(objective.hessian(np.asarray(phi, dtype=float)))
    u, v = _upright(vectors[:, first]), _upright(vectors[:, second])
    return Plane(phi, u, v, eigenvalues=(float(values[first]), float(values[second])))


def path_plane(path: Array) -> Plane:
    """The plane through the last point of a path (T, d) along its two main directions, with their shares of variance.

    Both directions have length 1, so both axes have the same unit. A smooth path always looks planar and well explained
    in its own main directions, even a random walk's, so a large share is no discovery. What is not finite is left out;
    ValueError if the rest does not move. Source: Antognini and Sohl-Dickstein (2018), PCA of high dimensional random
    walks.
    """
    finite = path[np.isfinite(path).all(axis=-1)]
    if len(finite) < 2 or not (finite != finite[0]).any():
        raise ValueError("a path that does not move has no main directions")
    # Scaled by a power of two, which is exact: a diverging path must overflow neither when added up nor when squared.
    moved = np.ldexp(finite, -2 - int(np.frexp(np.abs(finite).max())[1]))
    moved = moved - moved[0]
    moved = moved / np.abs(moved).max()
    centred = moved - moved.mean(axis=0)
    _, sizes, rows = np.linalg.svd(centred, full_matrices=False)
    shares = sizes**2 / (sizes**2).sum()
    if len(rows) < 2 or sizes[1] <= 1e-12 * sizes[0]:
        # A straight path: any second direction will do; the axis it uses least is the steadiest choice.
        other = np.eye(path.shape[-1])[np.abs(rows[0]).argmin()]
        rows, shares = np.stack([rows[0], other - (other @ rows[0]) * rows[0]]), np.array([1.0, 0.0])
    u, v = (_upright(row / np.linalg.norm(row)) for row in rows[:2])
    return Plane(finite[-1], u, v, shares=(float(shares[0]), float(shares[1])))


def _upright(direction: Array) -> Array:
    """The direction or its opposite, so that its largest entry is positive: an eigenvector has no sign of its own."""
    upright: Array = direction * np.copysign(1.0, direction[np.abs(direction).argmax()])
    return upright


def extent_around(coordinates: Array, least: float = 1.0, margin: float = 0.15) -> Window:
    """A square window of a plane around coordinates (..., 2) and the origin, with a margin, `least` or more each way.

    What is not finite, or beyond 1e300, is left out.
    """
    points = np.asarray(coordinates, dtype=float).reshape(-1, 2)
    points = np.concatenate([points[(np.abs(points) <= 1e300).all(axis=-1)], np.zeros((1, 2))])
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, max(float((high - low).max()) / 2 * (1 + margin), least)
    (x, y) = centre.tolist()
    return (x - half, x + half), (y - half, y + half)
