"""The four tasks: data that are what they say, numbers there and back, training that learns, sentences for the rest."""

import re
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import tasks
from playground.engine import OPTIMIZERS, descend
from playground.engine.data import split
from playground.engine.fitting import linear_regression, logistic_regression
from playground.engine.messages import InputError, Note
from playground.tasks import TASKS
from playground.tasks.data_notes import data_notes
from playground.tasks.house_price import HousePrice
from playground.tasks.house_price.rule import houses, price_by_rule
from playground.tasks.molecule import MoleculePoints
from playground.tasks.music import MusicGenre, synthesis
from playground.tasks.review import LANGUAGES, ReviewSentiment
from playground.tasks.scaling import Scaling
from playground.tasks.words import LONGEST_WORD, MOST_CHARACTERS, Vocabulary, spelled, stem, words

FOLDER = Path(tasks.__file__).parent
EACH = {name: kind() for name, kind in TASKS.items()}
EACH |= {language: ReviewSentiment(language) for language in LANGUAGES}
each = pytest.mark.parametrize("task", EACH.values(), ids=EACH)


def trained(task, l2=None):
    """Where the task's own optimizer ends, with its path."""
    objective = task.objective(l2)
    return descend(OPTIMIZERS[task.optimizer](alpha=task.alpha), objective, np.zeros(objective.dimension), task.steps)


# ------------------------------------------------------------------ all four


def test_the_registry_names_the_four_tasks_of_the_course_and_builds_each_without_arguments():
    assert list(TASKS)[:4] == ["HousePrice", "MoleculePoints", "ReviewSentiment", "MusicGenre"]
    assert [kind().kind for kind in TASKS.values()][:4] == ["regression", "multivariate", "binary", "multiclass"]


