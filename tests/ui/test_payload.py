"""What the player is told: arrays that come back, formulae that are MathML, numbers that fulfil them."""

import base64
import html
import json
import re
import xml.etree.ElementTree as ET
from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from playground.engine import (
    OBJECTIVES,
    OPTIMIZERS,
    SYMBOLS,
    Adam,
    Gabor,
    GradientDescent,
    LinearRegression,
    LineSearchDescent,
    Minibatches,
    Model,
    Nesterov,
    curvature,
    descend,
)
from playground.figures.theme import DASHES, LIGHT
from playground.i18n import languages, translator
from playground.ui.player import formulas, payload

TYPES = {"f4": "<f4", "f8": "<f8", "u1": "<u1", "u2": "<u2", "u4": "<u4"}
RULES = [
    *(kind() for name, kind in OPTIMIZERS.items() if name not in {"LineSearchDescent", "Nesterov", "Adam"}),
    *(LineSearchDescent(method=method) for method in ("bracket", "exact", "backtracking")),
    *(Nesterov(lookahead=where) for where in ("alpha", "alpha_beta")),
    *(Adam(bias_correction=corrected) for corrected in (True, False)),
]
START, STEPS = np.array([1.6, -0.8]), 12


def unpack(entry):
    """The array of a packed entry, a row a step."""
    array = np.frombuffer(base64.b64decode(entry["b"]), TYPES[entry["t"]])
    return array.reshape(-1, entry["d"]) if "d" in entry else array


def written(rule, model=None, batches=None, schedule=None):
    """The ledger of a short run of the rule, and the run."""
    model = model or LinearRegression()
    rule = rule.suggest(model)
    run = descend(rule, model, START, STEPS, batches, schedule, record=True)
    alphas = None if schedule is None or not hasattr(rule, "alpha") else rule.alpha * np.array(run.factors)
    return formulas.ledger(rule, run.terms, run.phi, alphas, translator("en")), run


def holes(mathml):
    return re.findall(r"<mtext>⟦(\w+)⟧</mtext>", mathml)


# ---------------------------------------------------------------- packing


@given(
    st.sampled_from(list(TYPES)).flatmap(lambda t: st.tuples(st.just(t), arrays(TYPES[t], array_shapes(max_dims=2))))
)
def test_packed_arrays_come_back_to_the_last_bit(case):
    kind, array = case
    width = array.shape[1] if array.ndim == 2 else None
    entry = json.loads(json.dumps(payload.pack(array, kind, width)))
    assert unpack(entry).tobytes() == array.tobytes()
    assert unpack(entry).shape == (array.shape if width != 1 else (array.size,))


def test_a_path_travels_in_float64():
    phi = np.array([[0.1, 1 / 3], [np.inf, np.nan]])
    assert np.array_equal(unpack(payload.pack(phi, "f8")).reshape(-1, 2), phi, equal_nan=True)


def test_a_number_beyond_float32_becomes_infinite_without_a_warning(recwarn):
    assert unpack(payload.pack([1e300, 1.0])).tolist() == [np.inf, 1.0]
    assert not recwarn.list


# ---------------------------------------------------------------- the ledger's formulae


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_formula_becomes_mathml_with_all_its_numbers_known(rule):
    ledger, _ = written(rule)
    assert [line["term"] for line in ledger["lines"]] == [formula.term for formula in rule.formulas]
    for line in ledger["lines"]:
        assert set(holes(line["numeric"])) <= {*ledger["tracks"], "t"}
        assert line["term"] in ledger["tracks"]
        for side in ("left", "right", "numeric"):
            ET.fromstring(f"<math>{line[side]}</math>")
            assert "\\" not in line[side]
            assert "{" not in line[side]
        for side in ("left", "right"):
            assert "⟦" not in line[side]
        assert len(holes(line["numeric"])) == line["numeric"].count("⟦")  # each can be filled in


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_the_derivatives_come_first_and_then_the_update(rule):
    ledger, _ = written(rule)
    headings = [line["heading"] for line in ledger["lines"]]
    first, second = formulas.HEADINGS
    assert headings == [first] * headings.count(first) + [second] * headings.count(second)
    assert headings[0] == first
    assert headings[-1] == second
    assert ledger["lines"][-1]["term"] == "phi"


