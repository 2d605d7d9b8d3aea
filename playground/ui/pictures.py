"""Every link is a picture: the figure of the state that it opens, without a browser and without a session.

It is made once and kept; `GET /figure.svg?<link>` gives it to any page, and the first HTML of a page carries it.
Nothing in a link makes it fail, and nothing makes it dear: what is asked for is brought inside its bounds, as on the
page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from playground.content import LessonError, lesson
from playground.exports.figure import CONTOUR, FIT, VIEWS, figure, on_the_chart, seated, title_of_run
from playground.exports.preview import preview
from playground.i18n import languages, negotiate
from playground.link.playground import Settings, from_query, to_query
from playground.link.reader import tidied
from playground.link.values import number
from playground.ui import cache, navigation

SVG_PATH, PNG_PATH = "figure.svg", "figure.png"
"""Where the pictures are, beside the pages."""

LONGEST = 6000
"""Letters of a query that is read; no page makes one as long."""

LOOKS = ("light", "dark", "print")
OWN = ("page", "charts", "look")
"""Names of a picture's address that belong to no page: which page the link opens, which charts, and how they look."""

HEADERS = {
    "cache-control": "public, max-age=3600",
    # Whatever a formula says: an SVG that is opened by itself runs nothing and asks for nothing.
    "content-security-policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}


@dataclass(frozen=True)
class Asked:
    """A picture that is asked for: a state in its canonical form, and how it is drawn. Equal pictures are equal."""

    query: str
    step: int | None
    charts: tuple[str, ...] = (CONTOUR, FIT)
    look: str = "light"
    language: str = "en"
    minimum: bool = True

    @property
    def settings(self) -> Settings:
        """The state."""
        return cache.read(self.query)


def opened(page: str, query: Mapping[str, Sequence[str]], language: str) -> tuple[str, int] | None:
    """The canonical state, and the step, with which a link opens a page; None for a page that has no run.

    Parameters
    ----------
    page : str
        The address of the page, without slashes: "" for the playground.
    """
    known = {one.url for one in navigation.lessons()}
    if page and page not in known:
        return None
    names = {"lang", "hide", "present", "plain", "embed", "embed_options", "step", *OWN}
    asked = {name: values for name, values in query.items() if name not in names}
    settings, _ = from_query(asked)
    if page and not asked:
        try:
            tries = lesson(page, language).tries
        except LessonError:
            return None
        if not tries:
            return None
        settings, _ = from_query(parse_qs(tries[0].query))
    step = number((query.get("step") or ["0"])[-1]) or 0.0
    return to_query(settings), int(min(max(step, 0.0), settings.steps))


def read(text: str, accepted: str | None = None) -> Asked | None:
    """What the query of a picture asks for; None where its page has no run."""
    query = tidied(parse_qs(text[:LONGEST]))
    language = negotiate(accepted, (query.get("lang") or [""])[-1] or None)
    found = opened((query.get("page") or [""])[-1].strip("/"), query, language)
    if found is None:
        return None
    canonical, step = found
    charts = tuple(dict.fromkeys(name for name in ",".join(query.get("charts", [])).split(",") if name in VIEWS))
    look = (query.get("look") or [""])[-1]
    return Asked(
        canonical,
        step if "step" in query else None,
        charts or (CONTOUR, FIT),
        look if look in LOOKS else LOOKS[0],
        language if language in languages() else "en",
        "minimum" not in ",".join(query.get("hide", [])).split(","),
    )


@lru_cache(maxsize=256)
def drawn(asked: Asked, link: str = "") -> str:
    """The SVG."""
    runs = [one.trajectory for one in cache.runs(asked.settings)]
    return figure(
        asked.settings,
        runs,
        views=asked.charts,
        language=asked.language,
        appearance=asked.look,
        step=asked.step,
        link=link,
        minimum=asked.minimum,
    )


@lru_cache(maxsize=128)
def painted(asked: Asked) -> bytes:
    """The contours and the paths as pixels, for those who show the picture of a link beside it."""
    return preview(asked.settings, [on_the_chart(one.trajectory) for one in cache.runs(asked.settings)])


def title(asked: Asked) -> str:
    """What runs on what."""
    return title_of_run(asked.settings, asked.language)


@dataclass(frozen=True)
class Opening:
    """What the first HTML of a page carries: the title, the charts with their headings as SVG, and where it stands."""

    title: str
    charts: tuple[tuple[str, str], ...]
    page: str
    wide: bool = False
    projected: bool = False

    def html(self) -> str:
        """The picture, which is not read aloud and takes no clicks; it goes when the page's own chart is drawn."""
        until = "page" if self.page else "chart"
        charts = "".join(f"<figure><p>{_emphasised(heading)}</p>{svg}</figure>" for heading, svg in self.charts)
        title = "" if self.page else f'<p class="pg-picture-title">{escape(self.title.partition(",")[0])}</p>'
        place = "pg-picture" + " pg-wide" * self.wide + " pg-projected" * self.projected
        return f'<div class="{place}" data-until="{until}" aria-hidden="true" inert><div>{title}{charts}</div></div>'


def _emphasised(heading: str) -> str:
    """A heading whose first words are bold, as those of the charts."""
    first, dot, rest = heading.partition(" · ")
    return f"<b>{escape(first)}</b>{dot}{escape(rest)}"


@lru_cache(maxsize=256)
def seated_chart(asked: Asked) -> tuple[str, str]:
    """A chart of the first screen, its heading and its SVG."""
    runs = [one.trajectory for one in cache.runs(asked.settings)]
    shown = {"language": asked.language, "step": asked.step, "minimum": asked.minimum}
    return seated(asked.settings, runs, asked.charts[0], **shown)  # type: ignore[arg-type]


def opening(path: str, text: str, language: str) -> Opening | None:
    """The picture of the state with which a page opens, as it will show it: the step of the link, else the first."""
    query = tidied(parse_qs(text[:LONGEST]))
    hidden = ",".join(query.get("hide", [])).split(",")
    page = path.strip("/")
    if CONTOUR in hidden or "plain" in query or len(text) > LONGEST:
        return None
    found = opened(page, query, language)
    if found is None:
        return None
    views = [name for name in (CONTOUR, FIT) if name not in hidden]
    asked = [Asked(*found, (view,), language=language, minimum="minimum" not in hidden) for view in views]
    charts = tuple(seated_chart(one) for one in asked)
    return Opening(title(asked[0]), charts, page, "embed" in query or "present" in query, "present" in query)


async def answer(request: Request) -> Response:
    """GET /figure.svg and /figure.png: the picture of a link."""
    text = request.url.query
    if len(text) > LONGEST:
        return PlainTextResponse("This link is too long.", status_code=414)
    asked = read(text, request.headers.get("accept-language"))
    if asked is None:
        return PlainTextResponse("This page has no run that could be drawn.", status_code=404)
    if request.url.path.endswith(".png"):
        body, kind = await run_in_threadpool(painted, asked), "image/png"
    else:
        page = parse_qs(text).get("page", [""])[-1].strip("/")
        back = f"{request.base_url}{page}?{to_query(asked.settings)}"
        body, kind = (await run_in_threadpool(drawn, asked, back)).encode(), "image/svg+xml"
    mark = f'"{sha256(body).hexdigest()[:24]}"'
    headers = {**HEADERS, "etag": mark, "vary": "Accept-Language"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