@each
def test_the_parts_do_not_overlap_and_the_scaling_knows_the_training_part_alone(task):
    data = task.data
    assert sorted([*data.train, *data.test]) == list(range(len(data.real)))
    assert task.data is data
    if task.standardised:
        np.testing.assert_allclose(data.x[data.train].mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(data.x[data.train].std(axis=0), 1)
    if not task.classes:
        np.testing.assert_allclose(data.y[data.train].std(axis=0), 1)
        np.testing.assert_allclose(data.outputs.undo(data.y), data.truth)
    np.testing.assert_allclose(data.inputs.undo(data.x), data.real, atol=1e-9)
    np.testing.assert_array_equal(task.objective().x, data.x[data.train])
    np.testing.assert_array_equal(task.held_out.x, data.x[data.test])


@each
def test_two_hundred_steps_learn_the_task(task):
    run = trained(task)
    objective = task.objective()
    assert objective.value(run.phi[-1]) - objective.minimum <= 0.01 * (run.value[0] - objective.minimum)
    for training in (True, False):
        score = task.score(run.phi[[0, -1]], training)
        assert score.loss[1] < 0.8 * score.loss[0]
        if task.classes:
            np.testing.assert_allclose(score.accuracy[0], 1 / len(task.classes))  # all are equally likely: a draw
            assert score.accuracy[1] >= 0.8
        else:
            assert score.error.shape == (2, len(task.outputs))
            assert (score.error[1] < score.error[0]).all()


@each
def test_the_score_is_the_loss_and_the_error_computed_by_hand(task):
    phi = trained(task).phi[60]
    data, score = task.data, task.score(phi, training=False)
    said = task.predict(phi, data.x[data.test])
    assert score.loss == pytest.approx(float(task.held_out.value(phi)) / len(data.test))
    if task.classes:
        assert score.accuracy == pytest.approx((said.choice == data.truth[data.test]).mean())
        np.testing.assert_allclose(said.probability.sum(axis=-1), 1)
    else:
        np.testing.assert_allclose(score.error, np.abs(said.values - data.truth[data.test]).mean(axis=0))


@each
def test_a_datum_read_from_the_real_world_is_the_datum_of_the_table(task):
    for index in (0, len(task.data.x) - 1):
        reading = task.read(task.real(index))
        tolerance = {"rtol": 1e-3, "atol": 1e-3} if isinstance(task, MusicGenre) else {"rtol": 1e-12}
        np.testing.assert_allclose(reading.real, task.data.real[index], **tolerance)
        assert reading.x.shape == (len(task.inputs),)
        one = task.predict(np.ones(task.objective().dimension), reading.x)
        assert one.z.shape == (task.objective().predictor.outputs,)


@each
def test_contributions_and_bias_add_up_to_the_output(task):
    phi = trained(task).phi[-1]
    x = task.read(task.examples[0]).x
    bias = phi.reshape(-1, len(x) + 1)[:, 0]
    z = task.predict(phi, x).z
    np.testing.assert_allclose(task.contributions(phi, x).sum(axis=-1) + bias, z, atol=1e-10)


@each
def test_predictions_follow_a_whole_path(task):
    path = trained(task).phi[:5]
    said = task.predict(path, task.data.x[:3])
    assert said.z.shape == (5, 3, task.objective().predictor.outputs)
    np.testing.assert_array_equal(said.z[2, 1], task.predict(path[2], task.data.x[:3]).z[1])


@each
def test_every_parameter_has_a_name_and_every_sentence_its_values(task):
    names = task.parameter_names
    assert len(names) == task.objective().dimension
    assert len({note.text() for note in names}) == len(names)
    for note in [*names, *(task.title(k) for k in range(3)), *(task.title(k, "es") for k in range(3))]:
        placeholders = {name for _, name, _, _ in Formatter().parse(note.message) if name}
        assert placeholders == {*note.names, *note.values}


# ------------------------------------------------------------------ independent solutions


def test_the_price_agrees_with_the_normal_equations_in_dollars():
    task = HousePrice()
    data = task.data
    design = np.column_stack([np.ones(len(data.train)), data.real[data.train]])
    expected = np.linalg.lstsq(design, data.truth[data.train], rcond=None)[0]
    house = np.array([6000, 4, 235, 2005, 1.0])
    said = task.predict(task.objective().minimisers[0], task.read(house).x)
    np.testing.assert_allclose(said.values, np.r_[1.0, house] @ expected, rtol=1e-8)
    assert said.values[0] == pytest.approx(340, abs=15)


def test_the_temperatures_agree_with_another_library():
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    task = MoleculePoints()
    data = task.data
    other = make_pipeline(StandardScaler(), Ridge(task.l2)).fit(data.real[data.train], data.y[data.train])
    said = task.predict(task.objective().minimisers[0], data.x[data.test])
    np.testing.assert_allclose(said.z, other.predict(data.real[data.test]), atol=1e-9)


@pytest.mark.parametrize("name", ["en", "es", "MusicGenre"])
def test_the_classes_agree_with_another_library(name):
    from sklearn.linear_model import LogisticRegression

    task = EACH[name]
    data = task.data
    other = LogisticRegression(C=1 / (2 * task.l2), tol=1e-10, max_iter=20_000)
    other.fit(data.x[data.train], data.truth[data.train])
    said = task.predict(task.objective().attainment.phi, data.x[data.test])
    np.testing.assert_allclose(said.probability, other.predict_proba(data.x[data.test]), atol=1e-4)


@pytest.mark.parametrize("name", ["en", "es", "MusicGenre"])
def test_without_a_penalty_these_classes_are_separable_and_the_weights_keep_growing(name):
    objective = EACH[name].objective(0.0)
    assert objective.attainment.attained is False
    assert EACH[name].objective().attainment.attained
    run = descend(OPTIMIZERS["Momentum"](alpha=objective.alpha), objective, np.zeros(objective.dimension), 2000)
    length = np.linalg.norm(run.phi, axis=1)
    assert length[2000] > length[1000] > length[500]


# ------------------------------------------------------------------ houses and molecules


def test_the_houses_follow_the_rule_that_is_stated():
    table, price = houses()
    assert table.shape == (60, 5)
    assert price_by_rule(np.array([6000, 4, 235, 2005, 1])) == 340
    rest = price - price_by_rule(table)
    assert abs(rest.mean()) < 4
    assert 7 < rest.std() < 13
    for number in ("0.02", "8 ·", "0.6", "12 ·", "− 2 ·", "2005", "35", "deviation 10"):
        assert number in HousePrice.source


def test_the_counts_of_a_molecule_fit_its_formula_and_the_valences_of_its_atoms():
    text = (FOLDER / "molecule" / "molecules.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    task = MoleculePoints()
    assert len(rows) == 31
    assert np.linalg.matrix_rank(task.objective().design) == 7
    for row in rows:
        atoms = {symbol: int(count or 1) for symbol, count in re.findall(r"([A-Z])(\d*)", row[2])}
        carbon, oxygen, nitrogen, bonds, branches, hydroxyl = map(int, row[3:9])
        assert (carbon, oxygen, nitrogen) == tuple(atoms.get(symbol, 0) for symbol in "CON")
        assert 2 * bonds == 4 * carbon + 2 * oxygen + 3 * nitrogen - atoms["H"]
        assert hydroxyl <= oxygen
        assert branches <= max(carbon + oxygen + nitrogen - 3, 0)
        freezing, boiling = map(float, row[9:])
        assert -200 < freezing < boiling < 300


def test_known_molecules_have_their_known_points():
    task = MoleculePoints()
    found = {task.title(k).text(): tuple(task.data.truth[k]) for k in range(31)}
    assert found["acetone, C3H6O"] == (-94.9, 56.1)
    assert found["methanol, CH4O"] == (-97.5, 64.5)
    assert task.title(0, "es").text() == "propano, C3H8"
    assert task.title(0, "fr").text() == "propane, C3H8"


def test_numbers_outside_the_range_are_named_and_still_predicted():
    task = HousePrice()
    reading = task.read((100_000, 4, 235, 2005, 1))
    assert [note.names["input"] for note in reading.notes] == ["area"]
    assert "lies outside" in reading.notes[0].text()
    assert np.isfinite(task.predict(task.objective().minimisers[0], reading.x).values).all()
    assert not task.read((6000, 4, 235, 2005, 1)).notes


@pytest.mark.parametrize("real", [(1, 2), "house", (np.nan, 1, 2, 3, 4), (1e300, 1, 2, 3, 4), None, [[1, 2, 3, 4, 5]]])
def test_what_is_no_house_is_refused_with_a_sentence(real):
    with pytest.raises(InputError) as refused:
        HousePrice().read(real)
    assert refused.value.note.text()


# ------------------------------------------------------------------ reviews


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_reviews_are_balanced_and_all_different(language):
    lines = (FOLDER / "review" / f"reviews_{language}.txt").read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == len(lines) == 300
    assert sum(line.startswith("+ ") for line in lines) == sum(line.startswith("- ") for line in lines) == 150
    task = EACH[language]
    assert task.data.truth[task.data.test].mean() == 0.5


def test_words_have_no_accents_but_an_enye_and_no_digits():
    assert words("¡Pésimo! El niño PAGÓ 25 €; wasn’t it… 3rd?") == [
        "pesimo", "el", "niño", "pago", "wasn't", "it", "rd",
    ]  # fmt: skip
    decomposed = "nin\u0303o pe\u0301simo"
    assert words(decomposed) == words("niño pésimo")
    assert words("") == words("123 … \n\t ") == []
    assert words("a" * 1000) == ["a" * LONGEST_WORD]


def test_a_review_in_spanish_is_spelled_with_its_accents():
    text = (FOLDER / "review" / "reviews_es.txt").read_text(encoding="utf-8")
    bare = (
        r"\b(\w+ision|\w+cion|rapid[oa]s?|pesim[oa]s?|\w+isim[oa]s?|tambien|jamon|cafe|aqui|asi|sabia|fri[oa]s?|menu)\b"
    )
    assert not re.findall(bare, text, flags=re.IGNORECASE)
    assert not re.search(r"(?<![¿\w])(Qué|Cómo)\b[^.!]*\?", text)


@pytest.mark.parametrize(
    ("language", "family", "found"),
    [
        ("es", "bueno buena buenos buenas buenísima buenísimos", "buen"),
        ("es", "malo mala mal malísimo malísimas", "mal"),
        ("es", "rico rica ricos riquísimo riquísimas", "ric"),
        ("es", "frío fría fríos frías", "fri"),
        ("es", "largo larguísima", "larg"),
        ("es", "amable amables amabilísimo", "amabl"),
        ("es", "excelente excelentes excelentemente", "excelent"),
        ("es", "ración raciones", "racion"),
        ("es", "pan panes", "pan"),
        ("es", "camarero camareras", "camarer"),
        ("en", "love loves loved loving lovely", "lov"),
        ("en", "dish dishes", "dish"),
        ("en", "terrible terribly", "terribl"),
        ("en", "bad badly", "bad"),
        ("en", "stop stops stopped stopping", "stop"),
        ("en", "price prices", "pric"),
        ("en", "perfect perfectly", "perfect"),
        ("fr", "bonne", "bonne"),
    ],
)
def test_endings_do_not_count(language, family, found):
    assert {stem(word, language) for word in family.split()} == {found}


@pytest.mark.parametrize(
    ("language", "apart"),
    [
        ("es", "sal sol pan pasta pescado plato caro carne bien buen"),
        ("en", "was bus this taste tasty waiter water bed feed"),
    ],
)
def test_words_that_are_no_kin_keep_different_stems(language, apart):
    words_ = apart.split()
    assert len({stem(word, language) for word in words_}) == len(words_)


@given(st.text(max_size=60), st.sampled_from(["en", "es", "fr"]))
@settings(max_examples=200, deadline=None)
def test_any_word_has_a_stem_that_is_not_longer_and_not_empty(text, language):
    for word in spelled(text):
        assert 0 < len(stem(word, language)) <= len(word) + 1


def test_the_vocabulary_holds_the_stems_of_the_training_part_and_shows_words_with_accents():
    task = ReviewSentiment("es")
    known = dict(zip(task.vocabulary.words, task.vocabulary.shown, strict=True))
    assert known["delicios"] == "delicios-"
    assert known["jamon"] == "jamón", "a stem of a single word is shown as that word"
    assert len(known) > 250
    assert len(set(known.values())) == len(known)
    training = [{stem(word, "es") for word in words(task.real(k))} for k in task.data.train]
    assert all(sum(found in text for text in training) >= 2 for found in known)


FOREIGN = {
    "es": (
        "La paella estaba buenísima",
        "Todo riquísimo y el camarero, muy amable",
        "Una cena deliciosa con un trato excelente",
        "El pescado era fresco y sabroso",
        "Qué bien se come aquí, lo recomiendo",
        "La paella estaba malísima",
        "Todo frío y el camarero, un maleducado",
        "Una cena horrible con un trato pésimo",
        "El pescado era seco y soso",
        "Qué mal se come aquí, nunca más",
    ),
    "en": (
        "The lasagna was delicious and the waiter lovely",
        "Great food and very kind people",
        "A perfect dinner with excellent service",
        "The fish was fresh and tasty",
        "You eat so well here, highly recommended",
        "The lasagna was burnt and the waiter rude",
        "Bad food and very rude people",
        "A terrible dinner with slow service",
        "The fish was cold and dry",
        "You eat so badly here, never again",
    ),
}
"""Reviews that are in none of the files: five of praise, then five of blame."""


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_trained_model_reads_reviews_that_it_has_never_seen(language):
    task = ReviewSentiment(language)
    phi = trained(task).phi[-1]
    said = [int(task.predict(phi, task.read(text).x).choice) for text in FOREIGN[language]]
    assert np.equal(said, [1] * 5 + [0] * 5).sum() >= 9
    assert task.score(phi, training=False).accuracy > 0.8
    assert not [text for text in FOREIGN[language] if text in {task.real(k) for k in range(300)}]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no word to read"),
        ("  12345 !!! ", "no word to read"),
        ("Ресторан отличный, вкусная еда", "Latin alphabet"),
        ("这家餐厅非常好吃", "Latin alphabet"),
        ("quantum chromodynamics", "none of these words"),
        ("The quantum soup was delicious", "quantum"),
        ("delicious " * 10_000, "only its first 2000 characters"),
    ],
)
def test_a_text_the_model_cannot_read_well_gets_a_sentence_and_a_finite_answer(text, sentence):
    task = ReviewSentiment("en")
    reading = task.read(text)
    assert any(sentence in note.text() for note in reading.notes)
    said = task.predict(task.objective().attainment.phi, reading.x)
    assert np.isfinite(said.probability).all()
    assert reading.bag.cut == (len(text) > MOST_CHARACTERS)
    if not reading.bag.known:
        assert said.z == pytest.approx(task.objective().attainment.phi[:1])


