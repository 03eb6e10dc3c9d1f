"""Deciding about papers: one action, several, or a whole view in one step that undo takes back."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from digestui.errors import BadUsage, NotFound
from digestui.library import receipts
from digestui.library.library import Library
from digestui.model.receipt import Changes, Receipt
from digestui.model.triage import PLACES, Action, ActionKind, Place, Triage
from digestui.records import replace
from digestui.storage import labels, steps
from digestui.storage.acts import Batch, find_tag
from digestui.storage.picked import prepare
from digestui.text import dates, safe
from digestui.text.folding import fold

PAST = {
    ActionKind.READ: "read",
    ActionKind.UNREAD: "unread",
    ActionKind.STAR: "starred",
    ActionKind.UNSTAR: "unstarred",
    ActionKind.INBOX: "moved to the inbox",
    ActionKind.QUEUE: "queued",
    ActionKind.DONE: "done",
    ActionKind.DISMISS: "dismissed",
    ActionKind.SNOOZE: "snoozed",
    ActionKind.UNSNOOZE: "woken",
    ActionKind.WATCH: "watched",
}
LONGEST_TAG = 60


def label_of(action: Action, now: float) -> str:
    """What an action has done, said in the past: `dismissed`, `tagged #vit`, `snoozed to Mon 5 May`, with the
    year where it is not that of `now`: the label stays in the journal."""
    if action.kind is ActionKind.TAG:
        added, removed = " ".join(f"#{t}" for t in action.add), " ".join(f"#{t}" for t in action.remove)
        if not added:
            return f"untagged {removed}"
        return f"tagged {added}" + (f" untagged {removed}" if removed else "")
    if action.kind is ActionKind.SNOOZE and action.until is not None:
        when = time.localtime(action.until)
        year = "" if when.tm_year == time.localtime(now).tm_year else f" {when.tm_year}"
        return f"snoozed to {time.strftime('%a', when)} {when.tm_mday} {time.strftime('%b', when)}{year}"
    return PAST[action.kind]


def act(lib: Library, ids: Sequence[int], action: Action, *, label: str | None = None) -> Receipt:
    """Do one thing to papers, in one step. What is already so is left alone and not counted."""
    return act_all(lib, ids, [action], label=label)


def toggle(lib: Library, ids: Sequence[int], on: ActionKind, off: ActionKind) -> Receipt:
    """Star or mark read, or take that back where all of them are so already: a mixed selection is set."""
    known = steps.states(lib.database, ids)
    states = [known.get(paper, Triage()) for paper in ids]
    so = [state.starred if on is ActionKind.STAR else state.read for state in states]
    return act(lib, ids, Action(off if all(so) else on))


def act_all(
    lib: Library, ids: Sequence[int], actions: Sequence[Action], *, label: str | None = None
) -> Receipt:
    """Do several things to papers, in one step."""
    ids = list(dict.fromkeys(ids))
    now = lib.clock()
    said = label
    label = label or _label(actions, now)
    prepare(lib.database)
    with lib.database.write():
        batch = Batch(lib.database, lib.device, now, label=label)
        changed = _do(batch, ids, actions)
        if not said and changed:
            batch.label = label = _label([_only(action, changed) for action in actions], now)
        if batch.finish() is None and not batch.changed:
            return receipts.nothing(label)
    tagged = any(action.kind is ActionKind.TAG for action in actions)
    changes = Changes.TRIAGE | Changes.TAGS if tagged else Changes.TRIAGE
    return receipts.of_batch(lib, batch, label, changes)


def _label(actions: Sequence[Action], now: float) -> str:
    return ", ".join(dict.fromkeys(label_of(action, now) for action in actions))


def _only(action: Action, tags: set[str]) -> Action:
    """An action with those of its tags alone that changed something; with all, where none did."""
    add = tuple(tag for tag in action.add if fold(tag) in tags)
    remove = tuple(tag for tag in action.remove if fold(tag) in tags)
    return replace(action, add=add, remove=remove) if add or remove else action


def _do(batch: Batch, ids: Sequence[int], actions: Sequence[Action]) -> set[str]:
    """Set what comes of all actions, one after the other: what a later one takes back leaves no trace. Gives
    the tags, folded, that were given or taken away."""
    values: dict[str, str] = {}
    tags: dict[str, tuple[str, bool]] = {}
    for action in actions:
        if action.kind is ActionKind.TAG:
            tags |= {fold(tag): (tag, True) for tag in action.add}
            tags |= {fold(tag): (tag, False) for tag in action.remove}
            continue
        after = {letter: _behind(values, value) for letter, value in _values(action).items()}
        values |= after
    if values:
        batch.set(ids, **values)
    return {folded for folded, (tag, on) in tags.items() if batch.tag(ids, tag, on)}


def _behind(values: dict[str, str], value: str) -> str:
    """`value` where what it takes for the values before was set by an earlier action."""
    return re.sub(r"\b([a-z])0\b", lambda found: f"({values.get(found[1], found[0])})", value)


def _values(action: Action) -> dict[str, str]:
    """The fields an action sets, as `Batch.set` takes them."""
    kind = action.kind
    if kind in PLACES:
        place = PLACES[kind]
        read = {"r": "1"} if place in (Place.DONE, Place.DISMISSED) else {}
        return {"p": str(int(place)), "z": "NULL", **read}
    if kind is ActionKind.SNOOZE:
        if action.until is None:
            raise BadUsage("snooze", "it needs a time", "say tomorrow, monday, 3d or a date")
        # When the snooze ends, what was done or dismissed is back in the inbox: so it goes there now, where
        # every count and undo see it.
        return {"p": "CASE WHEN p0 > 1 THEN 0 ELSE p0 END", "z": str(int(action.until))}
    if kind is ActionKind.UNSNOOZE:
        # As when the snooze ends: what another machine decided under it does not come back to that.
        return {"p": "CASE WHEN p0 > 1 AND z0 IS NOT NULL THEN 0 ELSE p0 END", "z": "NULL"}
    return {
        ActionKind.READ: {"r": "1"},
        ActionKind.UNREAD: {"r": "0"},
        ActionKind.STAR: {"s": "1"},
        ActionKind.UNSTAR: {"s": "0"},
        ActionKind.WATCH: {"w": "1"},
    }[kind]


def dismiss_above(lib: Library, ids: Sequence[int]) -> tuple[Receipt, int]:
    """Dismiss those of `ids` that are undecided, but not what is starred, noted, tagged or watched; gives
    the receipt and how many were passed over."""
    undecided, cared_for = labels.undecided(lib.database, ids, lib.now())
    rest = [paper for paper in undecided if paper not in cared_for]
    if not rest:
        return receipts.nothing("dismissed"), len(cared_for)
    return act(lib, rest, Action(ActionKind.DISMISS)), len(cared_for)


def without_decided(lib: Library, ids: Sequence[int], unsure: Sequence[int]) -> Sequence[int]:
    """`ids` without those among `unsure` that are decided or snoozed."""
    if not unsure:
        return ids
    decided = set(unsure).difference(labels.undecided(lib.database, unsure, lib.now())[0])
    return [paper for paper in ids if paper not in decided]


def parse_action(word: str, now: float | None = None) -> Action:
    """An action as typed: `star`, `snooze=tomorrow`. Raises BadUsage with what is allowed."""
    name, equals, value = word.partition("=")
    name = name.strip().casefold()
    kind = next((known for known in ActionKind if known == name), None)
    if kind is None or kind in (ActionKind.TAG, ActionKind.WATCH):
        allowed = " ".join(k.value for k in PAST if k is not ActionKind.WATCH)
        raise BadUsage(word, "no such action", f"use one of {allowed} (snooze=WHEN)")
    if kind is not ActionKind.SNOOZE:
        if equals:
            raise BadUsage(word, f"{name} takes no value", f"say {name}")
        return Action(kind)
    try:
        return Action(kind, until=int(dates.parse_when(value, time.time() if now is None else now)))
    except ValueError:
        raise BadUsage(
            word,
            f"{value or 'nothing'} is no time",
            "use tonight, tomorrow, monday, week, month, 3d or a date",
        ) from None


def parse_tags(text: str) -> Action:
    """Tags as typed: `+a -b #c d`. Raises BadUsage where there is nothing in it."""
    return _tagging(text.replace(",", " ").split())


def parse_tag_words(words: Sequence[str]) -> Action:
    """Tags as the words of a command line, in which one with a sign may hold blanks: `-to read`."""
    found: list[str] = []
    for word in words:
        signed = word[:1] in ("+", "-", "#") and word.replace(",", " ").split()
        # `+a -b` in one word is two tags; only where no further sign stands in it is all of it one.
        if signed and "," not in word and not any(part[0] in "+-#" for part in signed[1:]):
            found.append(" ".join(signed))
        else:
            found += word.replace(",", " ").split()
    return _tagging(found)


def _tagging(words: Sequence[str]) -> Action:
    add: list[str] = []
    remove: list[str] = []
    for word in words:
        into = remove if word.startswith("-") else add
        tag = safe.one_line((word[1:] if word[0] in "+-" else word).lstrip("#"), LONGEST_TAG)
        if fold(tag):
            into.append(tag)
    if not add and not remove:
        raise BadUsage(" ".join(words) or "tag", "no tag in it", "say +new -old")
    gone = {tag.casefold() for tag in remove}
    return Action(
        ActionKind.TAG,
        add=tuple(dict.fromkeys(tag for tag in add if tag.casefold() not in gone)),
        remove=tuple(dict.fromkeys(remove)),
    )


def tags(lib: Library) -> list[tuple[str, int]]:
    """All tags in use with how many papers have each, most used first."""
    return labels.tags(lib.database)


def rename_tag(lib: Library, old: str, new: str) -> Receipt:
    """Give a tag another name; into one that exists it is merged. One step of undo."""
    return _retag(lib, old, new, f"renamed #{old} to #{new}")


def merge_tag(lib: Library, old: str, into: str) -> Receipt:
    """Merge a tag into another. One step of undo."""
    return _retag(lib, old, into, f"merged #{old} into #{into}")


def _retag(lib: Library, old: str, new: str, label: str) -> Receipt:
    old, new = safe.one_line(old.lstrip("#"), LONGEST_TAG), safe.one_line(new.lstrip("#"), LONGEST_TAG)
    if not fold(new):
        raise BadUsage("tag", "the new name is empty", "say a name")
    ids = labels.tagged(lib.database, old)
    if not ids:
        raise NotFound(f"tag {old}", "no paper has it", "digestui tags lists them")
    if fold(old) == fold(new) and find_tag(lib.database, old, make=False)[1] == new:
        return receipts.nothing(label)  # it is called so
    with lib.database.write():
        batch = Batch(lib.database, lib.device, lib.clock(), label=label)
        batch.tag(ids, old, False)
        batch.tag(ids, new, True)
        batch.finish()
    return receipts.of_batch(lib, batch, label, Changes.TAGS)
