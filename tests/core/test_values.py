"""Changed copies are those of `dataclasses.replace`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from coach.core.rules.spine_step import SpineStepParams
from coach.core.rules.temporal import HoldState
from coach.core.values import replace
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Base:
    first: int
    second: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived(Base):
    third: str = ""


@dataclass(frozen=True)
class WithoutSlots:
    first: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    first: int = 1
    double: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.first)


def test_a_copy_differs_in_the_named_fields_alone() -> None:
    state = HoldState(since_s=1.5, ok_s=0.25)
    changed = replace(state, verdict=Verdict.FAULT, last_s=2.0)
    assert changed is not state
    assert str(changed) == str(dataclasses.replace(state, verdict=Verdict.FAULT, last_s=2.0))
    assert state.verdict is Verdict.UNKNOWN
    kept = (1.0, 2.0)
    assert replace(Base(1, kept), first=2).second is kept


def test_inherited_fields_and_values_without_slots_are_changed_too() -> None:
    assert replace(Derived(1, (2.0,), "a"), first=3) == Derived(3, (2.0,), "a")
    assert replace(WithoutSlots(), first=2) == WithoutSlots(2)


def test_a_class_that_checks_or_computes_its_fields_does_so_again() -> None:
    assert replace(Counted(), first=4).double == 8
    with pytest.raises(ValueError, match="leave_p"):
        replace(SpineStepParams(), leave_p=0.9)


@pytest.mark.parametrize("value", [HoldState(), WithoutSlots(), Counted()])
def test_a_field_that_is_not_there_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="fourth"):
        replace(value, fourth=4)  # type: ignore[type-var]


def test_what_is_no_dataclass_is_refused() -> None:
    with pytest.raises(TypeError):
        replace("word", first=1)  # type: ignore[type-var]


def test_a_copy_stays_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(HoldState(), ok_s=1.0).ok_s = 2.0  # type: ignore[misc]
