"""The presets: telling situations of the course, each a link's query with a name and a sentence. No Streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from playground.link.playground import Settings, from_query
from playground.marking import N_


@dataclass(frozen=True)
class Preset:
    """A situation that one click opens."""

    key: str
    title: str
    about: str
    query: str

    @property
    def settings(self) -> Settings:
        """What the click sets; the sliders then move freely."""
        return _settings(self.query)


@lru_cache(maxsize=128)
def _settings(query: str) -> Settings:
    settings, ignored = from_query(parse_qs(query))
    if ignored:
        raise ValueError(f"preset {query!r} names what does not exist: {', '.join(ignored)}")
    return settings


_TEN = "-0.166465650553,4.880932748264"
"""The local minimum of the Gabor loss that the course prints as 10.18."""

PRESETS: tuple[Preset, ...] = (
    Preset("learns", N_("The line learns"), N_("α = 0.02: straight into the valley, then slowly along it."), ""),
    Preset("zigzags", N_("It zigzags"), N_("α = 0.039, just below 2/λmax ≈ 0.03998."), "alpha=0.039&steps=60"),
    Preset("diverges", N_("It diverges"), N_("α = 0.042, just above 2/λmax ≈ 0.03998."), "alpha=0.042&steps=60"),
    Preset(
        "search",
        N_("Line search"),
        N_("Each step looks for its own best length."),
        "dataset=linear_notebooks&optimizer=LineSearchDescent&start=1.6,-0.5&steps=10",
    ),
    Preset(
        "right_valley",
        N_("The right valley"),
        N_("From (−2, 20) gradient descent finds the global minimum."),
        "model=Gabor&start=-2,20&alpha=0.1&steps=200",
    ),
    Preset(
        "wrong_valley",
        N_("The wrong valley"),
        N_("From (3, 10) it ends in a local minimum, 5.511."),
        "model=Gabor&start=3,10&alpha=0.1&steps=200",
    ),
    Preset(
        "next_door",
        N_("Half a unit to the left"),
        N_("From (2.5, 10) it finds the global minimum again."),
        "model=Gabor&start=2.5,10&alpha=0.1&steps=200",
    ),
    Preset(
        "held",
        N_("Held at a saddle"),
        N_("Near (−8.58, 4.40) a path waits for hundreds of steps."),
        "model=Gabor&start=-8.5,4.45&alpha=0.1&steps=600",
    ),
    Preset(
        "escape",
        N_("Out of a local minimum"),
        N_("From 10.18 SGD escapes with most seeds, gradient descent never."),
        f"model=Gabor&start={_TEN}&alpha=0.3&batch=5&seed=7&steps=200&run=GradientDescent,alpha=0.05,full=1",
    ),
    Preset(
        "momentum",
        N_("Momentum in a valley"),
        N_("The same minibatches, with and without momentum."),
        "model=Gabor&start=-1.5,6.5&optimizer=Momentum&alpha=0.6&beta=0.6&batch=5&draw=step&steps=81"
        "&run=GradientDescent,alpha=0.6",
    ),
    Preset(
        "nesterov",
        N_("Nesterov looks ahead"),
        N_("The gradient is measured where the momentum would land."),
        "model=Quadratic&condition=30&optimizer=Nesterov&alpha=0.3&beta=0.9&run=Momentum,alpha=0.3"
        "&show=gradient,lookahead,momentum&steps=80",
    ),
    Preset(
        "adam",
        N_("Adam and the others"),
        N_("The course's four panels at once: α = 0.05, α = 1, normalized, Adam."),
        "model=GaussianValley&start=-0.7,-0.9&optimizer=GradientDescent&alpha=0.05&steps=60"
        "&run=GradientDescent,alpha=1&run=NormalizedGradient,alpha=0.05&run=Adam,alpha=0.05",
    ),
)
"""In the order of the course."""
