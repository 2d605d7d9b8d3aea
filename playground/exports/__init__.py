"""What leaves the app: a run as code, numbers, figures and pages that need no server; no Streamlit."""
