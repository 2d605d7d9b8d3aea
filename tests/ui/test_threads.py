"""One thread for linear algebra, said before NumPy is loaded, which reads it only then."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import os, sys
import streamlit
assert "numpy" not in sys.modules, "streamlit has loaded numpy: what is said afterwards is not heard"
import playground.ui.server
print(os.environ["OPENBLAS_NUM_THREADS"])
"""


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("3", "3")])
def test_numpy_is_told_in_time_and_the_administrator_has_the_last_word(given, expected, pytestconfig):
    others = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    told = others if given is None else {**others, "OPENBLAS_NUM_THREADS": given}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=told, cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == expected, done.stderr
