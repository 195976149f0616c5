"""One table of all rules: how much each matters, which lines of technique.md it serves and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.findings import Rule, Severity


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule.

    Attributes:
        rule: its name in the files.
        severity: tier of its events (`off_zone` and `not_seen` may differ by reason, see their files).
        technique: ids of the lines of technique.md that it serves.
        says: the fault in plain words.
        settings: name of its part of the settings, empty if it has none.
        in_force: False while nothing judges it yet.
    """

    rule: Rule
    severity: Severity
    technique: tuple[str, ...]
    says: str
    settings: str = ""
    in_force: bool = True


CATALOGUE: tuple[RuleEntry, ...] = (
    RuleEntry(Rule.SPINE_STEP, Severity.URGENT, ("D1", "A5"), "A foot or hand presses on the spine.", "spine_step"),
    RuleEntry(Rule.KEEP_OUT, Severity.URGENT, ("B2",), "A foot or hand presses on a marked area.", "keep_out"),
    RuleEntry(Rule.OFF_ZONE, Severity.WARNING, ("D9",), "A foot stands outside the muscle bands.", "off_zone"),
    RuleEntry(Rule.SUPPORT_LOST, Severity.WARNING, ("D2",), "No hand holds on to a support.", "support_lost"),
    RuleEntry(Rule.FAST_STEP, Severity.WARNING, ("D6",), "A foot came down too fast.", "fast_step"),
    RuleEntry(Rule.SHORT_PAUSE, Severity.GUIDE, ("D6",), "A foot left its point too soon.", "pauses"),
    RuleEntry(Rule.LONG_PAUSE, Severity.GUIDE, ("D6",), "A foot stays too long at one point.", "pauses"),
    RuleEntry(Rule.ORDER, Severity.INFO, ("D4",), "The steps do not go from the shoulders down.", "order"),
    RuleEntry(Rule.UNEVEN, Severity.INFO, ("D5",), "One side gets more than the other.", "uneven"),
    RuleEntry(Rule.RECEIVER_MOVED, Severity.WARNING, ("D7",), "The receiver shifts or twists.", "receiver"),
    RuleEntry(
        Rule.RECEIVER_SIGNAL, Severity.URGENT, ("D7",), "The receiver lifts the head or an arm, or taps.", "receiver"
    ),
    RuleEntry(Rule.NOT_SEEN, Severity.WARNING, ("D1", "D2"), "The coach cannot see enough to judge.", "not_seen"),
)


def entry(rule: Rule) -> RuleEntry:
    """The rule's line of the table."""
    return next(line for line in CATALOGUE if line.rule is rule)
