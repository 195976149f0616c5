"""Which camera is meant, and what to say when it gives no picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

Source = int | str  # a camera's number, or the address of one

_ADDRESS = re.compile(r"(https?|rtsp)://[^\s/]\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CamerasFound:
    """What the system tells about its cameras.

    Attributes:
        names: every connected camera's number and name; None where the system does not tell.
        allowed: this user may open the one that was asked for, if it is there.
    """

    names: dict[int, str] | None = None
    allowed: bool = True


def source_of(text: str) -> Source:
    """What a person wrote after `--camera`: a number if it reads as one, else an address as it stands."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else text


def why_no_source(source: Source) -> str:
    """One sentence on what is neither a number from 0 on nor an address of http, https or rtsp; empty if it is."""
    if isinstance(source, int):
        return f"There is no camera {source}: cameras are counted from 0, try --camera 0." if source < 0 else ""
    if _ADDRESS.fullmatch(source):
        return ""
    return (
        f"'{source}' is no camera: give its number, --camera 0 for the first one, or its address, which begins with "
        "http://, https:// or rtsp://."
    )


def why_no_picture(source: Source, found: CamerasFound) -> str:
    """One sentence on a camera that gave no picture: what was wrong, what was expected, what to do."""
    if isinstance(source, str):
        # A name and a password in an address are nobody else's business.
        address = re.sub(r"//[^/]*@", "//", source)
        return f"No picture comes from {address}: check the address, and that the camera there is switched on."
    if found.names is None:
        return (
            f"Camera {source} gives no picture: connect it, close other programs that use it, allow its use in the "
            f"system's privacy settings, or try --camera {0 if source else 1}."
        )
    others = {number: name for number, name in sorted(found.names.items()) if number != source}
    told = ", ".join(f"{number} ({name})" for number, name in others.items())
    if source not in found.names:
        if not others:
            return f"There is no camera {source}, and no other one is connected: plug one in and start again."
        return f"There is no camera {source}, connected are {told}: choose --camera {min(others)}."
    if not found.allowed:
        return (
            f"Camera {source} ({found.names[source]}) may not be opened by this user: join the group that may (on most "
            "systems: sudo usermod -aG video NAME) and log in again."
        )
    instead = f", or choose --camera {min(others)}; connected are also {told}" if others else ""
    return (
        f"Camera {source} ({found.names[source]}) gives no picture: another program may be using it, close that "
        f"program or plug the camera in again{instead}."
    )