def told(mathml):
    return html.unescape(re.sub("<[^>]+>", "", mathml))


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_declared_line_that_leads_to_the_new_point_stands_in_the_rule_in_short(rule):
    ledger, _ = written(rule)
    short = {line["term"]: line for line in ledger["rule"]}
    assert next(iter(short)) == "gradient"
    assert list(short)[-1] == "phi"
    symbols = {name: told(formulas.mathml(re.sub(r"\^\{\(t(\+1)?\)\}", "", latex))) for name, latex in SYMBOLS.items()}
    for line in rule.formulas:
        if line.term in {*short, "raw_step"}:  # a step that is only compared leads nowhere
            continue
        # What has no line of its own is written where it is used, with all that it is made of.
        rest = "".join(told(other["right"]) for other in short.values())
        for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", line.template):
            assert symbols[name] in rest, (line.term, name)
    for line in short.values():
        assert set(holes(line["numeric"])) <= {*ledger["tracks"], "t", "rest_beta", "rest_gamma"}
        for side in ("left", "right", "numeric"):
            ET.fromstring(f"<math>{line[side]}</math>")
            assert "frac" not in line[side], "each line on one level"
            assert "(t)" not in told(line[side]), "an arrow says which is the new one"


def test_the_rules_of_the_course_in_short_are_as_on_the_blackboard():
    lines = {}
    for name in ("Momentum", "Nesterov", "Adam"):
        ledger, _ = written(OPTIMIZERS[name]())
        lines[name] = [f"{told(line['left'])}←{told(line['right'])}" for line in ledger["rule"]]
    assert lines["Momentum"] == ["g←∇L[ϕ]", "m←βm+(1−β)g", "ϕ←ϕ−αm"]
    assert lines["Nesterov"] == ["g←∇L[ϕ−αβm]", "m←βm+(1−β)g", "ϕ←ϕ−αm"]
    assert lines["Adam"][-1] == "ϕ←ϕ−αm~/(v~+ϵ)"
    part, _ = written(OPTIMIZERS["GradientDescent"](), LinearRegression(), Minibatches(size=5, seed=2))
    assert "∇L" in told(part["rule"][0]["right"])
    batched = formulas.rule_lines(formulas.of_batch(OPTIMIZERS["GradientDescent"]().formulas))
    assert told(batched[0]["right"]) == "∑i∈ℬ∇ℓi[ϕ]"


def test_letters_of_formulas_are_plain_ones_that_every_font_has():
    assert formulas.mathml(r"\tilde{\mathbf{m}} \sin x").count("<mi>") == 1, "bold and sin are told apart"
    assert '<mi mathvariant="bold">m</mi>' in formulas.mathml(r"\mathbf{m}")
    assert all(ord(letter) < 0x1D400 for latex in SYMBOLS.values() for letter in html.unescape(formulas.mathml(latex)))


def test_a_decimal_comma_is_part_of_its_number():
    assert "<mn>2,5</mn>" in formulas.mathml(r"\phi_0 + 2{,}5\,x")
    assert "<mn>2.5</mn>" in formulas.mathml(r"\phi_0 + 2.5\,x")


def test_each_symbol_is_mathml_of_its_own():
    drawn = {name: formulas.mathml(latex) for name, latex in SYMBOLS.items()}
    for mathml in drawn.values():
        ET.fromstring(f"<math>{mathml}</math>")
    assert len(set(drawn.values())) == len(drawn)


# ---------------------------------------------------------------- the ledger's numbers


@pytest.mark.parametrize("name", [name for name, kind in OBJECTIVES.items() if kind().dimension == 2])
@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_the_numbers_of_a_step_give_the_next_point(rule, name):
    ledger, run = written(rule, OBJECTIVES[name]())
    tracks = {name: unpack(entry) for name, entry in ledger["tracks"].items() if "constant" not in entry}
    assert ledger["steps"] == STEPS
    with np.errstate(over="ignore", invalid="ignore"):
        path = run.phi.astype("f4")
        assert np.array_equal(tracks["old_phi"], path[:-1], equal_nan=True)
        assert np.array_equal(tracks["phi"], path[1:], equal_nan=True)
        small = np.isfinite(tracks["phi"]).all(axis=1) & (np.abs(tracks["phi"]) < 1e6).all(axis=1)
        given = tracks["old_phi"][small] - tracks["step"][small]
    assert small.any()
    assert np.allclose(given, tracks["phi"][small], rtol=1e-5, atol=1e-6)


