"""Views: queries with a name. The built-in ones come first; a user's view may take one's name."""

from __future__ import annotations

from digestui.errors import BadUsage, NotFound
from digestui.library.library import Library
from digestui.model.rows import View
from digestui.query.parse import parse
from digestui.query.settle import views_in
from digestui.query.standard import STANDARD_VIEWS
from digestui.storage import views as stored
from digestui.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digestui.model.receipt import Receipt


def views(lib: Library, counts: bool = False) -> list[View]:
    """All views: the built-in ones, then the user's in the order they were saved; counted if asked. The
    user's own of a built-in one's name stands in its place: places are keys."""
    own = {name.casefold(): View(name, query) for name, query in stored.listed(lib.database)}
    found = [own.pop(name.casefold(), View(name, query, builtin=True)) for name, query in STANDARD_VIEWS]
    found += own.values()
    if not counts:
        return found
    from digestui.library import search

    return [
        View(view.name, view.query, search.count(lib, search.understand(lib, view.query).query), view.builtin)
        for view in found
    ]


def is_standard(name: str) -> bool:
    """Whether every library has a view of this name."""
    return any(name == known for known, _ in STANDARD_VIEWS)


def named(lib: Library, name: str) -> View | None:
    """The view of a name in any case; None where there is none."""
    folded = name.casefold()
    return next((view for view in views(lib) if view.name.casefold() == folded), None)


def save_view(lib: Library, name: str, query: str) -> Receipt:
    """Save a query under a name; the receipt says which query stood under it, also where that is one every
    library has. Raises BadUsage for a name that no `q:` could say and a query that would use itself."""
    from digestui.model.receipt import Changes, Receipt

    name = safe.one_line(name, 80)
    if not name:
        raise BadUsage("view", "it needs a name", "say views save NAME QUERY")
    if '"' in name:
        raise BadUsage(f"view {name}", "a name has no quotation marks", "leave them out")
    folded = name.casefold()
    with lib.database.write():
        there = {view.name.casefold(): view.query for view in views(lib)}
        if folded in _used(query, there):
            raise BadUsage(f"view {name}", "its query uses the view itself", "write out what it shall say")
        old = there.get(folded, query)
        stored.put(lib.database, name, query)
    was = "" if old == query else f"; it was {safe.one_line(old)}"
    return Receipt(f"saved view {name}: {safe.one_line(query)}{was}", changes=Changes.VIEWS)


def _used(query: str, there: dict[str, str]) -> set[str]:
    """Folded names of the views that a query uses, also within others."""
    used: set[str] = set()
    ahead = [query]
    while ahead:
        new = {name.casefold() for name in views_in(parse(ahead.pop()).query.where)} - used
        used |= new
        ahead += [there[name] for name in new if name in there]
    return used


def remove_view(lib: Library, name: str) -> Receipt:
    """Remove a view; the papers stay. Raises NotFound."""
    from digestui.model.receipt import Changes, Receipt

    with lib.database.write():
        if not stored.remove(lib.database, safe.one_line(name, 80)):
            raise NotFound(f"view {safe.one_line(name)}", "there is none", "digestui views lists them")
    return Receipt(f"removed view {name}", changes=Changes.VIEWS)
