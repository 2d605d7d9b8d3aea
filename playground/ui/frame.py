"""The frame around every page: configuration, language, navigation. It is the main script of the app."""

from pathlib import Path

import streamlit as st

from playground.i18n import languages
from playground.ui import navigation, session
from playground.ui.player.component import watch_appearance

SHEETS = ("frame.css", "stage.css", "lesson/lesson.css", "hall.css")
STYLE = f"<style>{''.join((Path(__file__).parent / sheet).read_text() for sheet in SHEETS)}</style>"
session.read_link()
session.language()
page = st.navigation(
    navigation.menu(session.t()), position="hidden" if "nav" in session.hidden() else "top", expanded=True
)
# A lesson has its words beside the figure, and α under it: the panel with the rest waits until it is asked for.
shut = session.presenting() or st.context.is_embedded or navigation.is_lesson(page.url_path)
st.set_page_config(
    page_title=session.t()("Playground of fitting models"),
    page_icon="📉",
    layout="wide",
    initial_sidebar_state="collapsed" if shut else "auto",
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

session.enter(page.url_path)
page.run()