def evaluate(template, values):
    """The value of a formula's right-hand side, read as a teacher reads it: products are written side by side."""
    text = template.format_map({name: f"⟦{name}⟧" for name in SYMBOLS})
    for noise in (r"\left", r"\right", r"\,"):
        text = text.replace(noise, " ")
    tokens = re.findall(r"⟦\w+⟧|\\frac|\\sqrt|\\cdot|[-+(){}^]|\d+(?:\.\d+)?", text)
    assert "".join(tokens) == text.replace(" ", ""), f"cannot read {text}"
    at = 0

    def peek():
        return tokens[at] if at < len(tokens) else None

    def take():
        nonlocal at
        at += 1
        return tokens[at - 1]

    def group(close):
        take()
        inner = total()
        assert take() == close
        return inner

    def atom():
        token = peek()
        if token in {"(", "{"}:
            value = group(")" if token == "(" else "}")
        elif token == r"\frac":
            take()
            value = group("}")
            value = value / group("}")
        elif token == r"\sqrt":
            take()
            value = np.sqrt(group("}"))
        else:
            take()
            value = values[token[1:-1]] if token.startswith("⟦") else float(token)
        if peek() == "^":
            take()
            value = value ** group("}")
        return value

    def product():
        factors = [atom()]
        while peek() not in {None, "+", "-", ")", "}"}:
            if peek() == r"\cdot":
                take()
            factors.append(atom())
        return reduce(np.multiply, factors)

    def total():
        value = product()
        while peek() in {"+", "-"}:
            value = value + product() if take() == "+" else value - product()
        return value

    value = total()
    assert peek() is None
    return value


ARITHMETIC = [
    (rule, formula)
    for rule in RULES
    for formula in rule.formulas
    if not re.search(r"nabla|mathsf|underset|sum|-k|-1\}", formula.template)
]


@pytest.mark.parametrize(("rule", "formula"), ARITHMETIC, ids=lambda part: getattr(part, "term", None) or repr(part))
@pytest.mark.parametrize("schedule", [None, lambda step: 0.5**step], ids=["constant", "halved"])
def test_what_is_filled_in_fulfils_the_formula(rule, formula, schedule):
    ledger, _ = written(rule, schedule=schedule)
    for step in (0, 1, STEPS - 1):
        values = {"t": float(step + 1)}
        for name, entry in ledger["tracks"].items():
            values[name] = entry["constant"] if "constant" in entry else unpack(entry)[step].astype(float)
        assert np.allclose(evaluate(formula.template, values), values[formula.term], rtol=1e-4, atol=1e-6)


def test_most_formulae_are_arithmetic_and_were_read():
    assert {formula.term for _, formula in ARITHMETIC} >= {"lookahead", "m", "v", "m_hat", "v_hat", "step", "phi"}


def test_a_matrix_is_filled_in_whole():
    ledger, run = written(OPTIMIZERS["Newton"]())
    assert np.allclose(
        unpack(ledger["tracks"]["hessian"])[3].reshape(2, 2), run.objective.hessian(run.phi[3]), rtol=1e-6
    )
    assert {"hessian", "damping"} <= {line["term"] for line in ledger["lines"]}
    assert ledger["tracks"]["delta"] == {"constant": run.optimizer.delta}


def test_the_past_of_the_first_step_is_zero_and_of_the_others_the_step_before():
    ledger, _ = written(Adam())
    for moment in ("m", "v"):
        before, after = unpack(ledger["tracks"][f"old_{moment}"]), unpack(ledger["tracks"][moment])
        assert (before[0] == 0).all()
        assert np.array_equal(before[1:], after[:-1])


def test_a_batch_gives_the_gradient_of_the_batch():
    ledger, run = written(OPTIMIZERS["GradientDescent"](), Gabor(), batches=Minibatches(size=5, seed=2))
    part = run.objective.batch(run.batches[4])
    assert np.allclose(unpack(ledger["tracks"]["gradient"])[4], part.gradient(run.phi[4]), rtol=1e-5)


@pytest.mark.parametrize("rule", [OPTIMIZERS["Nesterov"](), OPTIMIZERS["Adam"]()], ids=lambda rule: type(rule).__name__)
def test_words_in_a_symbol_are_the_languages_own(rule):
    run = descend(rule, LinearRegression(), START, 2, record=True)
    words = [
        {
            word
            for line in formulas.ledger(rule, run.terms, run.phi, None, translator(language))["lines"]
            for word in re.findall(r"<mtext>([^⟦]+?)</mtext>", line["left"] + line["right"])
        }
        for language in ("en", "es")
    ]
    assert len(words[0]) == len(words[1]) == 1
    assert words[0].isdisjoint(words[1])


def test_the_ledger_of_a_run_that_overflows_is_still_json():
    model = OBJECTIVES["Rosenbrock"]()
    rule = OPTIMIZERS["Momentum"](alpha=1e300)
    run = descend(rule, model, START, STEPS, record=True)
    ledger = formulas.ledger(rule, run.terms, run.phi, None, translator("es"))
    json.dumps(ledger, allow_nan=False)
    assert ledger["lines"]


# ---------------------------------------------------------------- curvature, words, dress


