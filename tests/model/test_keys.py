"""Keys are recognised in everything people and sources write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.model import keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2401.01234", "arxiv:2401.01234"),
        ("2401.01234v3", "arxiv:2401.01234"),
        ("arXiv:2401.01234v2", "arxiv:2401.01234"),
        ("arXiv:2401.01234 [cs.CL]", "arxiv:2401.01234"),
        ("arxiv 2401.01234", "arxiv:2401.01234"),
        ("0704.0001", "arxiv:0704.0001"),
        ("math/0309136", "arxiv:math/0309136"),
        ("math.AG/0309136v1", "arxiv:math/0309136"),
        ("hep-th/9711200", "arxiv:hep-th/9711200"),
        ("oai:arXiv.org:2410.00001v2", "arxiv:2410.00001"),
        ("http://arxiv.org/abs/2103.14030v2", "arxiv:2103.14030"),
        ("https://arxiv.org/pdf/2103.14030v1.pdf", "arxiv:2103.14030"),
        ("https://arxiv.org/abs/hep-th/9711200", "arxiv:hep-th/9711200"),
        ("arxiv.org/html/2103.14030", "arxiv:2103.14030"),
        ("https://www.arxiv.org/abs/2103.14030?context=cs#x", "arxiv:2103.14030"),
        ("https://huggingface.co/papers/2103.14030", "arxiv:2103.14030"),
        ("https://doi.org/10.48550/arXiv.2103.14030", "arxiv:2103.14030"),
        ("10.48550/ARXIV.2103.14030", "arxiv:2103.14030"),
        ("doi:10.1109/CVPR.2016.90", "doi:10.1109/cvpr.2016.90"),
        ("https://dx.doi.org/10.1000/ABC(1)2", "doi:10.1000/abc(1)2"),
        ("https://doi.org/10.1000/a%2Fb", "doi:10.1000/a/b"),
        ("10.1016/j.x.2004.03.010.", "doi:10.1016/j.x.2004.03.010"),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://openreview.net/forum?id=YicbFdNTTy", "openreview:YicbFdNTTy"),
        ("https://openreview.net/pdf?id=YicbFdNTTy", "openreview:YicbFdNTTy"),
        ("openreview:YicbFdNTTy", "openreview:YicbFdNTTy"),
        ("https://aclanthology.org/2020.acl-main.1/", "acl:2020.acl-main.1"),
        ("https://www.aclweb.org/anthology/J93-2004.pdf", "acl:J93-2004"),
        ("acl:2022.naloma-1.1", "acl:2022.naloma-1.1"),
        ("title:0123456789ABCDEF", "title:0123456789abcdef"),
        ("(https://arxiv.org/abs/2103.14030).", "arxiv:2103.14030"),
        ("Attention Is All You Need", None),
        ("", None),
        ("2401", None),
        ("2499.12345", None),
        ("https://arxiv.org/list/cs.CL/recent", None),
        ("https://example.org/", None),
        ("https://github.com/a/b", None),
    ],
)
def test_keys_are_recognised(text: str, key: str | None) -> None:
    assert keys.from_text(text) == key


@given(
    st.text(max_size=60)
    | st.from_regex(r"(arxiv:|doi:|https?://[a-z.]+/)?[0-9./a-z?=%-]{0,30}", fullmatch=True)
)
def test_whatever_is_recognised_is_recognised_again(text: str) -> None:
    key = keys.from_text(text)
    if key is not None:
        assert keys.from_text(key) == key


@pytest.mark.parametrize(
    "key",
    [
        "arxiv:2401.01234",
        "arxiv:math/0309136",
        "doi:10.1000/a(1)<b>",
        "openreview:aB-_12345",
        "acl:2020.acl-main.1",
        "acl:J93-2004",
    ],
)
def test_a_page_leads_back_to_its_key(key: str) -> None:
    page = keys.page_url(key)
    assert page is not None
    assert keys.from_text(page) == key


def test_the_best_key_comes_first_and_none_twice() -> None:
    found = keys.best_first(["title:0", "doi:10.1/x", "arxiv:2401.01234", "doi:10.1/x", "acl:a"])
    assert found == ("arxiv:2401.01234", "doi:10.1/x", "acl:a", "title:0")


def test_versions_are_read() -> None:
    assert keys.arxiv_version("http://arxiv.org/abs/2401.01234v3") == 3
    assert keys.arxiv_version("math/0309136v12") == 12
    assert keys.arxiv_version("2401.01234") is None


def test_pdfs_are_known_where_the_key_tells() -> None:
    assert keys.pdf_url("arxiv:2401.01234") == "https://arxiv.org/pdf/2401.01234"
    assert keys.pdf_url("doi:10.1/x") is None
