"""The screens; with the lessons and the pages, all that imports streamlit.

NumPy's linear algebra keeps to one thread here: matrices are small and visitors many, and on a busy server two threads
wait for one another many times as long as the work takes. NumPy reads this once, so it stands before its first import.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
