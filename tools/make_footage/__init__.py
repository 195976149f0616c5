"""Rendered training and test footage with exact ground truth. See docs/footage.md."""
