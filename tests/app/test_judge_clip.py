"""A clip is judged from its first frame on, whoever is on the receiver then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coach.adapters.clip import Frame
from coach.app.judge_clip import judge_clip
from coach.core.look import Hints, LookPlan, Looks
from coach.core.session import SessionParams
from coach.core.sight import Seen

Set = Callable[..., Any]
