"""The live window on pygame-ce's display: the only files that open one."""

from coach.adapters.window.window import Window

__all__ = ["Window"]
