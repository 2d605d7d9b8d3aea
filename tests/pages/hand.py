"""What a hand does for tests without a browser: it opens a page by its link, and changes a number field.

AppTest knows Streamlit's own widgets only. The change of a field is put into the message that a browser would send, so
the app's own callbacks run.
"""

import json
import re
from functools import cache
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints, is_typeddict

from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

from playground.ui import navigation
from playground.ui.number_fields import place_of
from playground.ui.visitor import Visit

FRAME = str(navigation.ROOT / "playground/ui/frame.py")


@cache
def pages():
    """The pages that there are, as AppTest learns them by a run of the app."""
    return AppTest.from_file(FRAME, default_timeout=60).run()._registered_pages


class Every(dict):
    """Says of each section of a page that it has been opened."""

    def get(self, name, default=None):
        return super().get(name, True)


def open_page(script, unfolded=(), **query):
    """A visitor who comes to a page by its link, some of its sections opened before."""
    app = AppTest.from_file(FRAME, default_timeout=60)
    app._registered_pages = pages()  # else the playground would have to be opened on the way to the page
    app.query_params.update(query)
    app.session_state["visit"] = Visit(
        unfolded=unfolded if isinstance(unfolded, Every) else dict.fromkeys(unfolded, True)
    )
    return app.switch_page(f"../../{script}").run()


def field(page, name):
    """What the field of that name shows: value, said, wrong, and what it is."""
    return json.loads(_element(page, name).proto.json)[0]


def value_of(page, name):
    """The number that the field of that name shows."""
    return field(page, name)["value"]


def values_of(page):
    """The number of every field on the page, by name."""
    told = [json.loads(element.proto.json)[0] for element in page.get("bidi_component")]
    return {one["is"]["name"]: one["value"] for one in told if "is" in one}


def type_in(page, name, text):
    """Type a text into a field, and leave it."""
    return tell(page, name, {"text": str(text)})


def slide_to(page, name, number):
    """Move the thumb of a field's track to a number."""
    return tell(page, name, {"v": number})


def _element(page, name):
    found = [element for element in page.get("bidi_component") if element.key == place_of(name)]
    assert found, f"no field {name!r} on the page"
    return found[0]


def tell(page, name, change):
    """Send what the browser tells of a field, or what none would."""
    element = _element(page, name)
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = element.proto.id
    state.json_value = json.dumps(
        {"number": {**change, "n": field(page, name)["echo"] + 1} if isinstance(change, dict) else change}
    )
    return page._run(states)


POINT = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
NOT_WRITTEN = re.compile(r"<style.*?</style>|<[^>]+>|`[^`]*`|(?:[Ff]igura|[Cc]uaderno) \d\.\d|\]\(.*?\)", re.DOTALL)
"""What has a point between digits in every language, and what is not read: the number of a figure, code, an address."""
WRITTEN = {"text", "title", "name", "ticktext", "hovertext", "hovertemplate", "texttemplate", "label"}
"""Where Plotly has words in what describes a chart."""


def decimal_points(page):
    """What a Spanish page writes with a decimal point: in its texts, its formulas, its charts and their hovers."""
    texts = [one.value for kind in (page.markdown, page.caption, page.success, page.info) for one in kind]
    texts += [one.proto.body for one in page.get("html")]
    for chart in page.get("plotly_chart"):
        texts += _words(json.loads(chart.proto.spec))
    return [text for text in texts if POINT.search(NOT_WRITTEN.sub("", text))]


def _words(value, read=False):
    """The words in a chart's description."""
    if isinstance(value, str):
        return [value] if read else []
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in _words(one, name in WRITTEN)]
    return [text for one in value for text in _words(one, read)] if isinstance(value, list) else []


def conforms(value, kind):
    """Whether what is sent has exactly the keys of its record, and so on in what it holds."""
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        assert kind.__required_keys__ <= set(value) <= set(hints), f"{kind.__name__}: {sorted(value)}"
        for key, one in value.items():
            conforms(one, hints[key])
    elif get_origin(kind) is list:
        for one in value:
            conforms(one, *get_args(kind))
    elif get_origin(kind) is dict:
        for one in value.values():
            conforms(one, get_args(kind)[1])
    elif get_origin(kind) in {Union, UnionType} and isinstance(value, dict):
        kinds = [one for one in get_args(kind) if is_typeddict(one)]
        conforms(value, next((one for one in kinds if one.__required_keys__ <= set(value)), kinds[0]))


def brought(page, what, key="own-bring"):
    """Bring a table: what the place for a table tells, once."""
    element = next(one for one in page.get("bidi_component") if one.key == key)
    states = page._tree.get_widget_states()
    state = states.widgets.add()
    state.id = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{element.proto.id}__events"
    state.json_trigger_value = json.dumps([{"event": "brought", "value": what}])
    return page._run(states)