def test_curvature_is_told_at_every_point():
    model = Gabor()
    phi = np.array([[0.003794635611, 16.026347827142], [-8.577511, 4.396348], [3.44, 15.63], [np.nan, np.inf]])
    tracks = payload.curvature_tracks(curvature(model, phi), model.gradient(phi))
    record = {name: unpack(entry) for name, entry in tracks.items()}
    assert [payload.KINDS[code] for code in record["kind"]] == ["minimum", "saddle", "maximum", "undefined"]
    a, b, c = record["hessian"][0]
    assert np.allclose([[a, b], [b, c]], model.hessian(phi[0]), rtol=1e-6)
    for value, vector in zip(record["eigenvalues"][0], record["eigenvectors"][0].reshape(2, 2), strict=True):
        assert np.allclose(np.array([[a, b], [b, c]]) @ vector, value * vector, rtol=1e-4, atol=1e-4)
    assert record["determinant"][1] < 0
    assert record["stationary"][0] == 1
    assert np.allclose(record["gradient"][2], model.gradient(phi[2]), rtol=1e-6)
    json.dumps(tracks, allow_nan=False)


def test_every_kind_has_words_on_and_off_a_stationary_point():
    for language in languages():
        kinds = payload.words(translator(language), language)["kinds"]
        assert len(kinds) == len(payload.KINDS)
        assert all(on and off and on[0].isupper() and on.endswith(".") for off, on in kinds)


def test_words_carry_the_places_that_the_player_fills():
    english, spanish = (payload.words(translator(language), language) for language in ("en", "es"))
    assert english["lang"] == "en"
    assert set(english) == set(spanish)
    for name in payload.WORDS:
        assert sorted(re.findall(r"\{\w+\}", english[name])) == sorted(re.findall(r"\{\w+\}", spanish[name]))


def test_runs_are_told_apart_by_colour_and_dash():
    runs = payload.dressed([{"id": str(i)} for i in range(5)], LIGHT)
    assert [run["color"] for run in runs] == list(LIGHT.runs)
    assert [run["dash"] for run in runs] == list(DASHES)
    assert [run["id"] for run in runs] == list("01234")


def test_a_flat_place_has_words_of_its_own():
    model = Gabor()
    phi = np.array([[40.0, 10.0], [-8.577511, 4.396348]])
    codes = unpack(payload.curvature_tracks(curvature(model, phi), model.gradient(phi))["kind"])
    assert [payload.KINDS[code] for code in codes] == ["flat", "saddle"]
    said = payload.words(translator("es"), "es")["kinds"][codes[0]]
    assert said == ["Tan plano aquí que nada se mueve."] * 2


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_under_minibatches_no_line_speaks_of_the_whole_loss(rule):
    whole = [line.template for line in rule.formulas]
    part = [line.template for line in formulas.of_batch(rule.formulas)]
    assert any(r"L\left[" in line for line in whole)
    for before, after in zip(whole, part, strict=True):
        assert r"L\left[" not in after
        # Every loss has become the sum over the batch, and nothing else has changed.
        assert after.replace(r"\sum_{{i\in\mathcal{{B}}_t}} ", "").replace(r"\ell_i\left[", r"L\left[") == before


@pytest.mark.parametrize("rule", [GradientDescent(), Nesterov(), Adam()], ids=repr)
def test_the_gradient_of_the_ledger_is_the_sum_over_the_batch_of_its_step(rule):
    model, batches = Gabor(), Minibatches(5, 151)
    run = descend(rule, model, [2.0, 5.05], STEPS, batches, record=True)
    told = formulas.ledger(rule, run.terms, run.phi, None, translator("en"), batched=True)
    shown, where = unpack(told["tracks"]["gradient"]), run.terms.get("lookahead", run.phi[:-1])
    for step, batch in enumerate(run.batches):
        one_by_one = sum(model.batch(np.array([i])).gradient(where[step]) for i in batch)
        np.testing.assert_allclose(shown[step], one_by_one, rtol=1e-5, atol=1e-5)
    assert "&#x0212C;" in next(line for line in told["lines"] if line["term"] == "gradient")["right"]


@pytest.mark.parametrize("name", [name for name, kind in OBJECTIVES.items() if issubclass(kind, Model)])
def test_every_model_is_written_with_both_of_its_parameters_as_it_predicts(name):
    model = OBJECTIVES[name]()
    symbols = " ".join(told(line[0]) for line in formulas.curve(model, "en"))
    numbers = [line[1] for line in formulas.curve(model, "en")]
    assert symbols.startswith("f[x]=")
    assert {hole for line in numbers for hole in holes(line.replace("phi0", "a").replace("phi1", "b"))} == {"a", "b"}
    assert "\\" not in symbols
    assert "{" not in symbols


def test_the_model_of_gabor_has_its_divisor_with_the_mark_of_the_language():
    assert "−u2/2,5" in told(formulas.curve(Gabor(divisor=2.5), "es")[0][0])
    assert "0,06" in told(formulas.curve(Gabor(), "es")[1][0])
