"""Lists by a column that has an index, as far as they are seen: the whole library by publication or upvotes.

Walks the index past papers that do not pass the other conditions, and stops at the limit.
"""

from __future__ import annotations

from digestui.model.query import OrderBy
from digestui.storage.database import Database
from digestui.storage.search import Plan

COLUMNS = {OrderBy.DATE: ("published", "papers_published"), OrderBy.UPVOTES: ("upvotes", "papers_upvotes")}
"""Column and index of the orders that have one."""


def first(database: Database, found: Plan, column: tuple[str, str], reverse: bool, limit: int) -> list[int]:
    """The first papers of the whole library by a column that has an index; papers without a value last."""
    name, index = column
    table = f"papers p INDEXED BY {index}"
    way = "DESC" if reverse else "ASC"
    sql = (
        f"SELECT p.id FROM {table} WHERE p.{name} IS NOT NULL AND {found.where}"
        f" ORDER BY p.{name} {way}, p.id DESC LIMIT {limit}"
    )
    ids = [row[0] for row in database.rows(sql, found.params)]
    if len(ids) < limit:
        sql = (
            f"SELECT p.id FROM papers p WHERE p.{name} IS NULL AND {found.where}"
            f" ORDER BY p.id DESC LIMIT {limit - len(ids)}"
        )
        ids += [row[0] for row in database.rows(sql, found.params)]
    return ids


def around(
    database: Database, found: Plan, column: tuple[str, str], reverse: bool, paper: int, limit: int
) -> list[int]:
    """As `first`, about one paper; empty where it is not among them."""
    name, index = column
    rows = database.rows(f"SELECT {name} FROM papers WHERE id = ?", (paper,))
    value = rows[0][0] if rows else None
    way, back = ("DESC", "ASC") if reverse else ("ASC", "DESC")
    after, before = ("<", ">") if reverse else (">", "<")
    with_value = f"papers p INDEXED BY {index}"
    valued = f"p.{name} IS NOT NULL"
    # (table, condition, order) of stretches on from the paper, and of those back from it.
    if value is None:
        on = [("papers p", f"p.{name} IS NULL AND p.id <= :paper", "p.id DESC")]
        up = [
            ("papers p", f"p.{name} IS NULL AND p.id > :paper", "p.id ASC"),
            (with_value, valued, f"p.{name} {back}, p.id ASC"),
        ]
    else:
        on = [
            (with_value, f"p.{name} = :value AND p.id <= :paper", "p.id DESC"),
            (with_value, f"p.{name} {after} :value", f"p.{name} {way}, p.id DESC"),
            ("papers p", f"p.{name} IS NULL", "p.id DESC"),
        ]
        up = [
            (with_value, f"p.{name} = :value AND p.id > :paper", "p.id ASC"),
            (with_value, f"p.{name} {before} :value", f"p.{name} {back}, p.id ASC"),
        ]
    params = {**found.params, "value": value, "paper": paper}

    def read(stretches: list[tuple[str, str, str]], most: int) -> list[int]:
        ids: list[int] = []
        for table, condition, order in stretches:
            sql = f"SELECT p.id FROM {table} WHERE {condition} AND {found.where} ORDER BY {order} LIMIT "
            if len(ids) < most:
                ids += [row[0] for row in database.rows(f"{sql}{most - len(ids)}", params)]
        return ids

    here = read(on, limit)
    return [*reversed(read(up, limit // 3)), *here] if here and here[0] == paper else []
