"""`rules`: acts done to papers as they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking
from digestui.cli.command import JSON, Command
from digestui.cli.output import columns, papers
from digestui.errors import BadUsage, Exit, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digestui.cli.session import Session

SAMPLE = 10


def _rules(session: Session) -> int:
    verb, *rest = session.words or ["list"]
    if verb == "list":
        session.want_words(0, 1, "list alone")
        return _list(session)
    if verb == "add":
        session.want_words(4, None, "a NAME, a QUERY and an action")
        return _add(session, rest[0], rest[1], rest[2:])
    if verb == "remove":
        session.want_words(2, 2, "the NAME of a rule")
        return _remove(session, rest[0])
    if verb == "test":
        session.want_words(2, None, "the NAME of a rule, or a QUERY")
        return _test(session, " ".join(rest))
    raise BadUsage("rules", f"{verb} means nothing here", session.usage)


def _list(session: Session) -> int:
    from digestui.library import rules

    listed = rules.rules(session.library(readonly=True))
    if session.has("--json"):
        session.out.json([{"name": r.name, "query": r.query, "actions": list(r.actions)} for r in listed])
        return Exit.DONE
    for line in columns([(r.name, " ".join(r.actions), r.query) for r in listed]):
        session.out.line(line)
    if not listed:
        session.out.aside("no rules yet; digestui rules add NAME QUERY ACTION makes one")
    return Exit.DONE


def _add(session: Session, name: str, query: str, actions: Sequence[str]) -> int:
    from digestui.library import rules

    asking.want_query(session, query)
    lib = session.library()
    rule = rules.add_rule(lib, name, query, actions)
    asking.understand(session, lib, query, acting=True)
    if session.has("--json"):
        session.out.json({"name": rule.name, "query": rule.query, "actions": list(rule.actions)})
    else:
        session.out.line(
            f"papers to come that match {rule.query}: {' '.join(rule.actions)}; those here stay as they are"
        )
    return Exit.DONE


def _remove(session: Session, name: str) -> int:
    from digestui.library import rules

    rules.remove_rule(session.library(), name)
    if session.has("--json"):
        session.out.json({"name": name, "removed": True})
    else:
        session.out.line(f"removed the rule {name}; what it did stays")
    return Exit.DONE


def _test(session: Session, text: str) -> int:
    """Which papers of the library a rule, or a query that might become one, would have acted on."""
    from digestui.library import rules, search
    from digestui.text import latex

    lib = session.library(readonly=True)
    rule = rules.named(lib, text)
    if rule is None and " " not in text and ":" not in text and any(rules.rules(lib)):
        raise NotFound(f"the rule {text}", "there is none of that name", "digestui rules lists them")
    ids = rules.matching(lib, rule.query) if rule else asking.ids_to_act_on(session, lib, text)
    rows = search.rows(lib, ids if session.has("--json") else ids[:SAMPLE])
    if session.has("--json"):
        session.out.json({"matched": len(ids), "papers": [row.key for row in rows]})
        return Exit.DONE
    session.out.line(f"would act on {papers(len(ids))} of those here")
    for row in rows:
        session.out.line(f"  {latex.display(row.title)}")
    if len(ids) > len(rows):
        session.out.line(f"  and {len(ids) - len(rows):,} more")
    return Exit.DONE


COMMANDS = {
    "rules": Command(
        name="rules",
        summary="decide about papers as they arrive",
        usage="[list | add NAME QUERY ACTION... | remove NAME | test NAME|QUERY] [--json]",
        examples=(
            ("digestui rules add surveys title:survey dismiss +survey", "dismiss and tag them on arrival"),
            ("digestui rules add hinton author:hinton watch", "is:watched finds them"),
            ("digestui rules test 'title:survey'", "what would it have caught?"),
        ),
        details="Actions: dismiss, queue, star, read, watch, +TAG, -TAG (after --). A rule acts on papers "
        "that an import adds; undo takes back what it did; nothing is ever deleted.",
        options=(JSON,),
        run=_rules,
    )
}
