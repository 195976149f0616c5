"""Cut the fonts of the live window out of Noto Sans CJK: Latin and the common Chinese characters, two weights.

    python tools/make_font.py FOLDER           write assets/fonts
    python tools/make_font.py FOLDER --check   compare with what lies there, write nothing

FOLDER holds `NotoSansCJK-Regular.ttc` and `NotoSansCJK-Bold.ttc` of Noto Sans CJK 2.004, as Debian's package
fonts-noto-cjk (20220127) brings them. Needs fonttools 4.68, which the program itself does not: `pip install fonttools`.
The same fonts and the same fonttools give the same bytes; every input is checked against a pinned SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "assets" / "fonts"
LICENCE_NAME, README_NAME = "OFL.txt", "README.md"
SIMPLIFIED = 2  # place of "Noto Sans CJK SC" in the collection
MOST_BYTES = 1_500_000


@dataclass(frozen=True)
class Weight:
    """One weight: what it is cut from and what it becomes."""

    source: str
    sha256: str
    name: str


WEIGHTS = (
    Weight(
        "NotoSansCJK-Regular.ttc",
        "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
        "NotoSansCJKsc-Regular.otf",
    ),
    Weight(
        "NotoSansCJK-Bold.ttc",
        "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
        "NotoSansCJKsc-Bold.otf",
    ),
)

# GB 2312, level 1: the 3755 commonest characters, in rows 16 to 55 (lead bytes B0 to D7; the last row ends at F9).
_LEAD, _TRAIL = range(0xB0, 0xD8), range(0xA1, 0xFF)
_LAST_OF_LEVEL_1 = 0xD7F9
_BLOCKS = (
    range(0x20, 0x7F),  # ASCII
    range(0xA0, 0x100),  # Latin-1
    range(0x2190, 0x219A),  # arrows
    range(0x3000, 0x3020),  # punctuation of Chinese
    range(0xFF01, 0xFF5F),  # wide forms of ASCII
)
_SIGNS = "–—‘’“”…•×÷−≤≥≈●○■□▲△▼▽◆◇★☆✓♪€①②③④⑤"
_BODY = "胛髋骶踝脐髂臀胯膝肘腕颈椎骼胫腓腘肱肋胸腹腰"  # parts of the body, some of them beyond level 1


def wanted() -> frozenset[str]:
    """The characters that the fonts hold: what is common, and whatever the program writes."""
    common = frozenset(
        bytes((lead, trail)).decode("gb2312")
        for lead in _LEAD
        for trail in _TRAIL
        if lead * 256 + trail <= _LAST_OF_LEVEL_1
    )
    blocks = frozenset(chr(code) for block in _BLOCKS for code in block)
    written = frozenset("".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "coach").rglob("*.py")))
    return common | blocks | frozenset(_SIGNS + _BODY) | frozenset(letter for letter in written if letter >= " ")


def cut(collection: bytes, letters: frozenset[str]) -> bytes:
    """The font of simplified characters with these letters alone, without hints, which large text does not need."""
    font = TTFont(io.BytesIO(collection), fontNumber=SIMPLIFIED, recalcTimestamp=False)
    missing = sorted(letters - {chr(code) for code in font.getBestCmap()})
    if missing:
        raise SystemExit(f"not in the font: {' '.join(missing)}")
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True  # smaller here, and the same whatever else is installed
    options.layout_features = ["kern"]
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]  # for vertical lines
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(letter) for letter in letters])
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def readme(fonts: dict[str, bytes], count: int) -> str:
    """What the folder holds and where it comes from."""
    rows = [
        f"| `{weight.name}` | {len(fonts[weight.name]) / 1000:.0f} kB | `{digest(fonts[weight.name])}` "
        f"| `{weight.source}` | `{weight.sha256}` |"
        for weight in WEIGHTS
    ]
    return "\n".join(
        [
            "# Fonts of the live window",
            "",
            "Parts of Noto Sans CJK SC 2.004, with Latin letters and simplified Chinese characters in one font.",
            "Copyright 2014-2021 Adobe, SIL Open Font License 1.1 (`OFL.txt`); Noto is a trademark of Google Inc. They",
            "stay under that licence, whatever the licence of the program.",
            "",
            "| file | size | SHA-256 | cut from | SHA-256 of that |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"**What was changed.** Of the font's characters {count} were kept: ASCII, Latin-1, arrows and some signs,",
            "Chinese punctuation, the 3755 characters of GB 2312 level 1, parts of the body, and whatever else the",
            "program writes. Hints, tables for vertical lines and layout features but kerning were left out; no",
            "outline was touched.",
            "",
            "**Rebuild and check.** `python tools/make_font.py FOLDER` with the folder in which Debian's package",
            "fonts-noto-cjk (20220127) lays its fonts, and fonttools 4.68; the result is the same byte for byte.",
            "`--check` compares only. Needed anew when the program writes a character that is not in the fonts: a test",
            "tells.",
            "",
        ]
    )


def digest(data: bytes) -> str:
    """SHA-256, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def main() -> int:
    """Write or compare; the exit status is 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Cut the fonts of the live window out of Noto Sans CJK.")
    parser.add_argument("folder", type=Path, help="where the Noto Sans CJK collections lie")
    parser.add_argument("--check", action="store_true", help="compare with assets/fonts, write nothing")
    options = parser.parse_args()
    letters = wanted()
    files: dict[str, bytes] = {}
    for weight in WEIGHTS:
        collection = (options.folder / weight.source).read_bytes()
        if digest(collection) != weight.sha256:
            raise SystemExit(f"{weight.source} is not the file of Noto Sans CJK 2.004 that was used")
        files[weight.name] = cut(collection, letters)
        if len(files[weight.name]) > MOST_BYTES:
            raise SystemExit(f"{weight.name} is larger than {MOST_BYTES} bytes")
    files[README_NAME] = readme(files, len(letters)).encode()
    if not (FOLDER / LICENCE_NAME).is_file():
        raise SystemExit(f"{LICENCE_NAME} is missing: the fonts may not lie there without it")
    differ = [n for n, data in files.items() if not (FOLDER / n).is_file() or (FOLDER / n).read_bytes() != data]
    if not options.check:
        for name in differ:
            (FOLDER / name).write_bytes(files[name])
    print(f"{len(letters)} characters; {len(differ)} files {'differ' if options.check else 'written'}", *differ)
    return 1 if options.check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
