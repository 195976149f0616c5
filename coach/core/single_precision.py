"""What the eyes answer, in as many digits as they can mean.

The networks reckon in single precision, so half the digits of an answer in double precision are made up by the way
from the crop to the picture. A live session lets go of them before it folds the answer in: then its recording, which
holds exactly what was folded, is half as large.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

ValueT = TypeVar("ValueT")


def rounded(value: ValueT) -> ValueT:
    """The same value with every float64 array in it rounded to the nearest numbers of single precision.

    Arrays stay float64 and come back in C order, as a recording gives them back; the single numbers beside them (times
    are compared for being equal) stay as exact as they are and become plain Python numbers. At 4000 px the change is
    0.00012 px. NaN stays NaN; beyond 3.4e38, where nothing is a position any more, numbers become infinite.

    Args:
        value: `Looks`, or any other tree of frozen dataclasses, tuples and arrays. It is not changed.
    """
    return cast(ValueT, _rounded(value))


def _rounded(value: object) -> object:
    if isinstance(value, np.ndarray):
        return _in_c_order(cast("NDArray[Any]", value))
    if isinstance(value, np.generic):
        return cast("np.generic[Any]", value).item()
    if isinstance(value, tuple):
        return tuple(_rounded(part) for part in cast("tuple[object, ...]", value))
    if is_dataclass(value):
        parts = {part.name: _rounded(getattr(value, part.name)) for part in fields(value)}
        return cast(object, replace(cast(Any, value), **parts))
    return value


def _in_c_order(array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype != np.float64:
        return np.array(array, order="C")
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return array.astype(np.float32, order="C").astype(np.float64)
