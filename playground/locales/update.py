"""The catalogue tool: `python -m playground.locales.update` gathers the app's sentences and updates each `.po`.

A sentence is whatever stands as a literal in `N_("…")`, `_("…")` or `t("…")` in `playground`, `pages` or `app.py`.
New ones arrive in a `.po` empty, or marked fuzzy where an old translation comes close: whoever translates fills in
the one, looks over the other and deletes its "fuzzy". `python -m playground.locales.update fr` begins a language.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from playground.i18n import LOCALES, SOURCE, catalogue_path, languages

ROOT = LOCALES.parent.parent
TEMPLATE = LOCALES / "playground.pot"
MARKS = {"N_": None, "_": None, "t": None}
# No dates and no line numbers: a catalogue changes when its sentences do, and at no other time.
HEADER = """\
# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def sources() -> list[Path]:
    """The files that may hold sentences, in a fixed order."""
    return [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "playground").rglob("*.py"))]


def gathered() -> Catalog:
    """Every sentence of the app, with the files it stands in and the `# Translators:` notes above it."""
    catalog = Catalog()
    for path in filter(Path.exists, sources()):
        where = path.relative_to(ROOT).as_posix()
        for line, text, comments, context in extract_from_file("python", path, MARKS, ("Translators:",)):
            catalog.add(text, None, [(where, line)], auto_comments=comments, context=context)
    return catalog


def template() -> str:
    """The text `playground.pot` ought to have."""
    return _written(gathered(), "The sentences of the playground, to be translated.", "")


def updated(language: str) -> str:
    """The text a language's `.po` ought to have: every sentence, with the translation it has so far."""
    path = catalogue_path(language)
    with path.open("rb") if path.exists() else BytesIO() as file:
        catalog = read_po(file, locale=language)
    catalog.update(gathered())
    catalog.obsolete.clear()
    return _written(catalog, f"The playground in {catalog.locale.english_name}.", language)


def _written(catalog: Catalog, title: str, language: str) -> str:
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEADER.format(title=title, language=language) + body.getvalue().decode().strip() + "\n"


def main(new_languages: list[str]) -> None:
    """Write the template and every language's `.po`, and say what is left to translate."""
    TEMPLATE.write_text(template(), encoding="utf-8")
    for language in sorted({*languages(), *new_languages} - {SOURCE}):
        path = catalogue_path(language)
        text = updated(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        todo = [message.id for message in read_po(BytesIO(text.encode())) if not message.string or message.fuzzy]
        print(f"{language}: {len(todo)} to translate", *todo, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
