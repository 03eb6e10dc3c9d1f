"""Records behave as the standard library's dataclasses do, law by law."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import ClassVar

import pytest

from digestui import records


def made(kind):
    """The same four classes, by `records` or by `dataclasses`."""

    @kind.dataclass(frozen=True, slots=True)
    class Frozen:
        a: int
        b: str = "b"
        c: tuple[int, ...] = ()
        shared: ClassVar[int] = 3

        @property
        def both(self) -> str:
            return f"{self.a}{self.b}"

    @kind.dataclass(slots=True)
    class Open:
        a: int
        b: list[int] = kind.field(default_factory=list)
        c: str = kind.field(init=False, default="set later")

        def __post_init__(self) -> None:
            self.c = f"{self.a} after"

    @kind.dataclass
    class Plain:
        a: int = 1
        b: dict[str, int] = kind.field(default_factory=dict, metadata={"says": "a table"})
        c: int = kind.field(default=0, compare=False, repr=False)

    @kind.dataclass(frozen=True, slots=True)
    class Longer(Frozen):
        d: int = 4

    return Frozen, Open, Plain, Longer


@pytest.fixture(params=["few records", "many records", "dataclasses"])
def kind(request, monkeypatch):
    """Records, which are made step by step while they are few, and what they are to be like."""
    monkeypatch.setattr(records, "FEW", 1_000 if request.param == "few records" else 0)
    return dataclasses if request.param == "dataclasses" else records


def test_values_come_in_order_by_name_and_by_default(kind) -> None:
    frozen, open_, plain, longer = made(kind)
    assert (frozen(1).a, frozen(1).b, frozen(1, c=(2,)).c, frozen(1, "x").both) == (1, "b", (2,), "1x")
    assert (open_(5).b, open_(5).c, open_(5, [1]).b) == ([], "5 after", [1])
    assert (plain().a, plain().b) == (1, {})
    assert (longer(1).d, longer(1, "x", (), 7).d, longer(1).both, longer.shared) == (4, 7, "1b", 3)
    assert open_(1).b is not open_(1).b


@pytest.mark.parametrize(
    "wrong",
    [
        lambda cls: cls(),
        lambda cls: cls(1, "2", (3,), 4),
        lambda cls: cls(1, z=2),
        lambda cls: cls(1, a=2),
        lambda cls: cls(b="x", c=()),
    ],
)
def test_what_does_not_fit_is_refused(kind, wrong) -> None:
    frozen, *_ = made(kind)
    for _ in range(2):  # the first record of a class is made another way than later ones
        with pytest.raises(TypeError, match="argument"):
            wrong(frozen)


def test_equal_records_are_equal_and_only_they(kind) -> None:
    frozen, open_, plain, longer = made(kind)
    assert frozen(1) == frozen(1) != frozen(2)
    assert len({frozen(1), frozen(1), frozen(2)}) == 2
    assert longer(1) != frozen(1)
    assert open_(1) == open_(1) != open_(1, [2])
    assert plain() != {}
    assert plain(c=1) == plain(c=2)
    with pytest.raises(TypeError):
        hash(open_(1))


def test_a_frozen_record_cannot_be_changed_and_has_no_other_attributes(kind) -> None:
    frozen, open_, *_ = made(kind)
    one = frozen(1)
    with pytest.raises(AttributeError):
        one.a = 2
    with pytest.raises(AttributeError):
        del one.a
    with pytest.raises((AttributeError, TypeError)):
        one.other = 2
    with pytest.raises(AttributeError):
        open_(1).other = 2
    assert one == frozen(1)


def test_a_record_tells_its_fields_and_can_be_made_anew_with_others(kind) -> None:
    frozen, open_, plain, longer = made(kind)
    assert [one.name for one in kind.fields(longer)] == ["a", "b", "c", "d"]
    assert [one.type for one in kind.fields(frozen)] == ["int", "str", "tuple[int, ...]"]
    assert kind.fields(plain())[1].metadata == {"says": "a table"}
    assert kind.replace(frozen(1), b="x") == frozen(1, "x")
    assert kind.replace(open_(1), a=2).c == "2 after"
    assert kind.is_dataclass(frozen)
    assert kind.is_dataclass(frozen(1))
    assert not kind.is_dataclass(1)
    assert repr(longer(1)).endswith("Longer(a=1, b='b', c=(), d=4)")
    assert repr(plain()).endswith("Plain(a=1, b={})")
    match frozen(1, "x"):
        case frozen(a, b):
            assert (a, b) == (1, "x")


def test_the_many_that_come_after_the_few_are_like_them() -> None:
    frozen, open_, plain, longer = made(records)
    for cls in (frozen, open_, plain, longer):
        every = [cls(7) for _ in range(records.FEW + 2)]
        assert every == [every[0]] * len(every)
        assert cls.__init__.__code__.co_varnames[:2] == ("self", "a")  # compiled by now


@records.dataclass(frozen=True, slots=True)
class Sent:
    a: int
    b: tuple[str, ...] = ()


@records.dataclass(slots=True)
class Kept:
    a: list[int] = records.field(default_factory=list)


@pytest.mark.parametrize("one", [Sent(1, ("x",)), Kept([1, 2])])
def test_a_record_can_be_copied_and_sent(one) -> None:
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one) == copy.deepcopy(one) == one
