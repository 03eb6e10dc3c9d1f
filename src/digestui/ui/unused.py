"""What Textual loads and a reader of papers does not use: a tenth of the start.

`textual.app` loads a palette of commands with all the widgets it is made of, a tree of folders among them;
the reader has a palette of its own. Other modules save files, make unique names, speak TLS.
"""

from __future__ import annotations

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