def test_many_unknown_words_are_listed_in_short():
    note = ReviewSentiment("en").read("delicious " + " ".join(f"zz{letter}" for letter in "abcdefghijklmnopqrstuvw"))
    assert note.notes[0].text().count("zz") == 12
    assert "…" in note.notes[0].text()


def test_a_review_must_be_a_text():
    with pytest.raises(InputError):
        ReviewSentiment("en").read(None)
    with pytest.raises(ValueError, match="language"):
        ReviewSentiment("xx")


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_finite_bag(text):
    reading = ReviewSentiment("es").read(text)
    assert np.isfinite(reading.x).all()
    assert reading.real.sum() <= len(words(text))


def test_words_are_told_as_they_are_spelled():
    bag = ReviewSentiment("es").read("Riquísimo jamón, xilófono añejo").bag
    assert bag.known == ("riquísimo", "jamón")
    assert bag.unknown == ("xilófono", "añejo")


def test_a_vocabulary_counts_every_word():
    bag = Vocabulary(("good", "very")).bag("Very, VERY good soup")
    assert bag.counts.tolist() == [1, 2]
    assert (bag.known, bag.unknown) == (("very", "good"), ("soup",))


@pytest.mark.parametrize(
    ("language", "bad", "good"),
    [
        (
            "en",
            "The steak was terrible, the salad was cold, and the soup tasted like socks.",
            "A delicious, friendly place",
        ),
        ("es", "La carne estaba fría y el camarero era un maleducado.", "Todo delicioso, un trato excelente y amable"),
    ],
)
def test_a_trained_model_tells_a_bad_review_from_a_good_one(language, bad, good):
    task = ReviewSentiment(language)
    phi = trained(task).phi[-1]
    assert [int(task.predict(phi, task.read(text).x).choice) for text in (bad, good)] == [0, 1]


