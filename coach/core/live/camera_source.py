"""Which camera is meant, and what to say when it gives no picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.core.phrase import Phrase

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


def why_no_source(source: Source) -> Phrase | None:
    """One sentence on what is neither a number from 0 on nor an address of http, https or rtsp; None if it is."""
    if isinstance(source, int) and source < 0:
        return Phrase(
            f"There is no camera {source}: cameras are counted from 0, try --camera 0.",
            f"没有摄像头 {source}：摄像头从 0 数起，请试 --camera 0。",
        )
    if isinstance(source, int) or _ADDRESS.fullmatch(source):
        return None
    return Phrase(
        f"'{source}' is no camera: give its number, --camera 0 for the first one, or its address, which begins with "
        "http://, https:// or rtsp://.",
        f"“{source}”不是摄像头：请写编号，第一个是 --camera 0，或写地址，以 http://、https:// 或 rtsp:// 开头。",
    )


def why_no_picture(source: Source, found: CamerasFound) -> Phrase:
    """One sentence on a camera that gave no picture: what was wrong, what was expected, what to do."""
    if isinstance(source, str):
        # A name and a password in an address are nobody else's business.
        address = re.sub(r"//[^/]*@", "//", source)
        return Phrase(
            f"No picture comes from {address}: check the address, and that the camera there is switched on.",
            f"{address} 没有画面：请检查地址，看看那边的摄像头是否打开。",
        )
    if found.names is None:
        return Phrase(
            f"Camera {source} gives no picture: connect it, close other programs that use it, allow its use in the "
            f"system's privacy settings, or try --camera {0 if source else 1}.",
            f"摄像头 {source} 没有画面：请接好，关掉别的在用它的程序，在系统的隐私设置里允许使用，或试 --camera "
            f"{0 if source else 1}。",
        )
    others = {number: name for number, name in sorted(found.names.items()) if number != source}
    told = ", ".join(f"{number} ({name})" for number, name in others.items())
    if source not in found.names:
        if not others:
            return Phrase(
                f"There is no camera {source}, and no other one is connected: plug one in and start again.",
                f"没有摄像头 {source}，也没有接别的：请接上一个再开始。",
            )
        return Phrase(
            f"There is no camera {source}, connected are {told}: choose --camera {min(others)}.",
            f"没有摄像头 {source}，接着的有 {told}：请选 --camera {min(others)}。",
        )
    if not found.allowed:
        return Phrase(
            f"Camera {source} ({found.names[source]}) may not be opened by this user: join the group that may (on most "
            "systems: sudo usermod -aG video NAME) and log in again.",
            f"这个用户无权打开摄像头 {source}（{found.names[source]}）：请加入有权的组（多数系统：sudo usermod -aG "
            "video NAME），再重新登录。",
        )
    instead = f", or choose --camera {min(others)}; connected are also {told}" if others else ""
    chinese = f"，或选 --camera {min(others)}；还接着 {told}" if others else ""
    return Phrase(
        f"Camera {source} ({found.names[source]}) gives no picture: another program may be using it, close that "
        f"program or plug the camera in again{instead}.",
        f"摄像头 {source}（{found.names[source]}）没有画面：可能别的程序在用，请关掉它，或重新插上摄像头{chinese}。",
    )
