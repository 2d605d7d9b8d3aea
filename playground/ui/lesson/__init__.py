"""A lesson's page: its text and figures, the states to open, questions before answers, sheets to print."""
