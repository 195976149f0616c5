"""Values of a session to bytes and back, bit for bit: MessagePack, with an extension for arrays.

Every dataclass is a map of its fields' names, so that a reader of another version finds what it knows. Arrays are kept
with dtype, shape and bytes; one of float64 whose numbers single precision holds exactly takes half the room.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

ValueT = TypeVar("ValueT")

_HALVED, _WHOLE = 1, 2  # codes of the extension: float64 written as float32; any other array
_NUMBERS = "fiub"  # kinds of dtype that may be read


def pack(value: object) -> bytes:
    """Write a tree of dataclasses, tuples, enums, numbers, texts and arrays.

    Raises:
        TypeError: something else is in it (a programming error).
    """
    return _ENCODER.encode(value)


def pack_list(packed: list[bytes]) -> bytes:
    """One list of values that have been packed already."""
    return b"\xdd" + struct.pack(">I", len(packed)) + b"".join(packed)  # MessagePack's "array 32"


def unpacker(kind: type[ValueT]) -> Callable[[bytes], ValueT]:
    """Make a reader of values of one type; it raises ValueError on anything else.

    Fields that this version does not know are passed over, and those that it misses get their defaults.
    """
    decoder = msgspec.msgpack.Decoder(kind, dec_hook=_checked, ext_hook=_array)

    def unpack(packed: bytes) -> ValueT:
        try:
            return decoder.decode(packed)
        except msgspec.MsgspecError as wrong:
            raise ValueError(str(wrong)) from wrong

    return unpack


def _plain(value: object) -> object:
    """What MessagePack has no word for."""
    if isinstance(value, np.ndarray):
        return _extension(value)
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be recorded")


def _extension(array: NDArray[Any]) -> msgspec.msgpack.Ext:
    if array.dtype.kind not in _NUMBERS:
        raise TypeError(f"an array of {array.dtype} cannot be recorded")
    shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
    if array.dtype.str == "<f8":
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            half = array.astype("<f4")
            same = half.astype("<f8").tobytes() == array.tobytes()  # by bytes: NaN and the sign of 0 count too
        if same:
            return msgspec.msgpack.Ext(_HALVED, shape + half.tobytes())
    dtype = array.dtype.str.encode("ascii")
    return msgspec.msgpack.Ext(_WHOLE, struct.pack("<B", len(dtype)) + dtype + shape + array.tobytes())


def _array(code: int, data: memoryview) -> NDArray[Any]:
    """Read an array; it is a new one, that may be written to.

    Raises:
        ValueError: the bytes are none.
    """
    raw = bytes(data)
    try:
        dtype = np.dtype("<f4")
        if code == _WHOLE:
            dtype = np.dtype(raw[1 : 1 + raw[0]].decode("ascii"))
            raw = raw[1 + raw[0] :]
        elif code != _HALVED:
            raise ValueError(f"extension {code}")
        shape = struct.unpack_from(f"<{raw[0]}I", raw, 1)
        if dtype.kind not in _NUMBERS or math.prod(shape) * dtype.itemsize != len(raw) - 1 - 4 * raw[0]:
            raise ValueError(f"{shape} of {dtype}")
        flat = np.frombuffer(raw, dtype, offset=1 + 4 * raw[0])
    except (IndexError, TypeError, UnicodeDecodeError, struct.error) as wrong:
        raise ValueError("these bytes are no array") from wrong
    with np.errstate(invalid="ignore"):  # a signalling NaN
        return flat.reshape(shape).astype("<f8" if code == _HALVED else dtype, copy=True)


def _checked(kind: Any, value: object) -> object:
    """An array where one is expected. msgspec knows no NumPy type and asks here for each of them."""
    if not isinstance(value, np.ndarray):
        raise TypeError(f"an array is expected, not {type(value).__name__}")
    del kind
    return value


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
