"""Maps of the Hessian: their signs are written, so that they are read in grey too."""

import numpy as np

from playground.figures.contour import for_the_player, without_level_labels
from playground.figures.hessian_map import SIGNS, curvature_map
from playground.figures.theme import LIGHT


def test_the_sign_of_the_number_is_written_where_it_holds(unpacked):
    x, y = np.linspace(-2, 1, 40), np.linspace(0, 3, 50)
    number = x - 0.3 + 0 * y[:, None]
    number[:5] = np.nan
    figure = curvature_map(x, y, x**2 + y[:, None], number, "det H", look=LIGHT, language="en", titles=("", ""))
    (signs,) = [trace for trace in figure.to_dict()["data"] if trace.get("mode") == "text"]
    across, up = unpacked(signs["x"]), unpacked(signs["y"])
    assert len(signs["text"]) == len(across) > SIGNS * (SIGNS - 2)
    assert all(text == ("+" if place > 0.3 else "−") for text, place in zip(signs["text"], across, strict=True))
    assert up.min() > y[4]
    # The player writes the losses of level lines itself, and takes them away: never the signs.
    kept = without_level_labels(for_the_player(figure)).to_dict()["data"]
    assert [trace.get("visible", True) for trace in kept if trace.get("mode") == "text"] == [True]
