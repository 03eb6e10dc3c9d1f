"""`digest`: grouped, with reasons; printed, paged, mailed; silent where there is nothing to say."""

from __future__ import annotations

import email
import os
from email import policy
from pathlib import Path

import pytest

from cli.conftest import Box


@pytest.fixture
def sendmail(box: Box, shelf: Box, tmp_path: Path) -> Path:
    """A program that takes a mail as sendmail does, and the file it leaves it in."""
    program, mail = tmp_path / "sendmail", tmp_path / "mail"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {mail}.args\ncat > {mail}\n')
    program.chmod(0o755)
    shelf.variables |= {"DIGESTUI_SENDMAIL": str(program), "EMAIL": "ada@example.org"}
    return mail


def test_new_papers_are_grouped_with_why_they_are_there(shelf: Box) -> None:
    shelf("mark", "dismissed", "star")
    key = shelf("search", "in:inbox", "--limit", "1", "--format", "json").json[0]["key"]
    shelf("mark", f"key:{key}", "star")
    shelf("note", key, "--set", "read this")
    said = shelf("digest", "in:inbox")
    assert said.code == 0
    assert "starred; you have a note on it" in said.out
    assert "new in " in said.out
    assert "read this" in said.out


@pytest.mark.parametrize("format", ["text", "markdown", "html", "email"])
def test_every_format_holds_every_paper(shelf: Box, format: str) -> None:
    titles = [paper["title"] for paper in shelf("search", "in:inbox", "--format", "json").json]
    said = shelf("digest", "in:inbox", "--format", format)
    text = said.out
    if format == "email":
        message = email.message_from_string(said.out, policy=policy.default)
        parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        assert [part.get_content_subtype() for part in parts] == ["plain", "html"]
        text = parts[0].get_content()
    plain = " ".join(text.split())
    for title in titles:
        assert title.split()[0] in plain
    assert said.code == 0


def test_a_mail_goes_through_sendmail_with_both_parts(shelf: Box, sendmail: Path) -> None:
    said = shelf("digest", "in:inbox", "--mail-to", "me@example.org")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert Path(f"{sendmail}.args").read_text().split() == ["-i", "--", "me@example.org"]
    message = email.message_from_bytes(sendmail.read_bytes(), policy=policy.default)
    assert (message["To"], message["From"]) == ("me@example.org", "ada@example.org")
    assert message.is_multipart()
    assert "papers" in message["Subject"]


def test_since_last_sends_each_paper_once_and_then_is_silent(shelf: Box, sendmail: Path) -> None:
    assert shelf("digest", "--since", "last", "--mail-to", "me@example.org").code == 0
    first = sendmail.exists()
    shelf.now += 3600
    sendmail.unlink(missing_ok=True)
    said = shelf("digest", "--since", "last", "--mail-to", "me@example.org")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert first
    assert not sendmail.exists()


def test_since_last_sends_papers_that_came_in_the_place_of_a_digest_taken_out(box: Box) -> None:
    def brought(name: str, *titles: str) -> None:
        file = box.cwd / f"{name}.jsonl"
        file.write_text("".join(f'{{"title": "{title}"}}\n' for title in titles))
        assert box("import", str(file), "--digest", name, "--date", "2025-04-28").code == 0

    brought("One", "A first paper", "A second paper")
    assert "A second paper" in box("digest", "--since", "last").out
    assert box("digests", "remove", "One").code == 0
    box.now += 60
    brought("Other", "Another paper", "Yet another paper")
    said = box("digest", "--since", "last").out
    assert "Another paper" in said
    assert "Yet another paper" in said
    box.now += 60
    assert box("digest", "--since", "last").out == ""


def test_a_mail_that_was_not_sent_is_made_again(shelf: Box, sendmail: Path, tmp_path: Path) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho no route >&2\nexit 75\n")
    failing.chmod(0o755)
    good = shelf.variables["DIGESTUI_SENDMAIL"]
    shelf.variables["DIGESTUI_SENDMAIL"] = str(failing)
    said = shelf("digest", "--since", "last", "--mail-to", "me@example.org")
    assert said.code == 2
    assert "no route" in said.err
    shelf.variables["DIGESTUI_SENDMAIL"] = good
    assert shelf("digest", "--since", "last", "--mail-to", "me@example.org").code == 0
    assert os.path.getsize(sendmail) > 0


@pytest.mark.parametrize("to", ["-oQ/tmp", "a@b.org\nBcc: x@y.org", "a@b.org,c@d.org", "nobody", "<a@b.org>"])
def test_what_is_no_address_goes_nowhere(shelf: Box, sendmail: Path, to: str) -> None:
    said = shelf("digest", "--mail-to", to)
    assert said.code == 2
    assert len(said.errors) == 1
    assert not sendmail.exists()


def test_nothing_to_say_is_said_by_silence(shelf: Box) -> None:
    said = shelf("digest", "qqqzzz")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert shelf("digest", "--since", "soonish").code == 2


def test_a_title_cannot_write_a_header(box: Box, sendmail: Path) -> None:
    file = box.cwd / "x.jsonl"
    file.write_text('{"title": "Hi\\nBcc: evil@example.org\\r\\n\\r\\nbody", "abstract": "a"}\n')
    box.variables |= {"DIGESTUI_SENDMAIL": str(sendmail.parent / "sendmail")}
    box("import", "x.jsonl", "--digest", "D\nCc: evil@example.org")
    assert box("digest", "in:any", "--mail-to", "me@example.org").code == 0
    message = email.message_from_bytes(sendmail.read_bytes(), policy=policy.default)
    assert message["Bcc"] is None
    assert message["Cc"] is None
