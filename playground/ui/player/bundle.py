"""The player's modules as one script, so that a first visit asks for one file instead of fifty.

Each question takes a browser the time to the server and back, and it has six lines for all of them. There is no build
step: the modules are put one after the other when the server starts, as they are for the page without a server.
"""

from __future__ import annotations

import re
from functools import cache

from playground.exports.offline import inlined
from playground.ui.player import ASSETS

NAME = "all.js"
"""The script, beside the modules that it is made of."""

MOUNTED = re.compile(r"^export default (?:async )?(function mount|mounting)\(", re.MULTILINE)
"""How a module gives what Streamlit mounts."""
REMARKS = re.compile(r"^ *//.*\n", re.MULTILINE)


@cache
def components() -> list[str]:
    """The names of the modules that are components of their own."""
    return sorted(file.stem for file in ASSETS.glob("*.js") if MOUNTED.search(file.read_text(encoding="utf-8")))


@cache
def bundle() -> str:
    """The script: it exports `mounts`, what is mounted by its module's name."""
    modules = {file.stem: _plain(file.read_text(encoding="utf-8")) for file in ASSETS.glob("*.js")}
    taken = "".join(f'import {{ mount as {name} }} from "./{name}.js";\n' for name in components())
    given = ", ".join(components())
    whole = inlined({**modules, "all": f"{taken}export const mounts = {{ {given} }};\n"}, "all")
    return f"const HERE = import.meta.url;\n{whole}export const {{ mounts }} = m.all;\n"


def _plain(source: str) -> str:
    """A module without remarks, whose default export has a name."""

    def named(found: re.Match[str]) -> str:
        return "export function mount(" if found[1] == "function mount" else "export const mount = mounting("

    return REMARKS.sub("", MOUNTED.sub(named, source)).replace("import.meta.url", "HERE")
