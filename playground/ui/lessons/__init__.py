"""What single lessons draw beside the run: each function takes the lesson's words, the settings and the runs."""
