"""A folder of Markdown files: safe names, safe to run again, nothing written elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from make import BARE, EVIL_TITLES, SWIN, dated, evil, titled
from test_pages import dangers

from digestui.errors import BadInput
from digestui.exporters.vault import INDEX, file_name, write_vault
from digestui.records import replace

NAME = "Swin Transformer Hierarchical Vision Transformer using Shifted Windows (arxiv 2103.14030).md"


def front_matter(text: str) -> dict:
    _, front, _ = text.split("---\n", 2)
    return yaml.safe_load(front)


def test_every_paper_has_a_file_with_front_matter_note_and_links(tmp_path: Path) -> None:
    done = write_vault([SWIN, BARE], tmp_path / "vault")
    assert sorted(done.written) == sorted(
        [NAME, "A paper known by its title only (title 00112233445566ab).md", INDEX]
    )
    text = (tmp_path / "vault" / NAME).read_text()
    facts = front_matter(text)
    assert facts["key"] == "arxiv:2103.14030"
    assert facts["tags"] == ["backbone", "zu lesen"]
    assert facts["starred"] is True
    assert "## Note\n\n# Swin\n\nShifted windows" in text
    assert f"(<{NAME}>)" in (tmp_path / "vault" / INDEX).read_text()


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    write_vault([SWIN, BARE], tmp_path)
    again = write_vault([SWIN, BARE], tmp_path)
    assert again.written == []
    assert again.left == []
    assert again.unchanged == 3


def test_a_file_the_reader_changed_is_left_unless_asked(tmp_path: Path) -> None:
    write_vault([SWIN], tmp_path)
    path = tmp_path / NAME
    mine = path.read_text() + "\nMy own line.\n"
    path.write_text(mine)
    starred = replace(SWIN, note="A newer note")
    done = write_vault([starred], tmp_path)
    assert done.left == [(NAME, "it was changed since it was written")]
    assert path.read_text() == mine
    assert write_vault([starred], tmp_path, overwrite=True).written == [NAME]
    assert "A newer note" in path.read_text()


def test_a_file_as_we_left_it_is_refreshed_and_keeps_its_name(tmp_path: Path) -> None:
    write_vault([SWIN], tmp_path)
    renamed = dated(SWIN, title="Swin, Renamed in its Second Version")
    done = write_vault([renamed], tmp_path)
    assert NAME in done.written
    assert "Renamed" in (tmp_path / NAME).read_text()
    assert sorted(os.listdir(tmp_path)) == sorted([NAME, INDEX])


def test_hostile_titles_stay_in_the_folder_with_names_every_system_takes(tmp_path: Path) -> None:
    write_vault([*evil(), SWIN], tmp_path / "vault")
    assert os.listdir(tmp_path) == ["vault"]
    names = os.listdir(tmp_path / "vault")
    assert len(names) == len(EVIL_TITLES) + 2
    for name in names:
        text = (tmp_path / "vault" / name).read_text()
        front_matter(text)
        assert not dangers(text.split("---\n", 2)[2])


@given(
    st.text(max_size=200),
    st.sampled_from(["arxiv:2103.14030", "doi:10.1/A<B>:\\..", "openreview:aBcD_-", "acl:P19-1"]),
)
def test_a_file_name_is_plain_and_short(title: str, key: str) -> None:
    name = file_name(dated(titled(title), keys=(key,)))
    assert len(os.fsencode(name)) <= 255
    assert not set(name) & set('<>:"/\\|?*\n\t')
    assert not name.startswith(("-", "."))
    assert name.endswith(").md")


def test_keys_that_differ_only_in_case_have_files_of_their_own() -> None:
    names = {
        file_name(dated(SWIN, keys=(k,))).lower() for k in ("openreview:aB", "openreview:Ab", "openreview:ab")
    }
    assert len(names) == 3


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / NAME).symlink_to(outside)
    done = write_vault([SWIN], vault, overwrite=True)
    assert done.left == [(NAME, "it is a link or a folder")]
    assert outside.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput):
        write_vault([SWIN], tmp_path / "file" / "vault")


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 3), st.text(max_size=20)),
        st.tuples(st.just("remove"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("rename"), st.integers(0, 3), st.sampled_from(["mine", "index", "a b"])),
        st.tuples(st.just("retitle"), st.integers(0, 2), st.sampled_from(["New title", "Other", "CON"])),
        st.tuples(st.just("note"), st.integers(0, 2), st.text(max_size=20)),
        st.tuples(st.just("write"), st.integers(0, 2), st.just("")),
    ),
    max_size=12,
)


@given(EDITS)
@settings(deadline=None)
def test_no_edit_of_the_reader_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    papers = [titled(f"Paper {n}", n) for n in range(1, 4)]
    mine: dict[str, bytes] = {}

    def run() -> None:
        done = write_vault(papers, folder)
        assert not set(done.written) & set(mine)
        for name, content in mine.items():
            assert (folder / name).read_bytes() == content

    run()
    for what, which, text in edits:
        files = sorted(folder.glob("*.md"))
        file = files[which % len(files)] if files else None
        if what == "edit" and file is not None:
            before = file.read_bytes()
            file.write_bytes(before + text.encode("utf-8", "replace") + b"!")
            mine[file.name] = file.read_bytes()
        elif what == "remove" and file is not None:
            file.unlink()
            mine.pop(file.name, None)
        elif what == "rename" and file is not None:
            target = folder / f"{text}.md"
            if not target.exists():
                content = mine.pop(file.name, None)
                file.rename(target)
                if content is not None:
                    mine[target.name] = content
        elif what == "retitle":
            papers[which] = dated(papers[which], title=text)
        elif what == "note":
            papers[which] = replace(papers[which], note=text)
        run()
