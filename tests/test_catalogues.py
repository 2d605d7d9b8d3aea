"""The catalogues are complete: each sentence is translated, with the placeholders and formulae of the original."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from playground.engine import OBJECTIVES, OPTIMIZERS, SCHEDULES, Minibatches
from playground.engine.hyper import hypers
from playground.i18n import SOURCE, catalogue_path, languages
from playground.locales.update import TEMPLATE, gathered, sentences, template, updated
from playground.tasks import TASKS

TRANSLATED = [language for language in languages() if language != SOURCE]
HOW = "run `python -m playground.locales.update`"


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def formulae(text):
    return sorted(re.findall(r"\$\$?(.+?)\$\$?", text))


def faults(catalog, expected):
    """What is wrong with a translated catalogue, one line a fault."""
    strangers = {message.id for message in catalog if message.id} - expected
    found = [f"obsolete: {text!r}" for text in [*catalog.obsolete, *strangers]]
    for text in expected:
        message = catalog.get(text)
        if message is None or not message.string:
            found.append(f"missing: {text!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {text!r}")
        elif placeholders(text) != placeholders(message.string):
            found.append(f"placeholders differ: {text!r}")
        elif formulae(text) != formulae(message.string):
            found.append(f"formulae differ: {text!r}")
    return found


def every_sentence():
    return {message.id for message in gathered() if message.id}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('N_("One")', ["One"]),
        ('x = _("One") + t("Two")', ["One", "Two"]),
        ('session.t()("One").format(k=1)', ["One"]),
        ('self.t("One " "and more")', ["One and more"]),
        ('t("One" if k else "Two")', ["One", "Two"]),
        ("t(word); t(); t(1); st.write('no')", []),
        ('f(t("inside " + t("One")))', ["One"]),
    ],
)
def test_marked_sentences_are_found(source, found):
    assert [text for _, text in sentences(source)] == found


def test_some_language_besides_english_is_checked():
    assert "es" in TRANSLATED


def test_template_holds_the_sentences_of_the_app():
    assert TEMPLATE.read_text(encoding="utf-8") == template(), HOW


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_its_placeholders_and_formulae(language):
    with catalogue_path(language).open("rb") as file:
        catalog = read_po(file)
    assert not faults(catalog, every_sentence()), HOW


def test_each_thing_has_one_name_in_spanish():
    """And one that is understood on both sides of the ocean."""
    with catalogue_path("es").open("rb") as file:
        said = [str(message.string) for message in read_po(file)]
    other = r"\bgráficas?\b|\blotes?\b|\bhessiano\b|\bordenador|\bcoches?\b|\baparcamiento\b|\bpicos?\b|\S …$"
    assert not [text for text in said if re.search(other, text, re.IGNORECASE)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_is_as_the_tool_writes_it(language):
    assert catalogue_path(language).read_text(encoding="utf-8") == updated(language), HOW


@pytest.mark.parametrize(
    ("english", "spanish", "flags", "fault"),
    [
        ("Step {k}", "Paso {k}", (), None),
        ("Step {k} of {n:d}", "De {n}, el paso {k}", (), None),
        (r"The loss $L[\phi]$", r"La pérdida $L[\phi]$", (), None),
        ("{{literal}}", "{{literal}}", (), None),
        ("Step", "", (), "missing"),
        ("Step", "Pasa", ("fuzzy",), "fuzzy"),
        ("Step {k}", "Paso {n}", (), "placeholders"),
        ("Step {k}", "Paso", (), "placeholders"),
        (r"$\alpha$ and $\beta$", r"$\beta$ y $\alpha$", (), None),
        (r"The loss $L[\phi]$", r"La pérdida $L(\phi)$", (), "formulae"),
        (r"The loss $L[\phi]$", "La pérdida", (), "formulae"),
    ],
)
def test_the_check_finds_a_bad_translation(english, spanish, flags, fault):
    catalog = Catalog()
    catalog.add(english, spanish, flags=flags)
    assert [line.split()[0].rstrip(":") for line in faults(catalog, {english})] == ([fault] if fault else [])


def test_the_check_finds_what_is_absent_or_obsolete():
    catalog = Catalog()
    catalog.add("Old", "Viejo")
    assert faults(catalog, {"New"}) == ["obsolete: 'Old'", "missing: 'New'"]


def test_a_word_that_stands_for_a_symbol_is_translated():
    records = [kind for registry in (OBJECTIVES, OPTIMIZERS, SCHEDULES, TASKS) for kind in registry.values()]
    symbols = {fact.symbol for kind in (*records, Minibatches) for fact in hypers(kind).values()}
    words = {symbol for symbol in symbols if re.fullmatch(r"[a-z][a-z -]{2,}", symbol)}
    assert "look-ahead" in words
    assert words <= every_sentence()
