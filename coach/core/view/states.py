"""The three states of a foot, a hand or a light, read from the findings."""

from __future__ import annotations

import math

from coach.core.findings import EventSide, Findings, Judgement, Limb, Rule
from coach.core.landmarks import Side
from coach.core.rules.presence import on_back
from coach.core.sight import Contact, FootSight, HandSight, Sight, ViewVerdict
from coach.core.verdict import Verdict, worst

SPINE_RULES = (Rule.SPINE_STEP, Rule.KEEP_OUT)
ZONE_RULES = (Rule.OFF_ZONE,)
SUPPORT_RULES = (Rule.SUPPORT_LOST,)
PACE_RULES = (Rule.FAST_STEP, Rule.SHORT_PAUSE, Rule.LONG_PAUSE)
PLACE_RULES = (*SPINE_RULES, *ZONE_RULES)


def verdict_of(findings: Findings, rules: tuple[Rule, ...]) -> Verdict | None:
    """The worst verdict of some rules; None when none of them is in force at this moment."""
    verdicts = [judgement.verdict for judgement in findings.judgements if judgement.rule in rules]
    return worst(*verdicts) if verdicts else None


def partly_unknown(findings: Findings, rules: tuple[Rule, ...]) -> bool:
    """Could a part of what some rules judge not be judged, also while another part is at fault?"""
    return any(judgement.partly_unknown for judgement in findings.judgements if judgement.rule in rules)


def treading_verdict(sight: Sight, findings: Findings, rules: tuple[Rule, ...]) -> Verdict | None:
    """The same for rules about treading: while nobody is seen on the back there is nothing to call ok."""
    verdict = verdict_of(findings, rules)
    return None if verdict is Verdict.OK and not on_back(sight) else verdict


def foot_verdict(sight: Sight, findings: Findings, foot: FootSight) -> Verdict | None:
    """What the rules of place say about one foot; None when it is not on the back.

    A judgement is about both feet together, so a fault of one foot says nothing about the other: that one is ok only
    if its own place is known in a view that can tell, and no rule calls it unknown. A foot on the back that no rule
    judges is unknown, never ok.
    """
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return None
    about = [j for j in findings.judgements if j.rule in PLACE_RULES and j.limb is Limb.FOOT]
    told = sight.back.view is not ViewVerdict.CANNOT_JUDGE_FEET and not sight.receiver.doubted
    placed = math.isfinite(foot.gap_cm) and told
    own = Verdict.OK if foot.contact is Contact.BACK and placed else Verdict.UNKNOWN
    return worst(own, *(_about(j, foot.side) for j in about)) if about else Verdict.UNKNOWN


def palm_verdict(sight: Sight, findings: Findings, hand: HandSight) -> Verdict | None:
    """What spine rule and marked areas say about one palm; None when nobody presses with it, or it is elsewhere."""
    if hand.press is None or hand.press.contact is Contact.AIR:
        return None
    told = sight.back.view is not ViewVerdict.CANNOT_JUDGE_FEET and not sight.receiver.doubted
    own = Verdict.OK if hand.press.contact is Contact.BACK and told else Verdict.UNKNOWN
    about = [j for j in findings.judgements if j.rule in SPINE_RULES and j.limb is Limb.HAND]
    return worst(own, *(_about(j, hand.side) for j in about)) if about else Verdict.UNKNOWN


def _about(judgement: Judgement, side: Side) -> Verdict:
    """What a judgement says of one foot or hand; one that names no side is about both."""
    if judgement.side in (None, EventSide.BOTH) or judgement.side.value == side.value:
        return judgement.verdict
    unknown = judgement.unknown_side
    return Verdict.UNKNOWN if unknown is not None and unknown.value == side.value else Verdict.OK
