"""What a visit keeps and no link carries: data by a name that is made of them, good as long as the visit holds them."""

from __future__ import annotations

import hashlib
from typing import Any
from weakref import WeakValueDictionary

KEPT = "~"
"""A text that begins so is such a name."""

LETTERS = 24
"""Letters of a name, without KEPT."""

_kept: WeakValueDictionary[str, Any] = WeakValueDictionary()
# Equal data have one name, and go with the last visit that holds them.


def keep(thing: Any, *parts: bytes) -> str:
    """The name of a thing that these bytes make up."""
    name = KEPT + hashlib.sha256(b"|".join(parts)).hexdigest()[:LETTERS]
    _kept[name] = thing
    return name


def kept(name: str, kind: type) -> Any:
    """The thing of a name; ValueError if it is no such kind, or kept no longer."""
    found = _kept.get(name)
    if not isinstance(found, kind):
        raise ValueError("these data are not kept any more")
    return found


def travels(text: str) -> bool:
    """Whether who opens a link with this text sees the same data."""
    return not text.startswith(KEPT)
