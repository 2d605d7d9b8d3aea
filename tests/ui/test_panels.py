"""What is said of a run: the sentence beside the player, and the word in the table that compares."""

import pytest

from playground.i18n import languages, translator
from playground.ui import cache, panels, session, wording


@pytest.fixture(params=languages())
def language(request, monkeypatch):
    """A visitor's language, without a running app."""
    monkeypatch.setattr(session, "t", lambda: translator(request.param))
    monkeypatch.setattr(session, "language", lambda: request.param)
    return request.param


def said(query):
    return wording.verdict(cache.run(query))


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("steps=300", "Converged: the gradient vanishes here"),
        ("model=Quadratic&condition=100000", "Still moving at step 60"),
        ("model=GaussianValley&alpha=5&steps=60", "Still moving at step 60"),
        ("model=Gabor&alpha=20&steps=100", "So flat here that nothing moves."),
        ("model=Gabor&start=40,10", "So flat here that nothing moves."),
        ("model=Saddle&start=1.5,0&steps=300", "Converged at a saddle: the gradient vanishes here"),
        ("model=Rastrigin&start=0.5025,0.5025&steps=0", "Converged at a maximum: the gradient vanishes here"),
    ],
)
def test_the_verdict_names_what_the_run_stands_at(query, english, language):
    if language == "en":
        assert said(query).startswith(english)
    else:
        assert not said(query).startswith(english[:9])
    row = wording.compare_table(cache.read(query), [cache.run(query)])[1]
    assert bool(row[-1])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "It is least at (0.839, 0.513)."),
        ("model=Himmelblau", "(3, 2)"),
        ("model=Gabor&D=8", ""),  # whatever is known of it, no more than the page marks
    ],
)
def test_a_description_says_where_the_loss_is_least_unless_that_is_not_to_be_told(query, told, monkeypatch):
    monkeypatch.setattr(session, "t", lambda: translator("en"))
    monkeypatch.setattr(session, "language", lambda: "en")
    for hidden in ((), ("minimum",)):
        monkeypatch.setattr(session, "hidden", lambda hidden=hidden: frozenset(hidden))
        said = panels._least(cache.read(query))
        assert told in said if not hidden else said == ""
