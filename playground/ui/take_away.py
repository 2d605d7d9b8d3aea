"""What can be taken away of a page: a menu beside Share, whose files are made of what is on the screen."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import parse_qs, urlsplit, urlunsplit

import streamlit as st

from playground.content import Lesson
from playground.engine import Trajectory
from playground.exports.experiment import Experiment, experiment
from playground.exports.figure import CONTOUR, FIT, LEDGER, LOSS, figure, title_of_run
from playground.exports.notebook import notebook
from playground.exports.numpy_script import numpy_script
from playground.exports.offline import offline_page
from playground.exports.table import run_table
from playground.exports.torch_script import torch_script
from playground.i18n import translator
from playground.link.playground import Settings, from_query, to_query
from playground.link.task import TaskSettings
from playground.marking import N_
from playground.ui import cache, session
from playground.ui.player import component
from playground.ui.player.scene import modules, scene

CHARTS = {
    CONTOUR: N_("Parameters"),
    FIT: N_("Data"),
    LOSS: N_("Loss"),
    LEDGER: N_("This step, in numbers"),
}
"""The charts of a figure by name."""

PRINTED = "print"
"""The look that a printer likes."""

EMBED = N_("To show the page inside another, such as a course's:")

SVG_KIND = "image/svg+xml"


@dataclass(frozen=True)
class Taken:
    """What is on the screen when it is taken away: equal for equal states, so that nothing is made twice."""

    query: str
    index: int
    step: int
    views: tuple[str, ...]
    look: str
    language: str
    link: str
    minimum: bool = True

    @cached_property
    def settings(self) -> Settings:
        """The state."""
        return from_query(parse_qs(self.query))[0]

    @property
    def run(self) -> Experiment:
        """The run that is chosen."""
        return experiment(self.settings, self.index, self.link)

    @property
    def path(self) -> Trajectory:
        """It, walked."""
        return cache.run(cache.run_key(self.settings, self.index)).trajectory

    @property
    def title(self) -> str:
        """What runs on what."""
        return title_of_run(self.settings, self.language)


@dataclass(frozen=True)
class Medium:
    """A file that can be taken away: what it is called, and what makes its text; None where there is none."""

    name: str
    label: str
    icon: str
    ending: str
    kind: str
    make: Callable[[Taken], str | None]
    none: str = ""


def _figure(taken: Taken) -> str:
    runs = [one.trajectory for one in cache.runs(taken.settings)]
    shown = {"language": taken.language, "appearance": taken.look, "step": taken.step, "link": taken.link}
    shown["minimum"] = taken.minimum
    return figure(taken.settings, runs, views=taken.views, **shown)  # type: ignore[arg-type]


def _offline(taken: Taken) -> str:
    return pack([(taken.settings, taken.step, taken.link)], taken.title, taken.language, taken.look, taken.minimum)


def pack(
    states: Sequence[tuple[Settings, int, str]], title: str, language: str, look: str, minimum: bool = True
) -> str:
    """States with their step and link, one after the other, as a page that needs no server."""
    shown = {"language": language, "appearance": look, "minimum": minimum}
    scenes = [scene(now, step=step, link=link, **shown) for now, step, link in states]  # type: ignore[arg-type]
    return offline_page(scenes, modules(), t=translator(language), language=language, title=title)


NO_FORMULA = N_("This loss has no formula that PyTorch could take.")

MEDIA = (
    Medium("svg", N_("Figure (SVG)"), ":material/shape_line:", "svg", SVG_KIND, _figure),
    Medium("offline", N_("Page without a server"), ":material/usb:", "html", "text/html", _offline),
    Medium(
        "numpy",
        N_("NumPy script"),
        ":material/code:",
        "py",
        "text/x-python",
        lambda one: numpy_script(one.run, one.language),
    ),
    Medium(
        "torch",
        N_("PyTorch script"),
        ":material/code:",
        "torch.py",
        "text/x-python",
        lambda one: torch_script(one.run, one.language),
        NO_FORMULA,
    ),
    Medium(
        "notebook",
        N_("Jupyter notebook"),
        ":material/menu_book:",
        "ipynb",
        "application/x-ipynb+json",
        lambda one: notebook(one.run, one.title, one.language),
    ),
    Medium(
        "csv", N_("Numbers (CSV)"), ":material/table:", "csv", "text/csv", lambda one: run_table(one.path, one.language)
    ),
)
"""What a page with a run can be taken away as, in the order of the menu."""


@lru_cache(maxsize=64)
def made(medium: str, taken: Taken) -> str | None:
    """The text of a file."""
    return next(one for one in MEDIA if one.name == medium).make(taken)


def take_away_button(now: Settings, lesson: Lesson | None = None) -> None:
    """The menu; what it offers is made when it is asked for. A lesson's states can be taken all at once."""
    t = session.t()
    box = st.popover(t("Take away"), icon=":material/download:", on_change="rerun", key="take")
    if not box.open:
        return
    with box:
        _menu(now, lesson)


