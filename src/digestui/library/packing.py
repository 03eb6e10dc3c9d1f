"""Findings on their way from the process that reads a file to the one that writes the library.

Both are the same program, so the form is nobody's business but theirs: papers as the columns that will be
stored, which cost a third of what pickled records do, and whatever is rare pickled.
"""

from __future__ import annotations

import marshal
import pickle
import traceback
from collections.abc import Sequence
from typing import Any

from digestui.library.arriving import Read, Sent
from digestui.sources.base import Finding, Incoming


def pack(findings: Sequence[Finding], share: float) -> bytes:
    """Findings with all that is derived of their papers; `share` is how much of the file has been read."""
    return marshal.dumps((share, [_packed(finding) for finding in findings]))


def pack_error(error: BaseException) -> bytes:
    """What stopped the reading, with where it did: the log of the other process is to tell."""
    error.add_note("".join(traceback.format_tb(error.__traceback__)).rstrip())
    try:
        pickle.loads(packed := pickle.dumps(error))
    except Exception:  # noqa: BLE001 - some errors cannot be pickled, or not be made again: that may be any error
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        plain.add_note(error.__notes__[-1])
        packed = pickle.dumps(plain)
    return marshal.dumps((None, packed))


def unpack(data: bytes) -> tuple[list[Sent | Finding], float]:
    """What was packed; raises the error where it was one."""
    share, found = marshal.loads(data)
    if share is None:
        raise pickle.loads(found)
    return [_unpacked(one) for one in found], share


def _packed(finding: Finding) -> Any:
    if not isinstance(finding, Incoming):
        return pickle.dumps(finding)
    read = Read(finding)
    said = (read.keys, tuple(read.columns()))
    if finding.personal is None and not finding.digests and not finding.facts:
        return said
    return (*said, pickle.dumps((finding.personal, finding.digests, finding.facts)))


def _unpacked(packed: Any) -> Sent | Finding:
    if isinstance(packed, bytes):
        found: Finding = pickle.loads(packed)
        return found
    if len(packed) == 2:
        return Sent(*packed)
    return Sent(packed[0], packed[1], *pickle.loads(packed[2]))
