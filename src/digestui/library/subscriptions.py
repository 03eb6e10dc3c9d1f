"""Where new digests come from: the list of subscriptions, and what an address may be.

An address is stored as one line: `https://...` (a feed, or any file we read), `arxiv:cs.CV`,
`arxiv:ti:diffusion AND cat:cs.LG`, `hf:daily`, or the path of a file or folder. Getting anything from them is
`fetching`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digestui.errors import BadUsage, NotFound
from digestui.kinds import StrEnum
from digestui.library.library import Library
from digestui.model.rows import Remark
from digestui.records import dataclass, field
from digestui.storage import header
from digestui.storage import subscriptions as stored
from digestui.text import safe

HF = "hf:daily"
HF_NAME = "Hugging Face Papers"
_HF_WORDS = ("hf", HF, "huggingface", "hugging face", HF_NAME.casefold())
_ARCHIVES = (
    "astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|nlin|nucl-ex|nucl-th"
    "|physics|q-bio|q-fin|quant-ph|stat"
)
_CATEGORY = re.compile(rf"(?:{_ARCHIVES})(?:\.[A-Za-z-]{{2,}})?")
_ARXIV_FIELD = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|all):\S")
_ARXIV_LIST = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:list|archive)/([a-z-]+(?:\.[A-Za-z-]+)?)(?:/.*)?")
_HF_PAGE = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/papers/?(?:date/.*)?")


class Kind(StrEnum):
    """How a subscription is asked."""

    WEB = "web"
    ARXIV = "arxiv"
    HF = "huggingface"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One address under a name."""

    name: str
    address: str
    state: Mapping[str, Any] = field(default_factory=dict)
    """How the last attempt went: `last`, `day`, `added`, `expected`, `got`, `error`, `etag`, `modified`,
    `refused` (marks of the records that were)."""

    @property
    def kind(self) -> Kind:
        if self.address.startswith("arxiv:"):
            return Kind.ARXIV
        if self.address == HF:
            return Kind.HF
        return Kind.WEB if self.address.startswith(("http://", "https://")) else Kind.PATH


@dataclass(frozen=True, slots=True)
class Added:
    """What came of subscribing to an address."""

    new: tuple[Subscription, ...] = ()
    """Empty where all was known."""
    refused: tuple[Remark, ...] = ()
    """Addresses of a list that nobody can subscribe to."""


def subscriptions(lib: Library) -> list[Subscription]:
    """All subscriptions in the order they were made."""
    return [Subscription(*row) for row in stored.listed(lib.database)]


def named(lib: Library, names: Sequence[str]) -> list[Subscription]:
    """The subscriptions that are meant by name or address, all where none is named. Raises NotFound."""
    every = subscriptions(lib)
    if not names:
        return every
    chosen: list[Subscription] = []
    for name in names:
        wanted = name.strip().casefold()
        found = [s for s in every if name.strip() in (s.name, s.address)]
        found = found or [s for s in every if wanted in (s.name.casefold(), s.address.casefold())]
        found = found or [s for s in every if s.name.casefold().startswith(wanted)]
        if not found:
            raise NotFound(
                f"the source {safe.one_line(name)}", "there is none of that name", "sources lists them"
            )
        chosen += [s for s in found if s not in chosen]
    return chosen


def found(lib: Library, address: str, title: str = "") -> bool:
    """Keep an address found in a file; False where it was known."""
    name = safe.one_line(title, 80) or _called(address)
    with lib.database.write():
        return stored.put(lib.database, name, address) is not None


def add(lib: Library, text: str, name: str = "") -> Added:
    """Subscribe to what `text` names: an address, an arXiv category or search, `hf`, a file, a folder, or a
    list of subscriptions (OPML) whose feeds are all taken.

    Raises BadUsage where it names nothing one can subscribe to.
    """
    text = text.strip()
    path = Path(text).expanduser()
    if text and not _is_service(text) and path.is_file() and _is_opml(path):
        return _add_list(lib, path)
    address, called = understood(text)
    called = safe.one_line(name, 80) or called
    with lib.database.write():
        got = stored.put(lib.database, called, address)
    return Added((Subscription(got, address),) if got else ())


