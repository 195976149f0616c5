"""Render every sound of the coach into assets/sounds.

    python -m tools.make_sounds            write all sounds and their README
    python -m tools.make_sounds --check    compare with what lies there, write nothing
    python -m tools.make_sounds --lengths  print the lengths that the words need, for the tables; write nothing

Needs `flite` (the speech synthesiser of Carnegie Mellon University, voice slt) and `espeak-ng` on the path; numpy and
scipy do the rest. The same tables and the same synthesisers give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from coach.core.sounds import sounds
from coach.core.words import Language
from tools.make_sounds.motifs import RATE_HZ
from tools.make_sounds.readme import readme
from tools.make_sounds.render import render, wav_bytes

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "sounds"


def main() -> int:
    """Write or check all files; the exit status is 1 if `--check` or `--lengths` finds a difference."""
    parser = argparse.ArgumentParser(description="Render the sounds of the coach.")
    parser.add_argument("--check", action="store_true", help="compare with assets/sounds, write nothing")
    parser.add_argument("--lengths", action="store_true", help="print the lengths that differ, write nothing")
    options = parser.parse_args()
    rendered = {sound.file: (sound, render(sound)) for language in Language for sound in sounds(language).values()}
    wrong = [
        f"{file}: needs {needs_s:.2f} s, its table says {sound.length_s:.2f} s"
        for file, (sound, samples) in rendered.items()
        if abs((needs_s := samples.size / RATE_HZ) - sound.length_s) > 1e-9
    ]
    if wrong or options.lengths:
        print(*wrong, sep="\n")
        return 1 if wrong else 0
    files = {FOLDER / file: wav_bytes(samples) for file, (_, samples) in rendered.items()}
    files[FOLDER / "README.md"] = readme({file: samples for file, (_, samples) in rendered.items()}).encode()
    return write(files, check=options.check)


def write(files: dict[Path, bytes], *, check: bool) -> int:
    """Write what differs, or only say it; also say what lies there and belongs to no table."""
    differ = [path for path, data in files.items() if not path.is_file() or path.read_bytes() != data]
    stray = sorted({path for path in FOLDER.rglob("*") if path.is_file()} - files.keys())
    if not check:
        for path in differ:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
    total_kb = sum(len(data) for data in files.values()) / 1024
    print(f"{len(files)} files, {total_kb:.0f} kB; {len(differ)} {'differ' if check else 'written'}")
    print(*(path.relative_to(FOLDER) for path in differ if check))
    if stray:
        print("in no table:", *(path.relative_to(FOLDER) for path in stray))
    return 1 if check and (differ or stray) else 0


if __name__ == "__main__":
    sys.exit(main())