# ------------------------------------------------------------------ music


@pytest.mark.parametrize("style", list(synthesis.STYLES))
def test_a_clip_is_three_seconds_of_sound_that_its_seed_repeats(style):
    sound = synthesis.clip(style, 3)
    assert (sound.shape, sound.dtype) == ((synthesis.LENGTH,), np.float32)
    assert np.abs(sound).max() == pytest.approx(0.9, abs=1e-6)
    np.testing.assert_array_equal(sound, synthesis.clip(style, 3))
    assert not np.array_equal(sound, synthesis.clip(style, 4))


def test_the_features_that_ship_are_those_of_the_clips():
    task = MusicGenre()
    for index in range(0, 80, 7):
        own = synthesis.features(synthesis.clip(*task.real(index)))
        # Onsets are counted: another machine's rounding may move one in or out.
        slack = 2e-3 * np.abs(own) + np.where(np.array(synthesis.FEATURES) == "onsets", 0.4, 2e-3)
        assert (np.abs(own - task.data.real[index]) <= slack).all()


def test_the_features_of_a_pure_tone():
    time = np.arange(synthesis.LENGTH) / synthesis.RATE
    low = dict(zip(synthesis.FEATURES, synthesis.features(np.sin(2 * np.pi * 1000 * time)), strict=True))
    assert low["centroid"] == pytest.approx(1000, rel=0.05)
    assert low["roll_off"] == pytest.approx(1000, rel=0.05)
    assert low["band_3"] == pytest.approx(0, abs=0.1)
    assert low["band_1"] < -40
    assert low["dynamics"] < 0.2
    noise = synthesis.features(np.random.RandomState(0).uniform(-1, 1, synthesis.LENGTH))
    assert noise[synthesis.FEATURES.index("flatness")] > -1
    assert noise[synthesis.FEATURES.index("centroid")] == pytest.approx(synthesis.RATE / 4, rel=0.03)


