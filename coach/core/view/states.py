"""The three states of a foot, a hand or a light, read from the findings."""

from __future__ import annotations

from coach.core.findings import EventSide, Findings, Judgement, Rule
from coach.core.landmarks import Side
from coach.core.sight import Contact, FootSight
from coach.core.verdict import Verdict, worst

SPINE_RULES = (Rule.SPINE_STEP, Rule.KEEP_OUT)
ZONE_RULES = (Rule.OFF_ZONE,)
SUPPORT_RULES = (Rule.SUPPORT_LOST,)
PACE_RULES = (Rule.FAST_STEP, Rule.SHORT_PAUSE, Rule.LONG_PAUSE, Rule.ORDER, Rule.UNEVEN)
PLACE_RULES = (*SPINE_RULES, *ZONE_RULES)


def verdict_of(findings: Findings, rules: tuple[Rule, ...]) -> Verdict | None:
    """The worst verdict of some rules; None when none of them is in force at this moment."""
    verdicts = [judgement.verdict for judgement in findings.judgements if judgement.rule in rules]
    return worst(*verdicts) if verdicts else None


def foot_verdict(findings: Findings, foot: FootSight) -> Verdict | None:
    """What the rules of place say about one foot; None when it is not on the back.

    A foot on the back that no rule of place judges is unknown, never ok.
    """
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return None
    if foot.contact is Contact.UNKNOWN:
        return Verdict.UNKNOWN
    about = [j for j in findings.judgements if j.rule in PLACE_RULES]
    return worst(*(j.verdict if _concerns(j, foot.side) else Verdict.OK for j in about))


def _concerns(judgement: Judgement, side: Side) -> bool:
    """Is the judgement about this foot? One that names no side is about both."""
    return judgement.side is None or judgement.side is EventSide.BOTH or judgement.side.value == side.value
