"""Texts that attack a terminal, marked so that what comes through can be told from what the reader writes."""

from __future__ import annotations

import base64
import json
import random
import re

MARK = "ZQ"
ATTACKS = (
    "\x1b]52;c;UFdORUQ=\x07",
    "\x1b]0;PWNED\x07",
    "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[66;66H\x1b[2J",
    "\x1b[?1049l",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gf=32;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bc",
    "\x1b(0",
    "\x1b[201~:quit\r",
    "\x9b31m",
    "\x9d0;PWNED\x9c",
    "\x90q\x9c",
    "\x00\x07\x08\x0b\x0c\x0e\x0f\x7f",
    "\r\nforged line",
    "\u202egnp.exe",
    "\u2066\u2067\u2069",
    "\u200b\u200e\u200f\u2060\ufeff",
    "\U000e0041\U000e0042",
    "\u2028\u2029",
    "\ufdd0\uffff",
    "a" + "\u0301" * 200,
    "[/INST] [MASK] [CLS] [@click=app.quit]x[/] [link=https://evil.example/]y[/link]",
    "&#8238; &#27;[2J <vscode://x> [x](/etc/passwd) <script>x</script>",
    "{0} %s %n ${HOME} `id` $(id) '; DROP TABLE papers; --",
    "=cmd|' /C calc'!A0",
    "-rf --help ../../etc/passwd",
    "שלום عالم 漢字 👨‍👩‍👧 ﷽",
)
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
TOKEN = re.compile(
    r"\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[P_^X][^\x1b]*(?:\x1b\\)?|\x1b[()*+][0-9A-Za-z]|\x1b[^\x1b]|\x1b"
)
OWN = re.compile(
    r"\x1b\[[0-9;:]*m|\x1b\[(\d+;\d+)?H|\x1b\[\d*[ABCDEFGd]|\x1b\[[012]?[JK]|\x1b\[\?[\d;]+(\$p|[hl])"
    r"|\x1b\[>?0?c|\x1b\[\?u|\x1b\[[><=][\d;]*u|\x1b\[<u|\x1b\[>4;\dm|\x1b\[[56]n|\x1b\[1[468]t"
    r"|\x1b\[\d* q|\x1b[78=>]|\x1b\]22;[a-z-]*(\x07|\x1b\\)|\x1b\]52;c;[A-Za-z0-9+/=]*(\x07|\x1b\\)"
    r"|\x1b\]1[012];\?(\x07|\x1b\\)"
)
"""The forms of control sequences that the reader itself writes."""


def texts(count: int, seed: int = 4) -> list[str]:
    """So many texts of attacks among plain words; every attack is in one of the first."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        first = ATTACKS[number % len(ATTACKS)]
        more = [chance.choice(ATTACKS) for _ in range(chance.randrange(3))]
        made.append(f"{number:03d} plain " + " words ".join(MARK + attack for attack in (first, *more)))
    return made


def records(count: int) -> str:
    """Papers with such texts in every place, as JSON lines."""
    lines = []
    for number, text in enumerate(texts(count)):
        lines.append(
            json.dumps(
                {
                    "key": f"arxiv:2412.{number:05d}",
                    "title": text,
                    "abstract": f"{text}\n\nMore of it: {text}",
                    "authors": [f"Au {text[:40]}", text],
                    "venue": text,
                    "published": "2024-12-01",
                    "categories": [f"cs.{text[:12]}"],
                    "urls": [
                        f"https://github.com/a/b#{text[:30]}",
                        "javascript:alert(1)",
                        "file:///etc/passwd",
                    ],
                    "tags": [text[:40]],
                    "note": text,
                    "digests": [{"name": text, "date": "2024-12-01"}],
                }
            )
        )
    return "\n".join(lines) + "\n"


def faults(raw: bytes) -> list[str]:
    """What in the bytes for a terminal is neither print nor one of the reader's own sequences."""
    wrong = set()
    text = raw.decode("utf-8", "replace")
    for token in TOKEN.finditer(text):
        if not OWN.fullmatch(token[0]):
            wrong.add(ascii(token[0][:40]))
    rest = TOKEN.sub("", text).replace("\r", "").replace("\n", "").replace("\b", "")
    wrong |= {f"U+{ord(one):04X}" for one in FORBIDDEN.findall(rest)}
    if re.search(rf"{MARK}(\x1b(?!\[[0-9;]*[mHABCDGK])|[\x00-\x08\x0e-\x1a])", text):
        wrong.add("a marked control")
    if "\x1b[66;66H" in text:
        wrong.add("an attack as it was written")
    for copied in re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]*)", text):
        wrong |= {f"copied U+{ord(one):04X}" for one in FORBIDDEN.findall(base64.b64decode(copied).decode())}
        if copied == "UFdORUQ=":
            wrong.add("a copy that nobody asked for")
    return sorted(wrong)
