"""The page the browser shows, the files it needs, and what it may load: from here, and nothing else.

The terminal itself is xterm.js as textual-serve packs it; its own page is not used, for that asks other
machines for fonts.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>digestui</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<link rel="preload" href="mono.ttf" as="font" type="font/ttf" crossorigin>
<link rel="stylesheet" href="xterm.css">
<link rel="stylesheet" href="page.css">
<script src="terminal.js"></script>
<script src="page.js"></script>
</head>
<body>
<p id="ended">The reader has ended. <a href="">Open it again</a></p>
<p id="font">digestui</p>
<div id="terminal" class="textual-terminal"
  data-session-websocket-url="{socket}" data-font-size="{size}"></div>
</body>
</html>
"""

STYLE = """@font-face {
  font-family: "Roboto Mono"; src: url(mono.ttf); font-weight: 100 700; font-display: block
}
@font-face {
  font-family: "Roboto Mono"; src: url(mono-italic.ttf); font-weight: 100 700; font-style: italic
}
html, body { margin: 0; height: 100%; overflow: hidden; background: #15171c; color: #d6dae2 }
#terminal { width: 100vw; height: 100vh }
#font { position: absolute; visibility: hidden; font-family: "Roboto Mono" }
#ended { display: none; padding: 2em; font-family: "Roboto Mono", monospace }
#ended a { color: #8ab4f8 }
body.-closed #ended { display: block }
body.-closed #terminal { display: none }
"""

SCRIPT = """const type = () => document.querySelector(".xterm-helper-textarea")?.focus();
addEventListener("focus", type);
new MutationObserver((_, self) => {
  if (document.body.classList.contains("-loaded")) { type(); self.disconnect(); }
}).observe(document, { subtree: true, attributeFilter: ["class"] });
"""
"""Keys go to the terminal without a click into it, from when it is connected."""

TEXTS: Mapping[str, tuple[str, str]] = {
    "page.css": (STYLE, "text/css"),
    "page.js": (SCRIPT, "text/javascript"),
}
"""Small files that are ours: text and its kind."""

_FILES: Mapping[str, str] = {
    "terminal.js": "js/textual.js",
    "xterm.css": "css/xterm.css",
    "mono.ttf": "fonts/RobotoMono-VariableFont_wght.ttf",
    "mono-italic.ttf": "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}


def file(name: str) -> Path | None:
    """A file of the terminal by the name the page gives it; None for every other name."""
    there = _FILES.get(name)
    return Path(str(resources.files("textual_serve"))) / "static" / there if there else None


def page(host: str, room: str, size: int = 16) -> str:
    """The page for a browser that asked `host`, which is known to be ours; letters are `size` pixels high."""
    return PAGE.format(socket=f"ws://{host}/{room}/ws", size=size)


def headers(host: str) -> dict[str, str]:
    """What every answer says about itself. Styles within the page are allowed for the terminal's sake, which
    makes its own; no text of a paper ever comes near the page's source."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src data:; connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
