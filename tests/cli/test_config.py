"""`config` and `completions`: settings told plainly, keys from the reader's own table."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digestui.settings.default_file import default_file

from .conftest import PROJECT_SOURCES, Box


def test_the_path_is_where_the_platform_keeps_settings(box: Box) -> None:
    assert box.bare("config", "path").lines == [str(box.home / "config/digestui/config.toml")]


def test_what_show_prints_is_a_settings_file_again(box: Box) -> None:
    box.settings('theme = "light"\n[keys]\npreset = "vim"\nstar = "f5"\n[backup]\ndaily = 3\n')
    shown = box.bare("config", "show")
    assert 'theme = "light"' in shown.lines
    assert "peek = 4  # default" in shown.lines
    before = box.bare("config", "show", "--json").json
    box.settings(shown.out)
    assert box.bare("config", "show", "--json").json == before
    assert box.bare("config", "check").code == 0


def test_the_commented_default_file_is_printed_and_means_the_defaults(box: Box) -> None:
    before = box.bare("config", "show", "--json").json
    said = box.bare("config", "show", "--default")
    assert said.out == default_file()
    box.settings(said.out)
    assert box.bare("config", "show", "--json").json == before


def test_init_writes_the_commented_file_once_and_never_over_another(box: Box) -> None:
    said = box.bare("config", "init")
    file = box.home / "config/digestui/config.toml"
    assert (said.code, file.read_text("utf-8")) == (0, default_file())
    file.write_text('theme = "light"\n', "utf-8")
    again = box.bare("config", "init")
    assert again.code == 2
    assert again.errors == [f"digestui: {file}: is there already: edit it, or move it away first"]
    assert file.read_text("utf-8") == 'theme = "light"\n'


def test_a_wrong_setting_is_named_on_every_command_and_the_command_goes_on(shelf: Box) -> None:
    file = shelf.settings('theme = "dim"\nglyphs = "ascii"\n')
    said = shelf("search", "in:any", "--count")
    assert (said.code, said.out) == (0, "3\n")
    assert said.errors == [
        f'digestui: {file}: line 1: theme: not "dim": use one of auto, dark, light, high-contrast, ansi, own'
    ]


def test_check_names_settings_and_keys_and_leaves_with_1(box: Box) -> None:
    file = box.settings('peek = 99\n[keys]\nstarr = "s"\n')
    said = box.bare("config", "check")
    assert said.code == 1
    assert said.lines == [
        f"{file}: line 1: peek: not 99: use a number from 0 to 8",
        f"{file}: line 3: keys.starr: no such command; did you mean star?",
    ]


def test_check_names_a_view_to_begin_in_that_the_library_does_not_have(shelf: Box) -> None:
    file = shelf.settings('start_view = "Mine"\n')
    assert shelf("config", "check").lines == [
        f"{file}: line 1: start_view: there is no view Mine; digestui views lists them"
    ]
    shelf("views", "save", "mine", "is:unread")
    assert shelf("config", "check").code == 0


def test_check_names_what_is_wrong_with_the_services(box: Box) -> None:
    file = box.settings(
        '[sources]\nenrich = "yes"\nmial = "a@b.org"\narxiv = "mirror"\nopenalex = "https://x.org"'
    )
    assert box.bare("config", "check").lines == [
        f'{file}: line 2: sources.enrich: not "yes": use true or false',
        f"{file}: line 3: sources.mial: no such setting: did you mean mail?",
        f'{file}: line 4: sources.arxiv: not "mirror": use a web address in quotes',
    ]


def test_check_names_colours_that_are_hard_to_read(box: Box) -> None:
    box.settings('theme = "own"\n[colours]\nbase = "light"\naccent = "#1d5bb8"\nfaint = "#c0c0c0"\n')
    said = box.bare("config", "check")
    assert said.code == 1
    (line,) = said.lines
    assert "line 5: colours.faint: faint on " in line
    assert "less than 4.5" in line
    box.settings('theme = "dark"\n[colours]\nfaint = "#303030"\n')
    assert box.bare("config", "check").code == 0


def test_many_complaints_are_cut_short_outside_check(shelf: Box) -> None:
    shelf.settings("".join(f"x{n} = 1\n" for n in range(9)))
    said = shelf("search", "--count")
    assert len(said.errors) == 4
    assert said.errors[3].endswith("6 more: digestui config check names them")


def test_a_hostile_settings_file_reaches_the_terminal_harmless(box: Box) -> None:
    box.settings('"\\u001b]52;c;eA==" = 1\ntheme = "\\u202e\\u001b[2J"\n')
    said = box.bare("config", "check")
    assert said.code == 1
    assert not set(said.out + said.err) & {"\x1b", "\u202e"}


def test_keys_are_printed_as_the_user_changed_them(box: Box) -> None:
    box.settings('[keys]\nstar = "f5"\n')
    said = box.bare("config", "keys", "--json")
    assert next(row for row in said.json if row["command"] == "star")["keys"] == ["f5"]
    assert "f5" in next(line for line in box.bare("config", "keys").lines if line.split()[:1] == ["star"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_good_shell(box: Box, shell: str) -> None:
    said = box.bare("completions", shell)
    assert said.code == 0
    if shutil.which(shell):
        check = subprocess.run([shell, "-n"], input=said.out.encode(), capture_output=True, check=False)
        assert check.returncode == 0, check.stderr


def test_bash_completes_commands_options_and_their_values(box: Box) -> None:
    script = box.bare("completions", "bash").out
    ask = (
        script
        + '\nask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _digestui; echo "${COMPREPLY[*]}"; }\n'
        + "ask digestui sea; ask digestui search --for; ask digestui search --format bib\n"
        + "ask digestui mark x sn; ask digestui --library x.db und\n"
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["search", "--format", "bibtex", "snooze=", "undo"]


def test_bash_completes_keys_tags_and_views_from_the_library(box: Box) -> None:
    paper = {"title": "Swin", "abstract": "Windows.", "url": "https://arxiv.org/abs/2103.14030"}
    (box.cwd / "papers.jsonl").write_text(json.dumps(paper), "utf-8")
    assert box("import", str(box.cwd / "papers.jsonl")).code == 0
    assert box("tag", "swin in:any", "+backbone").code == 0
    assert box("views", "save", "week", "newer:1w").code == 0
    assert box("views", "save", "$(touch harm)", "newer:2w").code in (0, 2)
    ask = (
        box.bare("completions", "bash").out
        + f'\ndigestui() {{ "{sys.executable}" -m digestui "$@"; }}\n'
        + 'ask() { COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        + '_digestui; echo "${COMPREPLY[*]}"; }\n'
        + "ask digestui show arxiv:21; ask digestui tag swin +b; ask digestui search q:\n"
        + "ask digestui show 21\n"
    )
    around = {
        "PATH": os.environ["PATH"],
        "HOME": str(box.home),
        "PYTHONPATH": str(PROJECT_SOURCES),
        "DIGESTUI_LIBRARY": str(box.library),
    }
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True, env=around)
    lines = done.stdout.splitlines()
    assert lines[:2] == ["2103.14030", "+backbone"]
    assert "week" in lines[2].split()
    assert "$(" not in done.stdout
    assert "2103.14030" in lines[3].split()


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_keys_tags_and_views_from_the_library(box: Box, tmp_path: Path) -> None:
    box.file("papers.jsonl", '{"title": "Swin", "url": "https://arxiv.org/abs/2103.14030"}')
    assert box("import", "papers.jsonl").code == 0
    assert box("tag", "swin in:any", "+backbone").code == 0
    assert box("views", "save", "week", "newer:1w").code == 0
    program = tmp_path / "bin" / "digestui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digestui "$@"\n')
    program.chmod(0o755)
    script = box.file("digestui.fish", box.bare("completions", "fish").out)
    asked = {
        "digestui sea": "search",
        "digestui show arxiv:21": "arxiv:2103.14030",
        "digestui tag swin +b": "+backbone",
        "digestui search tag:": "tag:backbone",
        "digestui search q:w": "q:week",
        "digestui views remove w": "week",
        "digestui sources ch": "check",
        "digestui export --format bib": "bibtex",
    }
    around = box.environ | {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT_SOURCES),
        "DIGESTUI_LIBRARY": str(box.library),
    }
    for line, offered in asked.items():
        done = subprocess.run(
            ["fish", "-c", f"source {script}; complete -C '{line}'"],
            capture_output=True, text=True, check=True, env=around, cwd=box.cwd,
        )  # fmt: skip
        assert offered in [one.split("\t")[0] for one in done.stdout.splitlines()], (line, done.stdout)
