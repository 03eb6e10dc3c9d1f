"""Spreadsheets in any separator, heading and state of repair."""

from __future__ import annotations

import pytest

from sources.reading import read


def test_headings_in_any_spelling_and_language() -> None:
    found = read(
        "Titel;Autor/innen;Jahr;DOI;Zusammenfassung\n"
        "Tiefes Lernen;Yann LeCun, Yoshua Bengio;2015;10.1000/X;Ein Text\n"
    )
    paper = found.papers[0]
    assert found.format == "csv"
    assert (paper.title, paper.authors, paper.published) == (
        "Tiefes Lernen",
        ("Yann LeCun", "Yoshua Bengio"),
        "2015",
    )
    assert paper.key == "doi:10.1000/x"


def test_rows_may_break_lines_in_quotes_and_be_short() -> None:
    found = read('title,abstract,doi\n"A ""b"" c","line one\nline two",\nShort\n,none,\n')
    assert found.titles == ['A "b" c', "Short"]
    assert found.papers[0].abstract == "line one line two"
    assert (found.rejects[0].line, found.rejects[0].reason) == (5, "has no title")


def test_a_cell_may_hold_several_addresses() -> None:
    found = read(
        'title,urls\na,https://x.org/a https://github.com/b/c\nb,"https://x.org/a; https://x.org/b"\n'
        "c,https://x.org a\n"
    )
    assert [paper.urls for paper in found.papers] == [
        ("https://x.org/a", "https://github.com/b/c"),
        ("https://x.org/a", "https://x.org/b"),
        (),
    ]
    assert [one.record for one in found.mended] == ["row 3"]


def test_a_formula_is_text() -> None:
    assert read('title,year\n"=HYPERLINK(""x"")",2020\n').titles == ['=HYPERLINK("x")']


def test_a_quote_that_never_closes_is_named_with_its_line() -> None:
    found = read('title,year\nOne,2020\n"Two,2021\nThree,2022\n')
    assert found.titles == ["One", "Two", "Three"]
    assert any(one.line == 3 and "never closes" in one.reason for one in found.mended)


def test_rows_of_another_shape_behind_an_open_quote_are_left_out_and_told() -> None:
    found = read('title,year,venue\nOne,2020,X\n"Two,2021,Y\na,b\na,b\nThree,2022,Z\n')
    assert found.titles == ["One", "Two", "Three"]
    assert any("2 lines" in reason for reason in found.reasons)


def test_a_separator_line_is_obeyed_and_a_repeated_heading_told() -> None:
    found = read("sep=;\ntitle;title\nA, b;c\n", name="x.csv")
    assert found.titles == ["A, b"]
    assert any("two columns" in reason for reason in found.reasons)


def test_a_table_without_a_title_column_is_refused_with_the_columns_it_needs() -> None:
    found = read("2601.00001,A title,Ada Lovelace\n", name="x.csv")
    assert found.trouble is not None
    assert "title, authors" in str(found.trouble)


def test_ids_spoilt_by_a_spreadsheet_are_told() -> None:
    found = read("id,title\n2601.1,t\n2.60E+03,u\n17,v\n")
    assert [one.record for one in found.mended] == ["row 1", "row 2"]
    assert all(paper.key.startswith("title:") for paper in found.papers)


def test_tabs_part_cells_and_a_lone_quote_is_a_character() -> None:
    found = read(
        'paper_title\tauthor_names\tdate\n"stray\tAnn Smith|Bob Jones\t28/04/2025\n"Whole, ""x"""\tC D\t\n'
    )
    assert found.format == "tsv"
    assert found.titles == ['"stray', 'Whole, "x"']
    assert found.papers[0].authors == ("Ann Smith", "Bob Jones")
    assert found.papers[0].published == "2025-04-28"


def test_attachments_of_zotero_are_no_papers_and_their_paths_are_not_kept() -> None:
    heading = '"Key","Item Type","Author","Title","Date","Extra","File Attachments"\n'
    rows = (
        '"A","preprint","Dao, Tri; Fu, Daniel Y.","Flash","2022-06-23","arXiv:2205.14135 [cs]","/home/x"\n'
        '"B","attachment","","Full Text PDF","","","/etc/passwd"\n'
    )
    found = read("\ufeff" + heading + rows)
    paper = found.papers[0]
    assert found.titles == ["Flash"]
    assert (paper.key, paper.authors, paper.published) == (
        "arxiv:2205.14135",
        ("Tri Dao", "Daniel Y. Fu"),
        "2022-06-23",
    )
    assert "home" not in str(paper)


@pytest.mark.parametrize(
    "text", ["title\nOne\nTwo\n", "title,year\r\nOne,2020\r\nTwo,\r\n", "\n\ntitle|year\nOne|1\nTwo|2"]
)
def test_small_tables(text: str) -> None:
    assert read(text, name="x.csv").titles == ["One", "Two"]


def test_a_field_of_any_length_is_read_and_cut() -> None:
    found = read("title,abstract\nOne," + "word " * 60_000 + "\nTwo,x\n")
    assert found.titles == ["One", "Two"]
    assert any("cut" in reason for reason in found.reasons)