@pytest.mark.parametrize(
    "sound", [np.zeros(60_000), np.ones(10), np.full(60_000, np.nan), ("salsa", 1), ("rock", -1), None]
)
def test_what_is_no_music_is_refused_with_a_sentence(sound):
    with pytest.raises(InputError):
        MusicGenre().read(sound)


# ------------------------------------------------------------------ scaling, split, notes


def test_an_input_that_never_changes_is_only_moved():
    scaling = Scaling.fitted(np.array([[1.0, 5.0], [3.0, 5.0]]))
    assert scaling.apply(np.array([2.0, 6.0])).tolist() == [0.0, 1.0]


@given(st.integers(4, 60), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_a_split_is_a_partition_that_its_seed_repeats(count, seed):
    classes = np.arange(count) % 3
    train, test = split(classes, 0.25, seed)
    assert sorted([*train, *test]) == list(range(count))
    np.testing.assert_array_equal(test, split(classes, 0.25, seed)[1])
    for name in range(3):
        assert (classes[test] == name).sum() == round(0.25 * (classes == name).sum())


def test_notes_are_translated_names_and_all():
    note = Note("{input}: {value} of {count}", {"input": "area"}, {"value": 0.5, "count": 3})
    words_ = {"{input}: {value} of {count}": "{count} con {value}, {input}", "area": "superficie"}
    assert (
        note.text(lambda text: words_[text], lambda number: f"{number:g}".replace(".", ",")) == "3 con 0,5, superficie"
    )


def test_data_that_leave_something_open_get_sentences():
    def sentences(objective, names=None):
        return " ".join(note.text() for note in data_notes(objective, names))

    assert "input “1” are equal" in sentences(linear_regression([2.0, 2.0, 2.0], [1.0, 2.0, 3.0]))
    assert "input “area” are equal" in sentences(linear_regression([[2.0], [2.0]], [1.0, 2.0]), ("area",))
    assert "3 parameters" in sentences(linear_regression([[1.0, 2.0], [2.0, 1.0]], [1.0, 2.0]))
    assert "All labels are equal" in sentences(logistic_regression([1.0, 2.0, 3.0], [1, 1, 1]))
    equal = linear_regression([1.0, 2.0, 3.0], [5.0, 5.0, 5.0])
    assert "bias alone" in sentences(equal)
    np.testing.assert_allclose(equal.minimisers, [[5, 0]], atol=1e-12)
    assert "separates the classes" in sentences(logistic_regression([1.0, 2.0, 3.0], [0, 0, 1]))
    assert not sentences(linear_regression([1.0, 2.0, 3.0], [1.0, 2.0, 1.0]))
    assert not sentences(linear_regression([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], l2=1.0))
