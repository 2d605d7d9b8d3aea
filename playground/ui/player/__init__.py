"""The player: the component that shows the same moment of a run in every panel.

`static/` holds plain ES modules and a style sheet, served once; what goes to the browser at each change is only data.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ASSETS = Path(__file__).parent / "static"


def _version() -> str:
    """A name for the present content of the player's files."""
    digest = hashlib.sha256()
    for file in sorted(file for file in ASSETS.rglob("*") if file.is_file()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


ASSETS_PATH = f"player-{_version()}"
