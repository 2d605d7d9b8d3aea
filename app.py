"""The app: an ASGI application that `streamlit run app.py` recognises and serves.

The main script is `playground/ui/frame.py`. Having no folder `pages/` beside it, it leaves all navigation to
st.navigation, so deep links are right on a cold server too. `streamlit run` looks for the call of st.App in this file.
"""

from pathlib import Path

import streamlit as st

from playground.ui import server

app = st.App(
    Path(__file__).parent / "playground" / "ui" / "frame.py",
    lifespan=server.lifespan,
    routes=server.routes(),
    middleware=server.middleware(),
    on_script_error=server.on_script_error,
)
