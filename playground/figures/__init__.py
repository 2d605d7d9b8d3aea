"""The drawings: arrays in, Plotly figures out. Nothing here computes a loss, a gradient or a Hessian."""
