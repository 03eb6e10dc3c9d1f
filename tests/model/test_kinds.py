"""Kinds behave as the enumerations of the standard library do, as far as they are used."""

from __future__ import annotations

import copy
import enum
import json
import pickle

import pytest

from digestui import kinds
from digestui.model.journal import Verb
from digestui.model.triage import Place


def made(kind):
    """The same two, by `kinds` or by `enum`."""

    class Colour(kind.StrEnum):
        """Colours."""

        RED = "red"
        BLUE = "blue"

        @property
        def short(self) -> str:
            return self.value[0]

    class Size(kind.IntEnum):
        SMALL = 0
        LARGE = 7

    return Colour, Size


@pytest.fixture(params=[kinds, enum], ids=["kinds", "enum"])
def kind(request):
    return request.param


def test_a_member_is_its_value_and_has_a_name(kind) -> None:
    colour, size = made(kind)
    assert colour.RED == "red" != colour.BLUE
    assert size.LARGE == 7 > size.SMALL
    assert (colour.RED.name, colour.RED.value, colour.RED.short) == ("RED", "red", "r")
    assert (size.LARGE.name, size.LARGE.value) == ("LARGE", 7)
    assert isinstance(colour.RED, colour)
    assert isinstance(colour.RED, str)
    assert {"red": 1, 7: 2}[colour.RED] == 1
    assert {7: 2}[size.LARGE] == 2
    assert not size.SMALL
    assert size.LARGE
    assert type(colour.RED.value) is str
    assert type(size.LARGE.value) is int


def test_a_value_leads_to_its_member(kind) -> None:
    colour, size = made(kind)
    assert colour("red") is colour.RED
    assert colour(colour.RED) is colour.RED
    assert size(7) is size.LARGE
    for wrong in ("green", 3, None, []):
        with pytest.raises(ValueError, match="is not a valid"):
            colour(wrong)


def test_members_come_in_order(kind) -> None:
    colour, size = made(kind)
    assert list(colour) == [colour.RED, colour.BLUE]
    assert len(colour) == 2
    assert sorted(size, reverse=True) == [size.LARGE, size.SMALL]
    assert colour.RED in colour
    assert size.LARGE in size


def test_it_prints_as_its_value(kind) -> None:
    colour, size = made(kind)
    assert (str(colour.RED), f"{colour.RED:>5}", f"{colour.BLUE}") == ("red", "  red", "blue")
    assert (str(size.LARGE), f"{size.LARGE:03}") == ("7", "007")
    assert json.dumps({colour.RED: size.LARGE}) == '{"red": 7}'
    assert repr(colour.RED).endswith("Colour.RED: 'red'>")


def test_a_kind_is_fixed(kind) -> None:
    colour, _ = made(kind)
    with pytest.raises(AttributeError):
        colour.RED = "green"


@pytest.mark.parametrize("one", [Verb.STAR, Place.DISMISSED])
def test_a_member_stays_itself_when_it_is_copied_or_sent(one) -> None:
    assert pickle.loads(pickle.dumps(one)) is one
    assert copy.copy(one) is one
    assert copy.deepcopy([one])[0] is one
