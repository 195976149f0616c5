"""How the tests run: side by side if there are many, and with no clock on a single example."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

MOST_WORKERS = 4  # each holds the networks and every library: up to 0.9 GB

# A machine that is busy elsewhere makes any example slow; how long one may take is for the benchmarks to say.
settings.register_profile("coach", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("coach")

# Begun in the background of a script, a process is deaf to Ctrl-C, and so would be each program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process a core for whole folders; where files or tests are named, none: its start takes longer than they."""
    whole = all(Path(argument).is_dir() for argument in config.args)
    return min(os.cpu_count() or 1, MOST_WORKERS) if whole else 0
