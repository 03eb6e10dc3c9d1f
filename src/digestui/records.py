"""Records: the part of `dataclasses` that this project uses, made without a compiler. Any room may use this.

The standard library writes six functions for each class as text and compiles them: half a millisecond a
class, and `inspect`, `ast` and `dis` besides. A command loads a hundred classes and makes records of ten, so
that was a third of the time of `digestui search`. Here the functions are shared, and the one that must be
compiled to be quick, `__init__`, is when many records of its class are made. Names and meaning are those of
`dataclasses`.
"""

from __future__ import annotations

__all__ = ["FrozenError", "dataclass", "field", "fields", "is_dataclass", "replace"]

from collections.abc import Callable, Mapping
from operator import attrgetter

TYPE_CHECKING = False  # not from typing, whose loading costs a command a twentieth of its time
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")

_MISSING: Any = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
_FIELDS = "__record_fields__"
FEW = 50
"""Records of a class that are made step by step. Compiling its `__init__` takes as long as making so many."""


class FrozenError(AttributeError):
    """An attribute of a frozen record was to be changed."""


class Field:
    """One field of a record."""

    __slots__ = ("compare", "default", "default_factory", "init", "metadata", "name", "repr", "type")

    def __init__(
        self,
        default: Any,
        default_factory: Any = _MISSING,
        *,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = ""
        self.type: Any = None
        """The annotation, as text."""
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.metadata: Mapping[str, Any] = metadata or {}

    @property
    def required(self) -> bool:
        """Whether a record cannot be made without it."""
        return self.default is _MISSING and self.default_factory is _MISSING

    def initial(self) -> Any:
        """Its value in a record that is made without it."""
        return self.default if self.default_factory is _MISSING else self.default_factory()


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Any = _MISSING,
    **more: Any,
) -> Any:
    """A field with a default that is made anew for each record, or one of which there is more to say: `init`,
    `repr`, `compare`, `metadata`."""
    return Field(default, default_factory, **more)


def _fields(record: Any) -> tuple[Field, ...]:
    """The fields of a record or of its class, in order; TypeError where it is none."""
    found: tuple[Field, ...] | None = getattr(record, _FIELDS, None)
    if found is None:
        raise TypeError(f"{record!r} is no record")
    return found


def _is_dataclass(thing: Any) -> bool:
    """Whether something is a record or a class of records."""
    return hasattr(thing, _FIELDS)


def _replace(record: T, /, **changes: Any) -> T:
    """The same record with other values in some fields."""
    for one in _fields(record):
        if one.init and one.name not in changes:
            changes[one.name] = getattr(record, one.name)
    return record.__class__(**changes)


def _make(cls: Any, frozen: bool, slots: bool, eq: bool) -> Any:
    found = {one.name: one for base in reversed(cls.__mro__[1:]) for one in base.__dict__.get(_FIELDS, ())}
    own = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - `inspect` is what is not to be loaded
    for name, kind in own.items():
        if isinstance(kind, str) and "ClassVar" in kind:
            continue
        given = cls.__dict__.get(name, _MISSING)
        one = given if isinstance(given, Field) else Field(given)
        one.name, one.type = name, kind
        found[name] = one
        if isinstance(given, Field):
            # What a class says of a field is no value of it.
            if one.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, one.default)
    every = tuple(found.values())
    if slots:
        cls = _slotted(cls, tuple(name for name in own if name in found))
    setattr(cls, _FIELDS, every)
    said = cls.__dict__
    asked = tuple(one.name for one in every if one.init)
    cls.__match_args__ = asked  # type: ignore[misc]
    if "__init__" not in said:
        cls.__init__ = _compiled_at_length(cls, every, frozen)
    if "__repr__" not in said:
        cls.__repr__ = _repr
    if frozen:
        cls.__setattr__ = _refuse
        cls.__delattr__ = _refuse
        if slots:
            cls.__getstate__ = _state
            cls.__setstate__ = _take_state
    if eq and "__eq__" not in said:
        values = _values_of(tuple(one.name for one in every if one.compare))
        cls.__eq__ = _equality(values)
        if "__hash__" not in said or said["__hash__"] is None:
            cls.__hash__ = (lambda self: hash(values(self))) if frozen else None
    return cls


def _slotted(cls: Any, names: tuple[str, ...]) -> Any:
    """The class anew, with places for these names instead of a dictionary."""
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    body = dict(cls.__dict__)
    for name in names:
        body.pop(name, None)
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    body["__slots__"] = tuple(name for name in names if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _values_of(names: tuple[str, ...]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda self: ()


def _equality(values: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def __eq__(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _repr(self: Any) -> str:
    said = ", ".join(f"{one.name}={getattr(self, one.name, _MISSING)!r}" for one in _fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({said})"


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise FrozenError(f"{self.__class__.__qualname__} is frozen: {name} cannot be changed")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in _fields(self)]


def _take_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


def _compiled_at_length(cls: type[Any], every: tuple[Field, ...], frozen: bool) -> Callable[..., None]:
    asked = [one for one in every if one.init]
    rest = [one for one in every if not one.init]
    put = object.__setattr__ if frozen else setattr
    goes_on = hasattr(cls, "__post_init__")
    made = 0

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made > FEW or len(given) > len(asked):
            compiled(self, given, named)
            return
        for one, value in zip(asked, given, strict=False):
            put(self, one.name, value)
        used = 0
        for one in asked[len(given) :]:
            if one.name in named:
                used += 1
                put(self, one.name, named[one.name])
            elif not one.required:
                put(self, one.name, one.initial())
            else:
                compiled(self, given, named)  # which says what is amiss, as Python does
                return
        if used < len(named):
            compiled(self, given, named)
            return
        for one in rest:
            if not one.required:
                put(self, one.name, one.initial())
        if goes_on:
            self.__post_init__()

    def compiled(self: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        real = _compiled(cls, every, frozen)
        if cls.__dict__.get("__init__") is __init__:
            cls.__init__ = real
        real(self, *given, **named)

    return __init__


def _compiled(cls: type[Any], every: tuple[Field, ...], frozen: bool) -> Callable[..., None]:
    """`__init__` of a class: the values in order or by name, defaults for those left out."""
    asked: list[str] = []
    lines: list[str] = []
    around: dict[str, Any] = {"_set": object.__setattr__, "_missing": _MISSING}
    for one in every:
        name = one.name
        value = name
        if one.default_factory is not _MISSING:
            around[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}" if one.init else f"_make_{name}()"
            if one.init:
                asked.append(f"{name}=_missing")
        elif one.default is not _MISSING:
            around[f"_default_{name}"] = one.default
            if one.init:
                asked.append(f"{name}=_default_{name}")
            else:
                value = f"_default_{name}"
        elif one.init:
            asked.append(name)
        else:
            continue
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(['self', *asked])}):\n " + "\n ".join(lines or ["pass"])
    exec(text, around)
    made: Callable[..., None] = around["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _dataclass(cls: Any = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
    """Make a class one of records, as `dataclasses.dataclass` does."""
    if cls is None:
        return lambda cls: _make(cls, frozen, slots, eq)
    return _make(cls, frozen, slots, eq)


if TYPE_CHECKING:
    # What checks types knows those of the standard library by heart.
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    dataclass, field, fields = _dataclass, _field, _fields
    is_dataclass, replace = _is_dataclass, _replace
