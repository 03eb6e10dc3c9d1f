"""Kinds: named texts and numbers, as those of `enum`, made in a third of the time. Any room may use this.

The standard library makes each member with a dozen calls; a command loads eighty members and uses five, and
that was a thirtieth of `digestui search`. Here is what this project uses, with the names and the meaning of
the standard library: a class is called with a value, gone through in order, asked whether a value is in it;
a member is its value and has `name` and `value`.
"""

from __future__ import annotations

__all__ = ["IntEnum", "StrEnum"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class _Kinds(type):
    """A class whose plain values become its only instances."""

    _members: dict[Any, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        plain = bases[0].__mro__[-2]  # str or int, which stands before object
        said = {key: value for key, value in body.items() if type(value) is plain and key[0] != "_"}
        members: dict[Any, Any] = {}
        body["_members"] = members
        made: Any = type.__new__(cls, name, bases, body)
        for key, value in said.items():
            member: Any = plain.__new__(made, value)
            member.name, member.value = key, value
            type.__setattr__(made, key, members.setdefault(value, member))
        return made

    def __call__(cls, value: Any) -> Any:
        try:
            return cls._members[value]
        except (KeyError, TypeError):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls._members.values())

    def __len__(cls) -> int:
        return len(cls._members)

    def __contains__(cls, value: object) -> bool:
        try:
            return value in cls._members
        except TypeError:
            return False

    def __setattr__(cls, name: str, value: object) -> None:
        raise AttributeError(f"{cls.__qualname__} is fixed: {name} cannot be set")


class _Member:
    """What members of all kinds have in common."""

    name: str
    value: Any

    def __repr__(self) -> str:
        return f"<{self.__class__.__qualname__}.{self.name}: {self.value!r}>"

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return self.__class__, (self.value,)

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: object) -> Any:
        return self


class _StrEnum(_Member, str, metaclass=_Kinds):
    """Named texts."""

    __str__ = str.__str__
    __format__ = str.__format__


class _IntEnum(_Member, int, metaclass=_Kinds):
    """Named numbers."""

    __str__ = int.__repr__
    __format__ = int.__format__


if TYPE_CHECKING:
    # What checks types knows those of the standard library by heart.
    from enum import IntEnum, StrEnum
else:
    StrEnum, IntEnum = _StrEnum, _IntEnum
