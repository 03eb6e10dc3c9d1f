"""`tag` and `tags`: tags of papers, and the tags there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import DRY_RUN, JSON, Command
from digestui.cli.commands.mark import act
from digestui.cli.output import columns
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session


def _tag(session: Session) -> int:
    from digestui.library import triage

    session.want_words(2, None, "a QUERY and tags")
    query, *words = session.words
    session.library()
    return act(session, query, [triage.parse_tag_words(words)])


def _tags(session: Session) -> int:
    from digestui.library import triage

    verb, *names = session.words or ["list"]
    if verb == "list":
        session.want_words(0, 1, "list alone")
        counted = triage.tags(session.library(readonly=True))
        if session.has("--json"):
            session.out.json([{"name": name, "count": count} for name, count in counted])
            return Exit.DONE
        for line in columns([(f"#{name}", f"{count:,}") for name, count in counted], right=(1,)):
            session.out.line(line)
        if not counted:
            session.out.aside("no tags yet; digestui tag QUERY +NAME makes one")
        return Exit.DONE
    if verb not in ("rename", "merge"):
        raise BadUsage("tags", f"{verb} means nothing here", session.usage)
    session.want_words(3, 3, f"two tags to {verb}")
    old, new = (name.removeprefix("#") for name in names)
    change = triage.rename_tag if verb == "rename" else triage.merge_tag
    receipt = change(session.library(), old, new)
    asking.told(session, receipt, receipt.count)
    return Exit.DONE


COMMANDS = {
    "tag": Command(
        name="tag",
        summary="change the tags of every paper of a query",
        usage="[--dry-run] [--json] QUERY +TAG... -TAG...",
        examples=(
            ("digestui tag 'swin in:any' +backbone -todo", "add one tag, take another away"),
            ("digestui tag --dry-run is:starred +best", "look first"),
        ),
        details="What follows QUERY are tags, whatever they begin with; options stand before it.",
        options=(DRY_RUN, JSON),
        free_after=1,
        run=_tag,
    ),
    "tags": Command(
        name="tags",
        summary="list tags with their papers, rename or merge them",
        usage="[list | rename OLD NEW | merge FROM INTO] [--json]",
        examples=(
            ("digestui tags", "every tag with its count"),
            ("digestui tags rename nlp language", "one tag gets a new name"),
            ("digestui tags merge vit transformer", "two tags become one"),
        ),
        options=(JSON,),
        run=_tags,
    ),
}