def task_button(now: TaskSettings, title: str, numbers: Callable[[], str]) -> None:
    """The menu of a task: the numbers of its training, and the text that embeds."""
    t = session.t()
    box = st.popover(t("Take away"), icon=":material/download:", on_change="rerun", key="take")
    if not box.open:
        return
    with box:
        _file("csv", t("Numbers (CSV)"), numbers, f"{now.task}.csv", "text/csv", ":material/table:")
        st.caption(t(EMBED))
        st.code(embed_text(session.link(now), title, session.language()), language="html", wrap_lines=True)


def _menu(now: Settings, lesson: Lesson | None) -> None:
    t, language = session.t(), session.language()
    index, step = 0, component.shared_step(now)
    if len(now.runs) > 1:
        runs = range(len(now.runs))
        chosen = st.segmented_control(
            t("Run"), list(runs), default=0, format_func=lambda one: str(one + 1), required=True, key="take-run"
        )
        index = int(chosen or 0)
    views = st.pills(
        t("Charts of the figure"),
        list(CHARTS),
        default=[CONTOUR, FIT],
        selection_mode="multi",
        format_func=lambda name: t(CHARTS[name]),
        key="take-charts",
    )
    printed = st.toggle(t("For print: black on white"), key="take-print")
    look = PRINTED if printed else session.look().name
    link = session.link(now, step)
    taken = Taken(to_query(now), index, step, tuple(views) or (CONTOUR,), look, language, link, _tells_minimum())
    stem = f"{now.model.name}-{now.runs[index].name}"
    with st.container(key="take-files"):
        for medium in MEDIA:
            _download(medium, taken, stem)
        if lesson is not None and len(lesson.tries) > 1:
            _pack_of(lesson, look)
    _films(taken, stem)
    st.caption(t(EMBED))
    st.code(embed_text(link, taken.title, language), language="html", wrap_lines=True)


def _tells_minimum() -> bool:
    return "minimum" not in session.hidden()


def _download(medium: Medium, taken: Taken, stem: str) -> None:
    t = session.t()
    if medium.none and made(medium.name, taken) is None:
        st.caption(t(medium.none))
        return
    name = f"{stem}.{medium.ending}"
    _file(medium.name, t(medium.label), lambda: made(medium.name, taken) or "", name, medium.kind, medium.icon)


def _file(key: str, label: str, content: Callable[[], str], name: str, kind: str, icon: str) -> None:
    """A button that saves a file, made when it is pressed; the page does not run again."""
    st.download_button(
        label,
        content,
        file_name=name,
        mime=kind,
        icon=icon,
        on_click="ignore",
        width="stretch",
        key=f"take-{key}",
    )


def _pack_of(lesson: Lesson, look: str) -> None:
    """All states of a lesson in one page, to be shown one after the other."""
    t, language = session.t(), session.language()
    address = session.link(None).partition("?")[0]

    def made_pack() -> str:
        states = [
            (cache.read(one.query), 0, f"{address}?lang={language}&{one.query}") for one in lesson.tries if one.query
        ]
        return pack(states, lesson.title, language, look, _tells_minimum())

    label = t("All states of the lesson, without a server")
    _file("pack", label, made_pack, f"{lesson.name}.html", "text/html", ":material/usb:")


_taker = st.components.v2.component("playground.take", js=component.loader("takeaway/take.js"), isolate_styles=False)

FILM_WORDS = {
    "png": N_("Picture (PNG)"),
    "surface": N_("Surface (PNG)"),
    "sharp": N_("Pixels of a picture"),
    "gif": N_("Film (GIF)"),
    "mp4": N_("Film (MP4)"),
    "print": N_("Print"),
    "cancel": N_("Stop"),
    "progress": N_("Progress of the film"),
    "failed": N_("This browser could not make it."),
    "no_mp4": N_(
        "This browser writes no MP4 here: it may know no codec, or allow it only on pages that come by https. "
        "The GIF shows the same."
    ),
    "other_codec": N_("This browser has no H.264: the film is written in {codec}, which some programs do not open."),
}
"""What the browser writes on the buttons of what it makes itself."""


def _films(taken: Taken, stem: str) -> None:
    """What the browser makes by itself: the server only says what is drawn."""
    t = session.t()
    drawn = scene(
        taken.settings,
        step=taken.step,
        link=taken.link,
        language=taken.language,
        appearance=taken.look,
        views=[view for view in taken.views if view != LEDGER] or [CONTOUR],
        minimum=taken.minimum,
    )
    data = {"scene": drawn, "name": stem, "words": {name: t(word) for name, word in FILM_WORDS.items()}}
    _taker(key="take-films", data=[data])


def embed_text(link: str, title: str, language: str) -> str:
    """The HTML that shows a link inside another page."""
    parts = urlsplit(link)
    address = urlunsplit(parts._replace(query=f"{parts.query}&embed=true"))
    t = translator(language)
    name = html.escape(t("Playground of fitting models") + ": " + title)
    style = "border:0;width:100%;height:720px"
    return (
        f'<iframe src="{html.escape(address)}" title="{name}" style="{style}" loading="lazy" allowfullscreen></iframe>'
    )
