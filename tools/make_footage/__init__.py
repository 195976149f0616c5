"""Rendered training and test footage with exact ground truth. See docs/footage.md."""

import os

# The matrices are small: OpenBLAS' threads wait for each other longer than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
