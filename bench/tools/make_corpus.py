#!/usr/bin/env python3
"""Write N realistic papers, the same bytes for the same arguments.

The papers are synthetic: words come from a digest text (their real frequencies), a long tail of
made-up words follows a Zipf law, and every abstract also holds a name of its own, so that the
vocabulary grows with the corpus as it does in life. Nothing is kept in memory: a million papers
stream to the output at constant memory.

Standard library only. Formats: kaggle-arxiv (JSON Lines), hf-json (one JSON array), and for peers
mbox, maildir (a folder of messages) and rss.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import html
import json
import os
import random
import re
import sys
import time
from bisect import bisect
from collections import Counter
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIGEST = HERE.parent / "digest" / "huggingface-papers-imagenet.txt"
SYL = (
    "ka ro vel mi tan su ler do fin gra pho ze lin mar qui bo nex ta ri ul den sho pra vi ong "
    "hel cas ter lo mu sta bri en dor fa xi yan pe cro il jun wo sal the nor ag "
).split()
GIVEN = (
    "Ana Bo Chen Dmitri Elena Fatima Georg Hana Ivan Jürgen Kaiming Léa María Nguyễn Olga Pedro "
    "Qing Rosa Søren Tomáš Uma Víctor Wei Xin Yuki Zoë Aarav Björn Chloé Diego Emma Farid Giulia "
    "Hiroshi Inés James Karin Luca Mei Noah Oriol Priya Ravi Sara Thomas Ulrike Wanjiru Yusuf"
).split()
FAMILY = (
    "Müller Gómez Zhang Wang Li Chen Smith Johnson Kowalski Nguyen O'Neill Ivanova Rossi Silva "
    "Tanaka Kim Park Singh Patel Dubois Lefèvre Novák Hansen Åkesson Okafor Haddad Cohen Yılmaz "
    "Papadopoulos Fernández Costa Schmidt Weber Brown Davis Garcia Martin Lee Liu Yang Huang Zhao "
    "Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Luo Gao Suzuki Sato Watanabe Ito Choi Jung Kang"
).split()
CATS = [
    "cs.CV",
    "cs.LG",
    "cs.CL",
    "cs.AI",
    "stat.ML",
    "cs.RO",
    "cs.IR",
    "cs.CR",
    "eess.IV",
    "cs.NE",
    "cs.SD",
    "cs.HC",
    "math.OC",
    "cs.DC",
    "cs.SE",
    "quant-ph",
    "hep-ph",
    "hep-th",
    "astro-ph.CO",
    "astro-ph.GA",
    "cond-mat.mtrl-sci",
    "cond-mat.mes-hall",
    "math.AG",
    "math.PR",
    "math.CO",
    "math.NT",
    "physics.optics",
    "physics.flu-dyn",
    "q-bio.NC",
    "q-fin.ST",
    "econ.EM",
    "gr-qc",
    "nucl-th",
    "stat.ME",
    "cs.DS",
    "cs.IT",
    "cs.SY",
    "cs.LO",
    "cs.PL",
    "math-ph",
]
VENUES = ["", "", "", "NeurIPS", "ICML", "ICLR", "CVPR", "ECCV", "ACL", "EMNLP", "Phys. Rev. D", "JMLR"]
HF_KEYS = "0123456789abcdef"
FIRST, LAST = (2007, 4), (2026, 11)


class Cumulative:
    """Weighted draw from a fixed list in log time; faster than random.choices one at a time."""

    def __init__(self, items, weights):
        self.items = list(items)
        self.cum = list(accumulate(weights))

    def draw(self, rnd):
        return self.items[bisect(self.cum, rnd() * self.cum[-1], 0, len(self.items) - 1)]


def made_up(n):
    """The n-th invented word; distinct for distinct n below 45**3."""
    base = len(SYL)
    a, b, c = n % base, (n // base) % base, (n // base // base) % base
    return (
        SYL[(a * 7 + b) % base]
        + SYL[(b * 11 + c) % base]
        + SYL[(c + a + b) % base]
        + ("" if n < base**3 else str(n))
    )


class Text:
    """Half sentences in advance, so that one abstract costs about twenty draws."""

    def __init__(self, seed, vocabulary=40_000, halves=30_000, source=DIGEST):
        rng = random.Random(f"{seed}/text")
        rnd = rng.random
        counts = Counter()
        if source and Path(source).exists():
            prose = re.sub(r"\S*(?:https?:|www\.|github)\S*", " ", Path(source).read_text("utf-8", "replace"))
            counts.update(re.findall(r"[^\W\d_][\w\-']*[^\W_]", prose))
        if not counts:
            counts.update({made_up(i): 5000 // (i + 1) + 1 for i in range(3000)})
        real = [w for w, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]
        weights = [counts[w] for w in real]
        # The invented tail continues the law f(r) = C / r^1.05 where the real words end.
        start = len(real)
        tail = [made_up(i) for i in range(max(0, vocabulary - start))]
        c = weights[min(200, start - 1)] * (min(200, start - 1) + 1) ** 1.05
        words = Cumulative(real + tail, weights + [c / (start + i + 1) ** 1.05 for i in range(len(tail))])
        draw = words.draw
        self.opening = [
            " ".join(draw(rnd) for _ in range(7 + int(rnd() * 7))).capitalize() for _ in range(halves)
        ]
        self.closing = [" ".join(draw(rnd) for _ in range(7 + int(rnd() * 7))) + "." for _ in range(halves)]
        mid = Cumulative(
            words.items[60:], [w for w in map(lambda p: p[1] - p[0], zip(words.cum[59:], words.cum[60:]))]
        )
        self.titles = [
            " ".join(mid.draw(rnd) if rnd() < 0.72 else draw(rnd) for _ in range(2 + int(rnd() * 4))).title()
            for _ in range(halves)
        ]
        self.mid = [mid.draw(rnd) for _ in range(1 << 15)]


def months(n):
    """(year, month, how many of the n papers) with the growth arXiv shows; the counts sum to n."""
    out, (y, m) = [], FIRST
    while (y, m) <= LAST:
        out.append([y, m, 1.0 + ((y - 2007) + m / 12) ** 1.35 / 9])
        m += 1
        if m == 13:
            y, m = y + 1, 1
    total, done, acc = sum(x[2] for x in out), 0, 0.0
    for row in out:
        acc += row[2]
        upto = round(n * acc / total)
        row[2], done = upto - done, upto
    return out


def when(i, cum, table):
    """The i-th paper by age -> (arXiv id, date)."""
    k = bisect(cum, i)
    y, m, count = table[k]
    j = i - (cum[k - 1] if k else 0)
    digits = 4 if (y, m) < (2015, 1) else 5
    room = 10**digits - 1
    step = max(1, min(9, room // max(1, count)))
    number = 1 + j * step
    if number > room:  # more papers than ids in a month: use the next width
        digits = len(str(number))
    last = 28 if m == 2 else 30
    seconds = int((j + 0.5) / max(1, count) * last * 86400)
    return f"{y % 100:02d}{m:02d}.{number:0{digits}d}", dt.datetime(y, m, 1) + dt.timedelta(seconds=seconds)


BLOCK = 1000  # each block of papers has its own seed, so blocks can be made in parallel


def papers(n, seed=1, order="oldest", code=0.2, text=None, first=0, last=None):
    """Yield papers first..last of n as plain dicts: id date title lines authors categories doi venue code upvotes.

    `first` must be a multiple of BLOCK.
    """
    t = text or Text(seed)
    table = [x for x in months(n) if x[2]]
    cum = list(accumulate(x[2] for x in table))
    cats = Cumulative(CATS, [1 / (i + 1) ** 0.8 for i in range(len(CATS))])
    family = Cumulative(FAMILY, [1 / (i + 3) ** 0.7 for i in range(len(FAMILY))])
    nopen, nmid, base = len(t.opening), len(t.mid), len(SYL)
    # A fixed permutation for "shuffled": i -> (i * a + b) mod n with a prime to n.
    a = int(n * 0.6180339887) | 1
    from math import gcd

    while gcd(a, n) != 1:
        a += 2
    b = n // 3
    for i in range(first, n if last is None else last):
        if i % BLOCK == 0:
            rng = random.Random(f"{seed}/{i}")
            rnd = rng.random
        age = i if order == "oldest" else n - 1 - i if order == "newest" else (i * a + b) % n
        ident, date = when(age, cum, table)
        r = rng.getrandbits(60)
        own = SYL[r % base] + SYL[(r >> 6) % base] + SYL[(r >> 12) % base] + SYL[(r >> 18) % base]
        name = own.capitalize() + ("Net", "-7B", "Former", "", "Bench", "X", "", "GAN")[(r >> 24) & 7]
        sentences = 5 + ((r >> 27) % 7)
        lines = []
        for s in range(sentences):
            x = rng.getrandbits(48)
            lines.append(
                t.opening[x % nopen] + " " + t.mid[(x >> 16) % nmid] + " " + t.closing[(x >> 24) % nopen]
            )
        lines[0] = "We present " + name + ", " + lines[0].lower()
        title = t.titles[(r >> 30) % nopen]
        if r & 3:
            title = name + ": " + title
        elif r & 0x1C0 == 0:
            title += " with $L^2$ and $\\alpha$-Bounds"
        has_code = rnd() < code
        link = f"https://github.com/{own}-lab/{name.lower()}" if has_code else ""
        if has_code:
            lines.append(f"Code is available at {link}.")
        k = 1 + int(rnd() ** 2 * 8)
        authors = []
        for _ in range(k):
            x = rng.getrandbits(20)
            fam = family.draw(rnd) if x & 15 else SYL[x % base].capitalize() + SYL[(x >> 8) % base]
            authors.append((fam, GIVEN[(x >> 4) % len(GIVEN)]))
        c = [cats.draw(rnd)]
        while rnd() < 0.45 and len(c) < 4:
            more = cats.draw(rnd)
            if more not in c:
                c.append(more)
        yield {
            "id": ident,
            "date": date,
            "title": title,
            "lines": lines,
            "authors": authors,
            "categories": c,
            "doi": f"10.{1000 + r % 8000}/{ident}" if rnd() < 0.3 else None,
            "venue": VENUES[(r >> 40) % len(VENUES)],
            "code": link,
            "upvotes": int(1 / (rnd() + 0.004)) - 1,
            "r": r,
        }


DAY = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MON = " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")


def rfc(d):
    return (
        f"{DAY[d.weekday()]}, {d.day} {MON[d.month]} {d.year} {d.hour:02d}:{d.minute:02d}:{d.second:02d} GMT"
    )


def as_kaggle(p):
    d, a = p["date"], p["authors"]
    return {
        "id": p["id"],
        "submitter": f"{a[0][1]} {a[0][0]}",
        "authors": ", ".join(f"{g} {f}" for f, g in a),
        "title": p["title"],
        "comments": f"{8 + p['r'] % 30} pages" + (f", code at {p['code']}" if p["code"] else ""),
        "journal-ref": f"{p['venue']} {d.year}" if p["venue"] else None,
        "doi": p["doi"],
        "report-no": None,
        "categories": " ".join(p["categories"]),
        "license": None,
        "abstract": "  " + "\n".join(p["lines"]) + "\n",
        "versions": [{"version": "v1", "created": rfc(d)}],
        "update_date": min(d + dt.timedelta(days=p["r"] % 90), dt.datetime(2026, 11, 30)).date().isoformat(),
        "authors_parsed": [[f, g, ""] for f, g in a],
    }


def as_hf(p):
    stamp = p["date"].isoformat() + ".000Z"
    summary = " ".join(p["lines"])
    x = p["r"]
    paper = {
        "id": p["id"],
        "authors": [
            {"_id": f"{(x + i * 7919) & (1 << 96) - 1:024x}", "name": f"{g} {f}", "hidden": False}
            for i, (f, g) in enumerate(p["authors"])
        ],
        "publishedAt": stamp,
        "submittedOnDailyAt": stamp,
        "title": p["title"],
        "summary": summary,
        "upvotes": p["upvotes"],
        "discussionId": f"{x:024x}",
    }
    if p["code"]:
        paper["githubRepo"] = p["code"]
        paper["githubStars"] = x % 5000
    return {
        "paper": paper,
        "publishedAt": stamp,
        "title": p["title"],
        "summary": summary,
        "numComments": x % 9,
        "submittedBy": {"name": p["authors"][0][1].lower(), "type": "user"},
        "isAuthorParticipating": False,
    }


def as_mail(p):
    return (
        f"From: {p['authors'][0][1]} {p['authors'][0][0]} <a@example.org>\nSubject: {p['title']}\nDate: {rfc(p['date'])}\n"
        f"Message-ID: <{p['id']}@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n" + "\n".join(p["lines"]) + "\n"
    )


def as_rss(p):
    e = html.escape
    return (
        f"<item><title>{e(p['title'])}</title><link>https://arxiv.org/abs/{p['id']}</link><guid>{p['id']}</guid>"
        f"<pubDate>{rfc(p['date'])}</pubDate><description>{e(' '.join(p['lines']))}</description></item>\n"
    )


HEAD = {
    "hf-json": "[\n",
    "rss": '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Papers</title>'
    "<link>https://example.org/</link><description>Papers</description>\n",
}
TAIL = {"hf-json": "\n]\n", "rss": "</channel></rss>\n"}
WORK = {}


def block(first):
    """The encoded bytes of one block; runs in a worker."""
    n, fmt, kw = WORK["n"], WORK["fmt"], WORK["kw"]
    dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    items = papers(n, first=first, last=min(n, first + BLOCK), **kw)
    if fmt == "kaggle-arxiv":
        s = "".join([dumps(as_kaggle(p)) + "\n" for p in items])
    elif fmt == "hf-json":
        s = (",\n" if first else "") + ",\n".join([dumps(as_hf(p)) for p in items])
    elif fmt == "mbox":
        s = "".join(
            [
                f"From a@example.org {p['date'].ctime()}\n"
                + re.sub(r"(?m)^From ", ">From ", as_mail(p))
                + "\n"
                for p in items
            ]
        )
    else:
        s = "".join([as_rss(p) for p in items])
    return s.encode("utf-8")


def write(n, out, fmt, jobs=1, **kw):
    """Write n papers to the binary file `out`, in order; returns bytes written. Memory does not grow with n."""
    WORK.update(n=n, fmt=fmt, kw=kw)
    out.write(HEAD.get(fmt, "").encode())
    size, firsts = 0, range(0, n, BLOCK)
    if jobs > 1 and n > 2 * BLOCK:
        import multiprocessing

        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            waiting = []  # at most 2 blocks a worker are under way: the reader's pace bounds memory
            for first in firsts:
                waiting.append(pool.apply_async(block, (first,)))
                if len(waiting) >= 2 * jobs:
                    size += out.write(waiting.pop(0).get())
            for result in waiting:
                size += out.write(result.get())
    else:
        for first in firsts:
            size += out.write(block(first))
    out.write(TAIL.get(fmt, "").encode())
    return size


def write_maildir(n, folder, **kw):
    base, size = Path(folder), 0
    for sub in ("cur", "new", "tmp"):
        (base / sub).mkdir(parents=True, exist_ok=True)
    for p in papers(n, **kw):
        data = as_mail(p).encode("utf-8")
        size += len(data)
        (base / "cur" / f"{p['id']}:2,S").write_bytes(data)
    return size


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("count", type=int, help="number of papers")
    ap.add_argument(
        "-o",
        "--output",
        default="-",
        help="file (.gz is compressed), folder for maildir, '-' = standard output",
    )
    ap.add_argument(
        "--format", default="kaggle-arxiv", choices=["kaggle-arxiv", "hf-json", "mbox", "maildir", "rss"]
    )
    ap.add_argument("--seed", type=int, default=1, help="another seed gives other papers (default 1)")
    ap.add_argument(
        "--order",
        default="oldest",
        choices=["oldest", "newest", "shuffled"],
        help="order of the dates in the file; 'shuffled' breaks every assumption that row order is date order",
    )
    ap.add_argument("--code", type=float, default=0.2, help="share of papers with a code link (default 0.2)")
    ap.add_argument("--words", default=str(DIGEST), help="text whose words and frequencies are used")
    ap.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        help="worker processes; the bytes are the same for any number",
    )
    a = ap.parse_args(argv)
    if a.count < 1:
        ap.error("count must be 1 or more")
    start = time.perf_counter()
    kw = dict(seed=a.seed, order=a.order, code=a.code, text=Text(a.seed, source=a.words))
    ready = time.perf_counter()
    try:
        if a.format == "maildir":
            size = write_maildir(a.count, a.output, **kw)
        elif a.output == "-":
            size = write(a.count, sys.stdout.buffer, a.format, a.jobs, **kw)
            sys.stdout.flush()
        else:
            opener = (
                (lambda: gzip.open(a.output, "wb", 1))
                if a.output.endswith(".gz")
                else (lambda: open(a.output, "wb"))
            )
            with opener() as out:
                size = write(a.count, out, a.format, a.jobs, **kw)
    except BrokenPipeError:
        os._exit(0)
    took = time.perf_counter() - ready
    print(
        f"{a.count} papers, {size / 1e6:.1f} MB, {a.count / took:.0f} papers/s (+{ready - start:.2f} s to build the vocabulary)",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
