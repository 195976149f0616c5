"""Where the program's own data lies: models, sounds, fonts, sample clips.

In a checkout (also an editable install) the folders lie beside the package. The wheel carries copies of them inside the
package, in `coach/_data`. Both answer to the same names here.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

PACKED_FOLDER = "_data"


def data_folder(name: str) -> Path:
    """Return where one of the program's data folders lies, or would lie.

    Args:
        name: "models", "assets" or "samples".

    Returns:
        The packed copy if this is an installed program, else the folder beside the package. It may be missing; who
        opens a file in it says so in a `CoachError`.
    """
    package = Path(str(files("coach")))
    packed = package / PACKED_FOLDER / name
    return packed if packed.is_dir() else package.parent / name


def models_folder() -> Path:
    """Return the folder of the pose model."""
    return data_folder("models")


def sounds_folder() -> Path:
    """Return the folder of the cue sounds; the Chinese ones are in its folder `zh`."""
    return data_folder("assets") / "sounds"


def fonts_folder() -> Path:
    """Return the folder of the fonts: `NotoSansCJKsc-Regular.otf` and `-Bold.otf`, Latin and simplified Chinese."""
    return data_folder("assets") / "fonts"


def review_folder() -> Path:
    """Return the folder of the review page's own files."""
    return data_folder("assets") / "review"


def samples_folder() -> Path:
    """Return the folder of the sample clips."""
    return data_folder("samples")
