"""The client against a server that also misbehaves: every way ends, soon, in one sentence."""

from __future__ import annotations

import threading
import time
import tracemalloc

import pytest

from digestui.web.answers import NoAnswer, Stopped, Why
from digestui.web.client import TRIES, Client
from digestui.web.pace import Pace
from web import server as ways
from web.server import Server


def client(**more: object) -> Client:
    return Client(**{"pause": 0.01, "read": 0.3, "whole": 1.0, "limit": 4 << 20, **more})  # type: ignore[arg-type]


def refused(one: Client, url: str) -> NoAnswer:
    with pytest.raises(NoAnswer) as caught:
        one.get(url)
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_answer_comes_whole_and_says_what_it_is(server: Server) -> None:
    server.ways["/a"] = ways.gives("<rss/>", "application/rss+xml; charset=utf-8", ETag='"1"')
    with client() as one:
        answer = one.get(server.url("/a"))
    assert (answer.body, answer.kind, answer.etag) == (b"<rss/>", "application/rss+xml", '"1"')
    assert server.asked[0].headers["user-agent"].startswith("digestui/")


def test_what_was_packed_comes_unpacked(server: Server) -> None:
    server.ways["/a"] = ways.packed(b"<rss/>" * 1000)
    with client() as one:
        assert one.get(server.url("/a")).body == b"<rss/>" * 1000


def test_nothing_new_is_told_as_such(server: Server) -> None:
    server.ways["/a"] = ways.remembers(b"<rss/>", '"7"')
    with client() as one:
        first = one.get(server.url("/a"))
        second = one.get(server.url("/a"), etag=first.etag, modified=first.modified)
    assert second.unchanged
    assert second.body == b""
    assert server.asked[1].headers["if-modified-since"] == first.modified


def test_what_may_pass_is_tried_again(server: Server) -> None:
    server.ways["/a"] = [ways.status(500), ways.status(503), ways.gives("ok")]
    with client(read=10.0, whole=30.0) as one:
        assert one.get(server.url("/a")).body == b"ok"


@pytest.mark.parametrize("code", [500, 429])
def test_after_some_tries_it_is_given_up(server: Server, code: int) -> None:
    server.ways["/a"] = ways.status(code)
    with client(read=10.0, whole=30.0) as one:  # how slow the machine is, is not asked here
        assert refused(one, server.url("/a")).kind is Why.REFUSED
    assert len(server.asked) == TRIES


def test_a_service_that_asks_for_a_moment_gets_it(server: Server) -> None:
    server.ways["/a"] = [ways.status(429, Retry_After="1"), ways.gives("ok")]
    with client() as one:
        one.get(server.url("/a"))
    assert server.asked[1].at - server.asked[0].at >= 1


def test_a_service_that_asks_for_an_hour_is_left_alone(server: Server) -> None:
    server.ways["/a"] = ways.status(429, Retry_After="3600")
    with client() as one:
        assert "left alone" in refused(one, server.url("/a")).why
    assert len(server.asked) == 1


@pytest.mark.parametrize(("code", "words"), [(404, "nothing there"), (403, "not let"), (410, "no more")])
def test_a_no_is_not_asked_again(server: Server, code: int, words: str) -> None:
    server.ways["/a"] = ways.status(code)
    with client() as one:
        assert words in refused(one, server.url("/a")).why
    assert len(server.asked) == 1


def test_silence_ends(server: Server) -> None:
    server.ways["/a"] = ways.silent(server)
    with client(read=0.05) as one:
        assert refused(one, server.url("/a")).kind is Why.SLOW


def test_a_drip_without_end_ends(server: Server) -> None:
    server.ways["/a"] = ways.endless(server, b"x", 0.02)
    with client(whole=0.3) as one:
        assert refused(one, server.url("/a")).kind is Why.SLOW


def test_a_flood_without_end_ends(server: Server) -> None:
    server.ways["/a"] = ways.endless(server)
    with client() as one:
        assert refused(one, server.url("/a")).kind is Why.LARGE


def test_an_answer_cut_off_is_no_answer(server: Server) -> None:
    server.ways["/a"] = ways.breaks_off(b"<rss>" * 100)
    with client() as one:
        assert refused(one, server.url("/a")).kind is Why.BROKEN
    assert len(server.asked) == TRIES


def test_a_bomb_does_not_go_off(server: Server) -> None:
    server.ways["/a"] = ways.bomb(256)
    tracemalloc.start()
    with client(limit=64 << 20) as one:
        assert refused(one, server.url("/a")).kind is Why.LARGE
    assert tracemalloc.get_traced_memory()[1] < 48 << 20
    tracemalloc.stop()


def test_redirects_are_followed(server: Server) -> None:
    server.ways |= {"/a": ways.moves("/b"), "/b": ways.moves(server.url("/c")), "/c": ways.gives("ok")}
    with client() as one:
        answer = one.get(server.url("/a"))
    assert (answer.body, answer.url) == (b"ok", server.url("/c"))


def test_redirects_in_a_circle_end(server: Server) -> None:
    server.ways |= {"/a": ways.moves("/b"), "/b": ways.moves("/a")}
    with client() as one:
        assert refused(one, server.url("/a")).kind is Why.ADDRESS


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:,x"])
def test_redirects_lead_nowhere_but_to_the_web(server: Server, to: str) -> None:
    server.ways["/a"] = ways.moves(to)
    with client() as one:
        assert refused(one, server.url("/a")).kind is Why.ADDRESS


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://", "http://[", "gopher://x/", "nonsense"])
def test_nothing_but_the_web_is_asked(url: str) -> None:
    with client() as one:
        assert refused(one, url).kind is Why.ADDRESS


def test_nobody_there_is_offline(server: Server) -> None:
    with client() as one:
        assert refused(one, "http://127.0.0.1:9/").kind is Why.OFFLINE


def test_stopping_ends_an_answer_at_once(server: Server) -> None:
    server.ways["/a"] = ways.endless(server, b"x", 0.01)
    stop = threading.Event()
    with client(whole=30.0, stop=stop.is_set) as one:
        threading.Timer(0.1, stop.set).start()
        began = time.monotonic()
        with pytest.raises(Stopped):
            one.get(server.url("/a"))
    assert time.monotonic() - began < 5


def test_requests_keep_their_distance() -> None:
    pace, now, rests = Pace(3.0), [100.0], list[float]()
    for at in (100.0, 100.0, 101.0, 120.0):
        now[0] = at
        pace.wait(lambda: now[0], rests.append)
    assert rests == [3.0, 5.0]
