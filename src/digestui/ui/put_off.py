"""What Textual loads and a reader of papers does not use, or not before it is asked for.

`textual.app` loads a palette of commands with all the widgets it is made of, a tree of folders among them.
Other modules save files, make unique names, speak TLS. Together they are an eighth of the start. Within
`put_off` stand-ins are in their place. A function loads its module when it is called; the classes are only
ever named, for the reader has a palette of its own. Whoever loads such a module later gets the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

FUNCTIONS = {
    "difflib": ("get_close_matches",),
    "mimetypes": ("guess_type",),
    "pickle": ("dumps", "loads"),
    "platformdirs": ("user_downloads_path",),
    "uuid": ("uuid4",),
}
"""Functions that Textual may call once it runs, by module."""
CLASSES = {
    "asyncio.sslproto": ("SSLProtocol",),
    "rich.table": ("Table",),
    "textual.command": (
        *("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider"),
    ),
}
"""Classes that Textual only names, unless something is asked of it that the reader never asks."""


class _StandIn(ModuleType):
    """In the place of a module; what is asked of it beyond its few names, the real one answers."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.real(), name)

    def real(self) -> ModuleType:
        """Load the module."""
        self.leave()
        return import_module(self.__name__)

    def leave(self) -> None:
        """Make room for the module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


@contextmanager
def put_off() -> Iterator[None]:
    """Load asyncio and Textual within this."""
    stand_ins = [_StandIn(name) for name in (*FUNCTIONS, *CLASSES) if name not in sys.modules]
    for one in stand_ins:
        name = one.__name__
        for function in FUNCTIONS.get(name, ()):
            setattr(one, function, _called_later(one, function))
        for known in CLASSES.get(name, ()):
            setattr(one, known, type(known, (), {"__module__": name}))
        sys.modules[name] = one
    try:
        yield
    finally:
        for one in stand_ins:
            one.leave()


def _called_later(stand_in: _StandIn, function: str) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(stand_in.real(), function)(*arguments, **named)

    return call
