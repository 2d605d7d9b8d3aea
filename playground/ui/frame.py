"""The frame around every page: configuration, language, navigation. It is the main script of the app."""

from pathlib import Path

import streamlit as st

from playground.i18n import languages
from playground.ui import navigation, session
from playground.ui.player.component import watch_appearance

SHEETS = ("frame.css", "stage.css")
STYLE = f"<style>{''.join(Path(__file__).with_name(sheet).read_text() for sheet in SHEETS)}</style>"
session.read_link()
session.language()
st.set_page_config(
    page_title=session.t()("Playground of fitting models"),
    page_icon="📉",
    layout="wide",
    initial_sidebar_state="collapsed" if session.presenting() or st.context.is_embedded else "auto",
)

st.html(f'{STYLE}<style>:root {{ --pg-controls: "{session.t()("Controls")}"; }}</style>')
with st.sidebar:
    if "language" not in session.hidden():
        st.segmented_control(
            session.t()("Language"),
            list(languages()),
            key="lang",
            on_change=session.speak_anew,
            format_func=languages().__getitem__,
            required=True,
            label_visibility="collapsed",
            width="stretch",
        )

    watch_appearance(session.look().name)

page = st.navigation(
    navigation.menu(session.t()), position="hidden" if "nav" in session.hidden() else "top", expanded=True
)
session.enter(page.url_path)
page.run()
