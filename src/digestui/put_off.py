"""Loading a module without others that it loads, and that are not used, or not before they are asked for.

Within `put_off` stand-ins are in their place. A function loads its module when it is called; a class is only
ever named. Whoever loads such a module later gets the real one. Any room may use this.
"""

from __future__ import annotations

__all__ = ["put_off"]

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Any


class _StandIn(ModuleType):
    """A module in the place of another; what is asked of it beyond its few names, the real one answers."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.real(), name)

    def real(self) -> Any:
        """Load the module."""
        self.leave()
        __import__(self.__name__)
        return sys.modules[self.__name__]

    def leave(self) -> None:
        """Make room for the module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


class put_off:
    """Load something within this: without the modules that `functions` and `classes` name, each with those of
    its names that are wanted of it."""

    def __init__(
        self, functions: Mapping[str, Sequence[str]], classes: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._functions = functions
        self._classes = classes or {}
        self._stand_ins: list[_StandIn] = []

    def __enter__(self) -> None:
        for name in (*self._functions, *self._classes):
            if name in sys.modules:
                continue
            one = sys.modules[name] = _StandIn(name)
            self._stand_ins.append(one)
            for function in self._functions.get(name, ()):
                setattr(one, function, _called_later(one, function))
            for known in self._classes.get(name, ()):
                setattr(one, known, type(known, (), {"__module__": name}))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._stand_ins:
            one.leave()


def _called_later(stand_in: _StandIn, function: str) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(stand_in.real(), function)(*arguments, **named)

    return call
