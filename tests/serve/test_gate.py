"""Who may come in, by name, by origin and by secret."""

from __future__ import annotations

import pytest

from digestui.serve import page
from digestui.serve.gate import ONCE, Gate, refusal


class Ticks:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize("host", ["127.0.0.1:8417", "localhost:9000", "LOCALHOST", "[::1]:80"])
def test_this_machine_knows_its_own_names(host: str) -> None:
    assert refusal([host], []) == ""
    assert refusal([host], [f"http://{host}"], must_say_origin=True) == ""


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["evil.example"],
        ["evil.example:8417"],
        ["127.0.0.1.evil.example:8417"],
        ["localhost.evil.example"],
        ["evil.example#127.0.0.1:8417"],
        ["127.0.0.1:8417@evil.example"],
        ["127.0.0.1:8417\n"],
        ["0.0.0.0:8417"],
        ["127.0.0.1:8417", "evil.example"],
    ],
)
def test_another_name_is_turned_away(hosts: list[str]) -> None:
    assert refusal(hosts, [])


@pytest.mark.parametrize(
    "origins",
    [
        ["http://evil.example"],
        ["http://127.0.0.1:9999"],
        ["http://localhost:8417"],
        ["https://127.0.0.1:8417"],
        ["null"],
        [""],
        ["http://127.0.0.1:8417", "http://evil.example"],
        ["http://127.0.0.1:8417.evil.example"],
    ],
)
def test_another_page_is_turned_away(origins: list[str]) -> None:
    assert refusal(["127.0.0.1:8417"], origins)


def test_a_websocket_says_where_it_comes_from_or_is_turned_away() -> None:
    assert refusal(["127.0.0.1:8417"], []) == ""
    assert refusal(["127.0.0.1:8417"], [], must_say_origin=True)


def test_the_token_opens_as_often_as_one_likes_and_nothing_else_does() -> None:
    gate = Gate(Ticks())
    assert gate.opens(gate.token)
    assert gate.opens(gate.token)
    for wrong in (None, "", gate.token[:-1], gate.token + "x", gate.cookie, gate.room, "é", "\udcff"):
        assert not gate.opens(wrong)


def test_a_ticket_opens_once_and_soon() -> None:
    ticks = Ticks()
    gate = Gate(ticks)
    ticket, late = gate.ticket(), gate.ticket()
    assert gate.opens(ticket)
    assert not gate.opens(ticket)
    ticks.at = ONCE + 1
    assert not gate.opens(late)


def test_a_browser_is_known_by_its_cookie_alone() -> None:
    gate = Gate(Ticks())
    assert gate.knows(gate.cookie)
    assert not any(map(gate.knows, (None, "", gate.token, gate.room)))


def test_no_two_runs_share_a_secret() -> None:
    one, other = Gate(Ticks()), Gate(Ticks())
    secrets = {one.token, one.room, one.cookie, other.token, other.room, other.cookie}
    assert len(secrets) == 6
    assert min(map(len, secrets)) >= 43


def test_the_page_asks_no_other_machine() -> None:
    sources = [page.page("127.0.0.1:1", "room"), *(text for text, _ in page.TEXTS.values())]
    for text in sources:
        assert "http" not in text.replace("ws://127.0.0.1:1/room/ws", "")
        assert "//" not in text.replace("ws://127.0.0.1:1/room/ws", "")
    policy = page.headers("127.0.0.1:1")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert "*" not in policy
