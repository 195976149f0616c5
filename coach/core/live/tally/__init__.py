"""The sums of a live session, and what they come to in plain words."""

from coach.core.live.tally.fold import DWELL_EDGES_S, FamilyTime, RuleCount, Tally, begin_tally, update_tally
from coach.core.live.tally.words import what_did_not, what_to_do_now, what_went_well

__all__ = [
    "DWELL_EDGES_S",
    "FamilyTime",
    "RuleCount",
    "Tally",
    "begin_tally",
    "update_tally",
    "what_did_not",
    "what_to_do_now",
    "what_went_well",
]
