"""Papers, notes and filters to try widgets with: the ones of the first page a new reader sees."""

from __future__ import annotations

from digestui.model.digest import Membership
from digestui.model.paper import Paper
from digestui.model.rows import Detail, FacetGroup, FacetValue, Row
from digestui.model.triage import Triage

NOW = 1_745_800_000
"""28 April 2025."""

ABSTRACT = (
    "We present in this paper a new architecture, named Convolutional vision Transformer (CvT), that "
    "improves Vision Transformer (ViT) in performance and efficiency by introducing convolutions into "
    "ViT to yield the best of both designs. This is accomplished through two primary modifications: a "
    "hierarchy of Transformers containing a new convolutional token embedding, and a convolutional "
    "Transformer block leveraging a convolutional projection. These changes introduce desirable "
    "properties of convolutional neural networks (CNNs) to the ViT architecture (\\ie shift, scale, and "
    "distortion invariance) while maintaining the merits of Transformers (\\ie dynamic attention, global "
    "context, and better generalization). We validate CvT by conducting extensive experiments, showing "
    "that this approach achieves state-of-the-art performance over other Vision Transformers and "
    "ResNets on ImageNet-1k, with fewer parameters and lower FLOPs. In addition, performance gains are "
    "maintained when pretrained on larger datasets (\\eg ImageNet-22k) and fine-tuned to downstream "
    "tasks. Pre-trained on ImageNet-22k, our CvT-W24 obtains a top-1 accuracy of 87.7\\% on the "
    "ImageNet-1k val set. Finally, our results show that the positional encoding, a crucial component "
    "in existing Vision Transformers, can be safely removed in our model, simplifying the design for "
    "higher resolution vision tasks. Code will be released at https://github.com/leoxiaobin/CvT."
)
AUTHORS = ("Haiping Wu", "Bin Xiao", "Noel Codella", "Mengchen Liu", "Xiyang Dai", "Lu Yuan", "Lei Zhang")
DIGEST = Membership("Hugging Face Papers", "2025-04-28", 4)
CVT = Detail(
    1,
    Paper(
        keys=("arxiv:2103.15808",),
        title="CvT: Introducing Convolutions to Vision Transformers",
        abstract=ABSTRACT,
        authors=AUTHORS,
        published="2021-03-29",
        categories=("cs.CV",),
    ),
    Triage(starred=True, tags=("backbone", "vit")),
    digests=(DIGEST,),
    source="Hugging Face",
)
PLAIN = Detail(
    2,
    Paper(
        keys=("title:0123456789abcdef",),
        title="Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks",
        abstract="We identify label errors in the test sets of 10 of the most commonly-used datasets.",
    ),
    Triage(),
    digests=(DIGEST,),
    source="Hugging Face",
)
"""What the bundled digest gives: a title and an abstract."""

NOTE = """# Convolution instead of position codes
- convolutional projection for q, k, v; strides shrink k and v
- position encoding can go: try at 384 px without resizing
- 87.7% needs ImageNet-22k; compare with Swin at equal FLOPs

Ask Mira whether the token embedding helps small data.
"""


def values(*pairs: tuple[str, int | None], chosen: str = "") -> tuple[FacetValue, ...]:
    """Values of a group: label and count."""
    return tuple(FacetValue(label, f"t:{label}", count, label == chosen) for label, count in pairs)


GROUPS = (
    FacetGroup("views", values(("Inbox", 612), ("Queue", 38), ("Starred", 21), ("New with code", 47))),
    FacetGroup(
        "digests",
        values(
            ("28 Apr Hugging Face", 105),
            ("28 Apr arXiv cs.CV", 214),
            ("25 Apr arXiv cs.CV", 187),
            ("25 Apr Hugging Face", 62),
            ("24 Apr OpenReview", 44),
            chosen="28 Apr Hugging Face",
        ),
        38,
    ),
    FacetGroup(
        "state",
        values(
            ("unread", 101),
            ("starred", 3),
            ("queued", 1),
            ("noted", 3),
            ("snoozed", 0),
            ("done", 4),
            ("dismissed", 1),
        ),
    ),
    FacetGroup(
        "tags",
        values(("vit", 44), ("robustness", 17), ("clip", 13), ("diffusion", 11), ("distillation", None)),
    ),
    FacetGroup(
        "years", values(("2025", 9), ("2024", 21), ("2023", 29), ("2022", 17), ("2021 and older", 1235))
    ),
    FacetGroup("sources", values(("Hugging Face", 105), ("arXiv", 38))),
)
NEAR = (
    Row(
        11,
        "a",
        "ConViT: Improving Vision Transformers with Soft Convolutional Inductive Biases",
        Triage(),
        year=2021,
    ),
    Row(12, "b", "TiC: Exploring Vision Transformer in Convolution", Triage(read=True), year=2023),
    Row(13, "c", "Searching for Efficient Multi-Stage Vision Transformers", Triage()),
)
