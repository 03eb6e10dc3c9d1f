"""A folder of Markdown files, one per paper, with an index: for Obsidian and its like, and for grep.

A file carries a hash of what was written; a later run refreshes it only while the hash still fits, so what
the reader changed there stays. A file keeps its name when the paper's title changes, for other notes may
link to it. This is the one exporter that touches the disk: each file is written whole or not at all, links
are not followed, and nothing is written outside the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from digestui.durable import sync_folder, write_whole
from digestui.errors import BadInput
from digestui.exporters.fields import page_of, record
from digestui.exporters.formats import Options
from digestui.exporters.markdown import body
from digestui.exporters.markdown_text import escape, tame
from digestui.exporters.words import authors_of, facts, title_of
from digestui.model.rows import Detail
from digestui.records import dataclass, field

INDEX = "index.md"


@dataclass(slots=True)
class Written:
    """What became of a vault: names of files, relative to its folder."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    """Files not touched, each with the reason."""


def write_vault(
    details: Iterable[Detail], folder: Path, options: Options | None = None, *, overwrite: bool = False
) -> Written:
    """Write one file per paper and an index into `folder`, which is made if need be.

    A file that was changed since, or that is not ours, is left as it is and named in `left`, unless
    `overwrite`. Raises `BadInput` when the folder cannot be made or written.
    """
    options = options or Options()
    done = Written()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _known_files(folder)
        lines: list[str] = []
        for detail in details:
            handle = _handle(detail.key)
            name = known.get(handle.lower()) or known.setdefault(handle.lower(), file_name(detail))
            _put(folder, name, note_file(detail, options), done, overwrite)
            lines.append(_index_line(detail, name, options))
        index = f"# {escape(options.heading)}\n\n" + ("".join(lines) or "No papers.\n")
        _put(folder, INDEX, _sealed("index: true\n", index), done, overwrite)
        sync_folder(folder)
    except OSError as trouble:
        raise BadInput(
            f"folder {folder}", trouble.strerror or str(trouble), "choose a folder that can be written"
        ) from trouble
    return done


def note_file(detail: Detail, options: Options) -> str:
    """The whole text of a paper's file."""
    blocks = [f"# {escape(title_of(detail))}", *body(detail, options, page_of(detail))]
    if detail.note and detail.note.strip():
        blocks += ["## Note", tame(detail.note).strip("\n")]
    return _sealed("".join(_front_matter(detail)), "\n\n".join(blocks) + "\n")


def _front_matter(detail: Detail) -> Iterator[str]:
    """One YAML line a field; JSON's strings and lists are YAML, too."""
    fields = record(detail)
    fields["digests"] = [f"{d['name']} {d['date']}" for d in fields["digests"]]
    fields["citekey"] = detail.citekey or None
    aliases = [title_of(detail)]
    for name in (
        "key", "title", "authors", "published", "updated", "venue", "categories", "urls", "digests",
        "upvotes", "read", "starred", "place", "snoozed_until", "tags", "citekey",
    ):  # fmt: skip
        value = fields[name]
        if value is not None and value != []:
            yield f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
    yield f"aliases: {json.dumps(aliases, ensure_ascii=False)}\n"


def file_name(detail: Detail) -> str:
    """`Attention Is All You Need (arxiv 1706.03762).md`: readable, and one of its own for every key."""
    title = re.sub(r'[\x00-\x1f<>:"/\\|?*#^\[\]%`]+', " ", title_of(detail))
    title = " ".join(title.split()).strip(". -")
    title = _cut(title, 120).rstrip(". -") or "untitled"
    if re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", title):
        title = "_" + title
    return f"{title} {_handle(detail.key)}.md"


def _handle(key: str) -> str:
    """The end of a file name that stands for the key, also where upper and lower case are one."""
    kind, _, rest = key.partition(":")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", rest).strip(".-")
    changed = plain != rest.replace("/", "-", 1) or rest != rest.lower() or len(plain) > 60
    handle = f"{re.sub('[^a-z]', '', kind.lower())} {plain[:60]}"
    if changed:
        handle += "-" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
    return f"({handle})"


def _known_files(folder: Path) -> dict[str, str]:
    """Handle in lower case -> the file that has it, from earlier runs."""
    found: dict[str, str] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            match = re.search(r"(\([^()]+\))\.md$", entry.name)
            if match:
                found[match[1].lower()] = entry.name
    return found


def _cut(text: str, size: int) -> str:
    """The start of the text that fits in so many bytes, at a word's end where there is one."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= size:
        return text
    start = raw[:size].decode("utf-8", "ignore")
    return start.rpartition(" ")[0] or start


def _sealed(front: str, text: str) -> str:
    """Front matter and text with the hash over both in the front matter's last line."""
    return f"---\n{front}digestui: {_seal(front, text)}\n---\n\n{text}"


def _seal(front: str, text: str) -> str:
    return hashlib.sha256((front + "\0" + text).encode("utf-8", "replace")).hexdigest()[:20]


_FRONT = re.compile(r"---\n(?P<front>.*?)digestui: (?P<seal>[0-9a-f]{20})\n---\n\n(?P<text>.*)", re.DOTALL)


def _untouched(text: str) -> bool:
    """Whether the file is as a run of ours left it."""
    found = _FRONT.fullmatch(text)
    return found is not None and _seal(found["front"], found["text"]) == found["seal"]


def _put(folder: Path, name: str, text: str, done: Written, overwrite: bool) -> None:
    path = folder / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        done.left.append((name, "it is a link or a folder"))
        return
    if path.exists():
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            present = file.read()
        if present == text:
            done.unchanged += 1
            return
        if not overwrite and not _untouched(present):
            done.left.append((name, "it was changed since it was written"))
            return
    write_whole(path, (text,), settled=False)
    done.written.append(name)


def _index_line(detail: Detail, name: str, options: Options) -> str:
    told = " · ".join((*authors_of(detail)[:1], *facts(detail, options.now)))
    return f"- [{escape(title_of(detail))}](<{name}>)" + (f" {escape(told)}" if told else "") + "\n"
