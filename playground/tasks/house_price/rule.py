"""Houses: sixty made-up sales, drawn from a rule that is stated, in the units of the course's slide."""

from __future__ import annotations

import numpy as np

from playground.engine.types import Array
from playground.marking import N_

COUNT = 60
SEED = 2005
WEIGHTS = np.array([0.02, 8.0, 0.6, -2.0, 12.0])
"""Of the area in square feet, bedrooms, previous price in thousands of $, year of that sale, parking spots."""
CONSTANT, FIRST_YEAR, SCATTER = 35.0, 2005, 10.0

RULE = N_(
    "The houses are made up. Price in thousands of dollars = 35 + 0.02 · area + 8 · bedrooms + 0.6 · previous price + "
    "12 · parking spots − 2 · (year of that sale − 2005), plus normal noise of standard deviation 10."
)


def price_by_rule(houses: Array) -> Array:
    """The price (...) in thousands of $ that the rule gives houses (..., 5), without the random rest.

    The slide's house (6000, 4, 235, 2005, 1) costs 340.
    """
    moved = houses - np.array([0, 0, 0, FIRST_YEAR, 0])
    price: Array = CONSTANT + (moved * WEIGHTS).sum(axis=-1)
    return price


def houses() -> tuple[Array, Array]:
    """The houses (60, 5), with columns as in WEIGHTS, and their prices (60,) in whole thousands of $."""
    random = np.random.RandomState(SEED)
    area = 10 * np.round(random.uniform(80, 700, COUNT))
    bedrooms = np.clip(np.round(area / 1400 + random.uniform(0, 2, COUNT)), 1, 6)
    parking = random.randint(0, 4, COUNT).astype(float)
    year = random.randint(1985, 2021, COUNT).astype(float)
    worth = 20 + 0.028 * area + 6 * bedrooms + 8 * parking
    previous = np.round(worth * (0.65 + 0.012 * (year - 1985)) * (1 + 0.2 * random.standard_normal(COUNT)))
    table = np.column_stack([area, bedrooms, previous, year, parking])
    rest = SCATTER * random.standard_normal(COUNT)
    return table, np.round(price_by_rule(table) + rest)
