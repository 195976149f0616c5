"""Renders every sound of the coach: a motif that carries the meaning, then spoken words."""