def remove(lib: Library, name: str) -> Subscription:
    """Unsubscribe; what came from there stays. Raises NotFound."""
    chosen = named(lib, [name])
    if len(chosen) > 1:
        raise BadUsage(f"the source {safe.one_line(name)}", "several begin like that", "write the whole name")
    with lib.database.write():
        stored.remove(lib.database, chosen[0].name)
    return chosen[0]


def understood(text: str) -> tuple[str, str]:
    """(address as stored, name) of what a person wrote. Raises BadUsage."""
    if text.casefold() in _HF_WORDS or _HF_PAGE.fullmatch(text):
        return HF, HF_NAME
    listing = _ARXIV_LIST.fullmatch(text)
    if listing:
        return f"arxiv:{listing[1]}", f"arXiv {listing[1]}"
    if text.startswith(("http://", "https://")):
        try:
            good = bool(urlsplit(text).hostname)
        except ValueError:
            good = False
        if not good or safe.one_line(text) != text or " " in text:
            raise BadUsage("the source", f"{safe.one_line(text, 80)} is no address", "write it whole")
        return text, _called(text)
    search = text.removeprefix("arxiv:").strip()
    if search and (text.startswith("arxiv:") or all(_CATEGORY.fullmatch(part) for part in search.split("+"))):
        return f"arxiv:{safe.one_line(search)}", f"arXiv {safe.one_line(search, 60)}"
    if _ARXIV_FIELD.search(text):
        return f"arxiv:{safe.one_line(text)}", f"arXiv {safe.one_line(text, 60)}"
    path = Path(text).expanduser()
    if text and path.exists():
        whole = str(path.resolve())
        return whole, safe.one_line(path.resolve().stem, 80) or whole
    raise BadUsage(
        "the source",
        f"{safe.one_line(text, 80) or 'nothing'} is no address, arXiv category, file or folder",
        "write https://..., cs.CV, arxiv:SEARCH, hf, or a path",
    )


def arxiv_search(subscription: Subscription) -> str:
    """What to ask the arXiv API for: categories become `cat:`, words are looked for everywhere."""
    search = subscription.address.removeprefix("arxiv:")
    parts = search.split("+")
    if all(_CATEGORY.fullmatch(part) for part in parts):
        # A whole archive is all of its categories.
        return " OR ".join(f"cat:{part}" if "." in part else f"cat:{part}*" for part in parts)
    return search if _ARXIV_FIELD.search(search) else f'all:"{search.strip(chr(34))}"'


def _is_service(text: str) -> bool:
    return text.startswith(("http://", "https://", "arxiv:", "hf:"))


def _is_opml(path: Path) -> bool:
    if header.is_held(path):
        return False
    try:
        with path.open("rb") as file:
            return b"<opml" in file.read(2048).lower()
    except OSError:
        return False


def _add_list(lib: Library, path: Path) -> Added:
    from digestui.library import intake

    before = {one.address for one in subscriptions(lib)}
    report = intake.import_files(lib, [path], format="opml")
    refused: list[Remark] = []
    for file in report.files:
        if file.error:
            raise BadUsage(file.file, *file.error.split(": ", 1))
        refused += [remark for remark in file.warnings if remark.refused]
        if not file.sources:
            why = f"no address in it can be asked ({refused[0].reason})" if refused else "no feed is in it"
            raise BadUsage(file.file, why, "give a list with http or https addresses")
    return Added(tuple(one for one in subscriptions(lib) if one.address not in before), tuple(refused))


def _called(address: str) -> str:
    """A feed's name until it says its own: host and path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return safe.one_line(address, 80)
    return (
        safe.one_line(((parts.hostname or "") + parts.path).removeprefix("www.").rstrip("/"), 80) or address
    )
