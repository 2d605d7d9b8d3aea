"""What of a page runs at a change: a client that speaks Streamlit's protocol sees which parts are sent anew."""

import random
from dataclasses import dataclass, field

import pytest
from client import connected
from harness import finish
from server import Student


@dataclass
class Watcher(Student):
    """A visitor who notes what is sent, and whether a fragment or the whole page sends it."""

    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def see(self, kind, element, fragment):
        super().see(kind, element, fragment)
        self.seen.append((kind, getattr(element, "id", ""), fragment))

    def sent(self):
        """What has come since the last question."""
        seen, self.seen = self.seen, []
        return seen


def visit(server, page, query, *acts):
    """Open a page, and answer what each act, in its order, has brought: (what was sent, what the player was told)."""

    async def go():
        async with connected(server.url) as socket:
            watcher = Watcher(socket, page, query, chance=random.Random(1))
            await watcher.open()
            answers = [(watcher.sent(), watcher.told)]
            for act in acts:
                await act(watcher)
                answers.append((watcher.sent(), watcher.told))
            return answers

    return finish(go())


async def press(watcher):
    await watcher.change("α")


async def ask(watcher):
    await watcher.ask_for_figures()


async def overlay(watcher):
    box = next(identity for identity in watcher.widgets if identity.endswith("-w:overlay"))
    await watcher.give(box, lambda state: setattr(state, "string_value", "sign and size of det H"))


def charts(sent):
    return [identity for kind, identity, _ in sent if kind == "plotly_chart"]


def only_fragments(sent):
    return bool(sent) and all(fragment for _, _, fragment in sent)


def test_a_slider_of_the_playground_runs_controls_and_player_alone(server):
    (everything, _), (sent, told) = visit(server, "", "lang=en", press)
    assert only_fragments(sent)
    assert not charts(sent)
    assert charts(everything)
    assert not told["stale"]


def test_the_overlay_runs_the_charts_and_the_cockpit_alone(server):
    _, (sent, told) = visit(server, "", "lang=en&model=Gabor&show=eigenvectors", overlay)
    assert only_fragments(sent)
    assert len(charts(sent)) == 3
    assert "overlay=determinant" in told["address"]


@pytest.mark.parametrize(
    ("page", "follows"),
    [("linear-regression", False), ("gradient-descent", True), ("momentum", True), ("house-price", True)],
)
def test_a_path_is_sent_alone_and_the_figures_that_depend_on_it_when_they_are_asked_for(server, page, follows):
    _, (path, told), (figures, after), (_, again) = visit(server, page, "lang=en", press, ask, press)
    assert only_fragments(path)
    assert not charts(path)
    assert told["stale"]  # if only because the button of the lesson's state, which has been left, goes out
    assert charts(figures)
    assert only_fragments(figures)
    assert after["id"] == told["id"]
    assert again["stale"] == follows


def clicker(key):
    async def click(watcher):
        button = next(identity for identity in watcher.widgets if identity.endswith(f"-{key}"))
        await watcher.give(button, lambda state: setattr(state, "trigger_value", True))

    return click


# The button stands in a fragment; what turns the page does not.
@pytest.mark.parametrize(
    ("key", "query", "opens"),
    [
        ("lesson-next", "alpha=0.042&steps=60&hide=answers", "optimizer=LineSearchDescent"),  # no question comes after
        ("lesson-previous", "", "scaled=1"),  # the last place of the lesson before
    ],
)
def test_the_clicker_turns_on_after_the_last_state_and_back_before_the_first(server, key, query, opens):
    (_, before), (sent, told) = visit(server, "gradient-descent", f"lang=en&{query}", clicker(key))
    assert opens not in before["address"]
    assert opens in told["address"]
    assert not only_fragments(sent)


def test_a_link_without_answers_projects_no_question_either(server):
    third = "lang=en&present=1&alpha=0.039&steps=60"  # a question comes before the fourth state
    for hide, asked in (("", True), ("&hide=answers", False)):
        _, (_, told) = visit(server, "gradient-descent", third + hide, clicker("lesson-next"))
        assert "alpha=0.042" in told["address"]
        assert ("guess=1" in told["address"]) == asked
