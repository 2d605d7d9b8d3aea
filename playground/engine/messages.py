"""Notes: what a page should tell about an input or about data, as sentences with placeholders, ready to translate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """A sentence with {placeholders}, an English msgid, and what stands in their places.

    `names` are msgids themselves, such as the name of an input; `values` are numbers, and texts shown as they are.
    """

    message: str
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, float | str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str, number: Callable[[float], str] = "{:g}".format) -> str:
        """The sentence in a visitor's language, with numbers as that language writes them."""
        names = {key: translate(name) for key, name in self.names.items()}
        values = {key: value if isinstance(value, str) else number(value) for key, value in self.values.items()}
        return translate(self.message).format(**names, **values)


class InputError(ValueError):
    """An input that no model can read; `note` says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.text())
        self.note = note
