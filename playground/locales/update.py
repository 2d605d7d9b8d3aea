"""The catalogue tool: `python -m playground.locales.update` gathers the app's sentences and updates each `.po`.

A sentence is a literal in `N_("…")`, `_("…")`, `t("…")` or `t()("…")`, in `playground`, `pages` or `app.py`.
New ones arrive in a `.po` empty, or marked fuzzy where an old translation comes close: whoever translates fills in
the one, looks over the other and deletes its "fuzzy". `python -m playground.locales.update fr` begins a language.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from playground.i18n import LOCALES, SOURCE, catalogue_path, languages

ROOT = LOCALES.parent.parent
TEMPLATE = LOCALES / "playground.pot"
MARKS = {"N_", "_", "t"}
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
    """Every sentence of the app, with the files it stands in."""
    catalog = Catalog()
    for path in filter(Path.exists, sources()):
        for line, text in sentences(path.read_text(encoding="utf-8")):
            catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), line)])
    return catalog


def sentences(source: str) -> list[tuple[int, str]]:
    """The marked sentences of a Python source, each with its line, from top to bottom."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sorted((call.lineno, text) for call in calls if _is_mark(call.func) for text in _literals(call.args[:1]))


def _is_mark(function: ast.expr) -> bool:
    """Whether this is one of the marks, by itself, as an attribute, or as the result of a call: t, session.t, t()."""
    if isinstance(function, ast.Call):
        return not function.args and _is_mark(function.func)
    return getattr(function, "id", getattr(function, "attr", None)) in MARKS


def _literals(arguments: list[ast.expr]) -> Iterator[str]:
    """The text of an argument; both texts of `t("…" if … else "…")`."""
    for argument in arguments:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value
        elif isinstance(argument, ast.IfExp):
            yield from _literals([argument.body, argument.orelse])


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
    return _written(catalog, f"The playground in {Locale.parse(language).english_name}.", language)


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
