"""What native libraries write to the terminal is kept away, and nothing breaks where there is no terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coach.quiet import native_stderr_silenced


def test_what_is_written_past_python_is_kept_away_for_the_length_of_the_block(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with native_stderr_silenced():
        os.write(2, b"chatter")
    os.write(2, b"said")
    assert capfd.readouterr().err == "said"


def test_without_any_stderr_as_under_pythonw_nothing_breaks() -> None:
    program = (
        "import os, sys\n"
        "from coach.quiet import native_stderr_silenced\n"
        "os.close(2)\n"
        "sys.stderr = None\n"
        "with native_stderr_silenced():\n"
        "    print('done')\n"
    )
    told = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)
    assert told.stdout == "done\n"
