"""Rules: acts done to papers as they arrive, always as acts of the journal, so that undo reverses them.

A rule sees only the papers that an import added, never those that were there. It deletes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui.errors import BadUsage, NotFound
from digestui.library import search, triage
from digestui.model.receipt import Receipt
from digestui.model.rule import Rule
from digestui.model.triage import Action, ActionKind
from digestui.storage import rules as table
from digestui.text.safe import one_line

if TYPE_CHECKING:
    from digestui.library.library import Library

ALLOWED = "dismiss, queue, star, read, watch, +TAG, -TAG"
_KINDS = frozenset(
    {ActionKind.DISMISS, ActionKind.QUEUE, ActionKind.STAR, ActionKind.READ, ActionKind.WATCH, ActionKind.TAG}
)


def rules(lib: Library) -> list[Rule]:
    """Every rule, in the order they are done."""
    return table.all_rules(lib.database)


def named(lib: Library, name: str) -> Rule | None:
    """The rule of that name; the one in another case only where none is spelled so, for earlier programs kept
    rules apart that differ in nothing else."""
    name = one_line(name)
    every = rules(lib)
    folded = name.casefold()
    return next((rule for rule in every if rule.name == name), None) or next(
        (rule for rule in every if rule.name.casefold() == folded), None
    )


def add_rule(lib: Library, name: str, query: str, actions: Sequence[str]) -> Rule:
    """Keep a rule for the imports to come; one of the same name is replaced. Raises BadUsage."""
    name = one_line(name)
    if not name:
        raise BadUsage("a rule", "it wants a name", "write digestui rules add NAME QUERY ACTION")
    if not actions:
        raise BadUsage(f"the rule {name}", "it does nothing", f"add one of {ALLOWED}")
    for word in actions:
        parse_rule_action(word)
    understood = search.understand(lib, query, guessing=False)
    if understood.query.void:
        raise BadUsage(
            f"the rule {name}", f"there is nothing to search for in {query}", "write a word or a field"
        )
    rule = Rule(name, understood.canonical, tuple(actions))
    with lib.database.write():
        old = named(lib, name)
        table.put(lib.database, rule, lib.now(), old.name if old else None)
    return rule


def remove_rule(lib: Library, name: str) -> None:
    """Forget a rule; what it did stays. Raises NotFound."""
    with lib.database.write():
        rule = named(lib, name)
        gone = rule is not None and table.remove(lib.database, rule.name)
    if not gone:
        raise NotFound(f"the rule {name}", "there is none of that name", "digestui rules lists them")


def parse_rule_action(word: str) -> Action:
    """`dismiss`, `watch`, `+survey` ... Raises BadUsage for what a rule may not do."""
    if word == ActionKind.WATCH:
        return Action(ActionKind.WATCH)
    action = triage.parse_tags(word) if word[:1] in "+-#" else triage.parse_action(word)
    if action.kind not in _KINDS:
        raise BadUsage(word, "a rule cannot do that", f"use one of {ALLOWED}")
    return action


def matching(lib: Library, query: str, among: Sequence[int] | None = None) -> Sequence[int]:
    """Ids that a rule with this query would act on: of the whole library, or of the papers `among`.

    Near spellings and guessed beginnings do not count: a rule does what was written or nothing.
    """
    understood = search.understand(lib, query, guessing=False).query
    if among is not None:
        return search.among(lib, understood, among)
    hits = search.find(lib, understood)
    return hits.ids if hits.near is None else ()


def apply(lib: Library, arrived: Sequence[int]) -> list[Receipt]:
    """Do every rule to the papers that just arrived; a receipt, and a step of undo, for each that acted."""
    receipts: list[Receipt] = []
    if not arrived:
        return receipts
    for rule in rules(lib):
        actions = [parse_rule_action(word) for word in rule.actions]
        ids = matching(lib, rule.query, arrived)
        if ids:
            label = f"rule {rule.name}: {' '.join(rule.actions)}"
            receipts += [triage.act_all(lib, ids, actions, label=label)]
    return [receipt for receipt in receipts if receipt.count]
