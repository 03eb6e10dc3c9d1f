"""What kind of thing a paper is, told from its venue alone, as reference formats must say."""

from __future__ import annotations

import re
from enum import Enum

from digestui.model.rows import Detail


class Kind(Enum):
    """The three kinds that the formats tell apart."""

    ARTICLE = "article"
    TALK = "inproceedings"
    PREPRINT = "preprint"


_TALK = re.compile(
    r"\b(proc(eedings|\.)?|conference|conf\.|workshop|symposium|annual meeting|findings of|"
    r"advances in neural|neurips|nips|icml|iclr|cvpr|iccv|eccv|wacv|bmvc|accv|aaai|ijcai|acl|emnlp|naacl|"
    r"eacl|coling|interspeech|icassp|kdd|sigir|siggraph|chi|uai|aistats|colt|corl|icra|iros|rss|miccai|lrec|isca|dac|osdi|sosp|nsdi)\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"^(arxiv|corr|biorxiv|medrxiv|ssrn|openreview)\b", re.IGNORECASE)
_JOURNAL = re.compile(r"\b(journal|transactions|trans\.|letters|magazine|review)\b", re.IGNORECASE)


def kind(detail: Detail) -> Kind:
    """A paper without a venue, or with a preprint server for one, is a preprint."""
    venue = detail.paper.venue or ""
    if not venue.strip() or _PREPRINT.match(venue):
        return Kind.PREPRINT
    if _TALK.search(venue) and not _JOURNAL.search(venue):
        return Kind.TALK
    return Kind.ARTICLE
