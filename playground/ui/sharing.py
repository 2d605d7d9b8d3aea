"""What stands beside the title: presets to open, a link to share, and the way back."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

import streamlit as st

from playground.link.playground import Settings, to_query
from playground.link.task import TaskSettings
from playground.marking import N_
from playground.presets import PRESETS, Preset
from playground.ui import cache, own_data, session
from playground.ui.player import component
from playground.ui.qr import QR_LETTERS, qr


def _open(preset: Preset) -> None:
    session.put(preset.settings)
    session.visit().preset = preset.key
    session.rewind()


def _reset() -> None:
    """Back to the preset that was opened last, else to what the visitor's link opened."""
    chosen = next((p for p in PRESETS if p.key == session.visit().preset), None)
    session.put(chosen.settings if chosen else session.opening())
    session.rewind()


def data_uri(svg: str) -> str:
    """An SVG as an address that an image can show."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _gallery() -> None:
    """The panel of presets: small pictures drawn by the app itself."""
    t, look = session.t(), session.look()
    grid = st.container(key="gallery")
    for preset in PRESETS:
        with grid.container():
            svg = cache.picture(to_query(preset.settings), look.name)
            st.html(f'<img src="{data_uri(svg)}" alt="" style="width:100%;border-radius:0.4rem;display:block">')
            if st.button(t(preset.title), key=f"preset-{preset.key}", width="stretch"):
                _open(preset)
                st.rerun()
            st.caption(t(preset.about))


def presets_button() -> None:
    """The button that opens the panel of presets."""
    t = session.t()
    if st.button(t("Presets"), icon=":material/dashboard:", key="presets"):
        st.dialog(t("Presets"), width="large")(_gallery)()


def reset_button() -> None:
    """The button that goes back to the preset."""
    st.button(session.t()("Reset"), icon=":material/restart_alt:", key="reset", on_click=_reset)


def project_button() -> None:
    """The button that projects the page, and back: one screen, letters for the last row (key P)."""
    t, on = session.t(), session.presenting()
    words = t("Stop projecting") if on else t("Project")
    icon = ":material/close_fullscreen:" if on else ":material/present_to_all:"
    tip = t("For a lecture hall: one screen, large type. Key P; ? shows all keys.")
    st.button(words, icon=icon, key="project", help=tip, on_click=session.project, args=(not on,))


NO_POINTS = N_("Your own data are not in the link: there are too many points. It opens with the course's.")
NO_TABLE = N_("Your own table is not in the link, which opens with the made-up houses.")


def share_button(now: Settings | TaskSettings) -> None:
    """The link of what is on the screen: to copy, or as a QR code for a class to scan."""
    t = session.t()
    box = st.popover(t("Share"), icon=":material/share:", on_change="rerun", key="share")
    if not box.open:
        return
    if isinstance(now, Settings):
        link = session.link(now, component.shared_step(now), component.shared_view())
    else:
        link = session.link(now)
    with box:
        st.code(link, language=None, wrap_lines=True)
        if len(link) <= QR_LETTERS:
            picture = data_uri(qr(link))
            st.html(
                f'<img src="{picture}" alt="{t("QR code of the link")}" style="width:min(26rem, 40vh);max-width:100%">'
            )
        if not own_data.is_shared(now):
            st.caption(t(NO_POINTS if isinstance(now, Settings) else NO_TABLE))
        if urlsplit(link).hostname in {"localhost", "127.0.0.1", "::1"}:
            st.caption(t("This link works on this computer only: open the page by the server's own name to share it."))
        else:
            st.caption(t("The same link opens the same run, to the last bit, in either language."))
