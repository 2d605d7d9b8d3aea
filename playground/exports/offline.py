"""A page of HTML that plays states without a server: modules, numbers and pictures in one file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from playground.i18n import Translator

IMPORT = re.compile(r"^import \{([^}]*)\} from \"\.{1,2}/(?:\w+/)?(\w+)\.js\";\n", re.MULTILINE)
TYPES = re.compile(r"^ */\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
"""Comments that tell types: they name modules too."""
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""What the page may ask for: nothing."""

STYLE = """
:root { color-scheme: light dark; font: 16px/1.45 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }
body { margin: 0 auto; padding: 0.6rem 1rem 1.5rem; max-width: 90rem; background: GROUND; color: INK; }
header, .row { display: flex; flex-wrap: wrap; gap: 0.4rem 0.6rem; align-items: center; }
h1 { font-size: 1.4rem; margin: 0; flex: 1 1 auto; } h2 { font-size: 1rem; margin: 0.6rem 0 0; }
canvas { width: 100%; height: auto; display: block; margin: 0.5rem 0; }
button, select { font: inherit; min-width: 2.75rem; min-height: 2.75rem; border: 1px solid; border-radius: 0.4rem;
  background: none; color: inherit; } button:disabled { opacity: 0.35; }
select option { color: #000; background: #fff; }
:is(button, input, select, a):focus-visible { outline: 3px solid #4aa3df; outline-offset: 2px; }
#play { min-width: 4rem; background: #0067a5; color: #fff; border-color: #0067a5; } #scrub { flex: 1 1 12rem; }
a { color: inherit; } .pg-ledger-line { overflow-x: auto; } .pg-ledger-line math { text-align: left; margin: 0.2rem 0; }
.pg-column { border: 1px solid; border-block: 0; border-radius: 0.3rem; margin: 0 0.15rem; }
#ledger { columns: 22rem; } .pg-ledger-line, h2 { break-inside: avoid; } [hidden] { display: none !important; }
@media print { .row, #talk { display: none; } }
"""


def inlined(modules: Mapping[str, str], last: str) -> str:
    """ES modules, by name and in any order, as one script: each is a function that gives what it exports."""
    parts: list[str] = []
    done: set[str] = set()

    def take(name: str) -> None:
        if name in done:
            return
        done.add(name)
        source = TYPES.sub("", modules[name])
        for _, wanted in IMPORT.findall(source):
            take(wanted)
        body = IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = m.{found[2]};\n", source)
        if re.search(r"^import\b|\bimport\(|import\.meta", body, re.MULTILINE):
            raise ValueError(f"{name} asks for more than can be inlined")
        given = ", ".join(EXPORT.findall(body))
        body = re.sub(r"^export ", "", body, flags=re.MULTILINE)
        parts.append(f"m.{name} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n")

    take(last)
    return "const m = {};\n" + "".join(parts)


def offline_page(
    scenes: Sequence[Mapping[str, Any]], modules: Mapping[str, str], *, t: Translator, language: str, title: str
) -> str:
    """The page.

    Parameters
    ----------
    scenes : sequence of mapping
        The states, one after the other, as `ui.player.scene` makes them.
    modules : mapping from name to source
        The browser's modules, of which `offline` begins the page.
    """
    data = json.dumps(scenes, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    first = scenes[0]
    style = STYLE.replace("GROUND", first["ground"]).replace("INK", first["look"]["ink"]).strip()
    script = inlined(modules, "offline").replace("</script", "<\\/script")

    def button(name: str, sign: str, label: str) -> str:
        return f'<button id="{name}" type="button" aria-label="{escape(label)}" title="{escape(label)}">{sign}</button>'

    speeds = "".join(
        f'<option value="{n}"{" selected" if n == 10 else ""}>{escape(t("{n} steps/s").format(n=n))}</option>'
        for n in (2, 5, 10, 20, 60)
    )
    transport = "".join(
        (
            button("first", "«", t("Go to the start")),
            button("back", "‹", t("One step back")),
            button("play", "▶", t("Play")),
            button("forward", "›", t("One step forward")),
            button("last", "»", t("Go to the end")),
        )
    )
    turn = button("before", "←", t("The one before")) + '<span id="count"></span>' + button("after", "→", t("The next"))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f'<header><h1 id="title"></h1><span id="talk" class="row">{turn}</span>'
        f'<a id="link" target="_blank" rel="noopener">{escape(t("Open in the playground"))}</a></header>'
        f'<canvas id="canvas" role="img"></canvas><div class="row">{transport}'
        f'<input id="scrub" type="range" min="0" step="1" value="0" aria-label="{escape(t("Step"))}">'
        f'<span id="told" role="status"></span><select id="speed" aria-label="{escape(t("Speed"))}">{speeds}</select>'
        f'</div><section id="ledger"></section><noscript><p>{escape(t("This page needs JavaScript."))}</p></noscript>'
        f'<script type="application/json" id="scenes">{data}</script>'
        f"<script>\n{script}m.offline.begin();\n</script></body></html>\n"
    )
