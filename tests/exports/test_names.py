"""What runs are called: by their rules, and by what tells them apart."""

from urllib.parse import parse_qs

import pytest

from playground.exports.names import run_name
from playground.i18n import translator
from playground.link.playground import from_query


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("optimizer=Momentum&run=GradientDescent", ["Momentum", "Descenso de gradiente"]),
        (
            "optimizer=Momentum&alpha=0.001&beta=0.9&run=GradientDescent,alpha=0.001&run=Momentum,alpha=0.01,beta=0.9",
            ["α = 0,001, Momentum", "Descenso de gradiente", "α = 0,01, Momentum"],
        ),
        (
            "optimizer=Adam&alpha=0.1&run=Adam,alpha=0.1,bias_correction=0",
            ["corrección del sesgo = sí, Adam", "corrección del sesgo = no, Adam"],
        ),
        (
            "optimizer=Nesterov&alpha=0.1&run=Nesterov,alpha=0.2,lookahead=alpha",
            ["α = 0,1, punto adelantado = libro corregido: φ − αβm, Momentum de Nesterov"],
        ),
    ],
)
def test_runs_of_one_rule_are_told_apart_by_what_differs_first(query, names):
    settings, t = from_query(parse_qs(query))[0], translator("es")
    found = [run_name(settings, i, t, "es").replace("\N{NO-BREAK SPACE}", " ") for i in range(len(settings.runs))]
    assert found[: len(names)] == names
    assert len(set(found)) == len(found)
