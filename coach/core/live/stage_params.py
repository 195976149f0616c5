"""How long what is seen must last on the way through a live session: every threshold of `stage`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from coach.core.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class StageParams:
    """How long what is seen must last."""

    look_s: Annotated[
        float,
        Threshold("s", 0.0, 10.0, "nothing is asked for before there was time to see what is done; own judgement"),
    ] = 1.5
    lying_s: Annotated[
        float, Threshold("s", 0.2, 10.0, "the view of who has just lain down still changes; own judgement")
    ] = 1.0
    still_s: Annotated[float, Threshold("s", 0.5, 10.0, "two seconds of lying alone and still measure the back")] = 2.0
    rehearse: bool = True  # technique.md B6, D7: the stop signal is shown before anybody steps on
    signal_s: Annotated[
        float, Threshold("s", 0.0, 3.0, "a rehearsed signal must be seen as long as the rule asks of a real one")
    ] = 0.3
    rehearse_s: Annotated[
        float,
        Threshold("s", 8.0, 60.0, "8 s are said, the rest is for doing it; then it is asked for again; own judgement"),
    ] = 15.0
    beside_s: Annotated[float, Threshold("s", 0.3, 10.0, "who walks past does not stand there; own judgement")] = 1.0
    holding_s: Annotated[float, Threshold("s", 0.3, 10.0, "a hand that rests; as in the hands' own rule")] = 1.0
    by_hand_s: Annotated[
        float, Threshold("s", 0.3, 10.0, "technique.md D3: hands that rest on the back begin a warm-up; own judgement")
    ] = 2.0
    on_back_s: Annotated[
        float, Threshold("s", 0.2, 5.0, "one foot that lands is a beginning, a wrong look is not; own judgement")
    ] = 0.7
    over_s: Annotated[
        float, Threshold("s", 1.0, 20.0, "who lay is not there for this long: they begin anew; own judgement")
    ] = 4.0
    repeat_s: Annotated[float, Threshold("s", 5.0, 120.0, "an instruction is said again; own judgement")] = 20.0
    off_s: Annotated[
        float, Threshold("s", 0.3, 10.0, "after a stop signal: the giver is off the back for this long")
    ] = 1.0
    stopped_s: Annotated[
        float, Threshold("s", 10.0, 600.0, "a stop that nobody takes back within this time ends the session")
    ] = 60.0
    nobody_s: Annotated[float, Threshold("s", 10.0, 600.0, "nobody in view for a minute: they have gone")] = 60.0
    half_s: Annotated[float, Threshold("s", 60.0, 1800.0, "technique.md A1: spoken at 10 minutes")] = 600.0
    nearly_s: Annotated[float, Threshold("s", 60.0, 3600.0, "technique.md A1: and before 20")] = 900.0
    full_s: Annotated[float, Threshold("s", 300.0, 3600.0, "technique.md A1: the session ends at 20 minutes")] = 1200.0
    grace_s: Annotated[
        float, Threshold("s", 5.0, 300.0, "nobody is left alone on a back: time to step off; own judgement")
    ] = 60.0
