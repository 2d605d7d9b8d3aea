"""Tables from outside: every manner of writing that the course's students have brought, and what must be refused."""

import time
import zipfile
from io import BytesIO

import numpy as np
import pytest

from playground.engine.messages import InputError
from playground.tables import LIMIT, read_table

THREE = "x;y\n1,5;2,0\n2,5;3,5\n3,5;4,0\n"
WANTED = ([1.5, 2.5, 3.5], [2.0, 3.5, 4.0])


def columns(source, **how):
    return [column.tolist() for column in read_table(source, **how).columns]


@pytest.mark.parametrize(
    "source",
    [
        THREE,
        THREE.encode(),
        b"\xef\xbb\xbf" + THREE.encode(),
        "\ufeff" + THREE,
        THREE.replace(";", "\t").encode("utf-16"),
        b"\xfe\xff" + THREE.replace(";", "\t").encode("utf-16-be"),
        THREE.replace("\n", "\r\n") + "\r\n\r\n;\r\n",
        THREE.replace("\n", "\r"),
        THREE.replace(";", " | "),
        THREE.replace(";", "   "),
        THREE.replace(",", "."),
        THREE.replace(",", ".").replace(";", ","),
        THREE.replace(",", ".").replace(";", ", "),
        '"x";"y"\n"1,5";"2,0"\n"2,5";"3,5"\n"3,5";"4,0"\n',
        'x,y\n"1,5","2,0"\n"2,5","3,5"\n"3,5","4,0"',
        "Tensión;Año\n1,5;2,0\n2,5;3,5\n3,5;4,0\n".encode("cp1252"),
        "% x y\n1,5 2,0\n2,5 3,5\n3,5 4,0",
        "Messung vom Montag\n\nx;y\n1,5;2,0\n2,5;3,5\n3,5;4,0\n",
        "x;y;\n1,5;2,0;\n2,5;3,5;\n3,5;4,0;\n",
    ],
)
def test_the_same_three_points_however_they_are_written(source):
    assert tuple(columns(source)) == WANTED


def test_what_was_understood_is_said():
    table = read_table(THREE)
    assert table.names == ("x", "y")
    assert str(table.report) == "Rows: 3. Separator: semicolon. Decimal mark: comma. Header: x; y."
    assert read_table("% t v\n1 2\n3 5").names == ("t", "v")
    assert read_table("1 2\n3 5").names == ("", "")
    assert "No header." in str(read_table("1 2\n3 5").report)


def test_lines_that_are_left_out_are_named():
    table = read_table("mpg,hp\n18,130\n25,?\n15,165,9\n\n21,NA\n# a remark\n22,many\n16,150")
    assert [column.tolist() for column in table.columns] == [[18, 15 + 1], [130, 150]]
    assert [(one.line, one.text) for one in table.report.left_out] == [(3, "?"), (4, ""), (6, "NA"), (8, "many")]
    assert "(“?”, “NA”): lines 3, 6." in str(table.report)


def test_row_numbers_without_a_name_are_no_input():
    table = read_table(",speed,dist\n1,4,2\n2,4,10\n3,7,4")
    assert table.names == ("speed", "dist")
    assert table.columns[0].tolist() == [4, 4, 7]
    assert read_table('"speed" "dist"\n"1" 4 2\n"2" 4 10').names == ("speed", "dist")  # as R writes it
    assert read_table(",y\n1,4\n2,5").columns[0].tolist() == [1, 2]  # where there is no other


def test_words_and_classes():
    table = read_table("hours;passed\n1,5;no\n2;no\n3,5;sí\n4;sí\n")
    assert (table.numeric, table.classes) == ((0,), (1,))
    assert table.columns[1].tolist() == ["no", "no", "sí", "sí"]
    assert read_table("a,b,c\n1,2,red\n3,4,green\n5,6,blue").classes == ()
    assert read_table("x,ok\n1,0\n2,1\n3,1").classes == ()


@pytest.mark.parametrize(
    ("field", "decimal", "value"),
    [
        ("1.234,56", ",", 1234.56),
        ("1,234.56", ".", 1234.56),
        ("1.234.567", ",", 1234567.0),
        ("1 234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("−3,5", ",", -3.5),
        ("1,5e-3", ",", 1.5e-3),
        ("12 %", ".", 12.0),
        ("$1,200.50", ".", 1200.5),
        ("3,5 €", ",", 3.5),
        (".5", ".", 0.5),
    ],
)
def test_numbers_in_both_manners(field, decimal, value):
    table = read_table(f"x\ty\n1\t{field}\n2\t0{decimal}5\n3\t0{decimal}25\n")
    assert table.columns[1].tolist() == [value, 0.5, 0.25]


@pytest.mark.parametrize("field", ["1.234,56", "1,234.56", "12,34,5", "1e999", "1_000", "0x10", "١٢", "1.2.3", "1..2"])
def test_what_is_no_number_in_this_manner_is_refused_by_line(field):
    rows = (
        "x\ty\n1\t0.5\n2\t0.25\n3\t{}\n4\t0.125\n"
        if field != "1,234.56"
        else "x\ty\n1\t0,5\n2\t0,25\n3\t{}\n4\t0,125\n"
    )
    table = read_table(rows.format(field))
    assert table.columns[0].tolist() == [1, 2, 4]
    assert [one.line for one in table.report.left_out] == [4]


def test_three_digits_after_one_mark_are_read_by_the_language_and_it_is_said():
    text = "x\ty\n1\t1,200\n2\t2,500\n"
    assert columns(text)[1] == [1200, 2500]
    assert columns(text, language="es")[1] == [1.2, 2.5]
    assert "1,200 was read as 1200" in str(read_table(text).report)
    assert columns("x\ty\n1\t1,200\n2\t0,500\n")[1] == [1.2, 0.5]  # nobody groups so
    assert columns("x\ty\n1\t$1,200\n2\t$950\n")[1] == [1200, 950]


def test_the_visitor_overrules():
    text = "1,500;2\n3;4"
    assert columns(text, decimal=".") == [[1500, 3], [2, 4]]
    assert columns(text, decimal=",") == [[1.5, 3], [2, 4]]
    assert columns("1;2;3\n4;5;6", separator=";") == [[1, 4], [2, 5], [3, 6]]
    assert columns("10 20\n30 40", header=True) == [[30], [40]]
    assert read_table("10 20\n30 40", header=True).names == ("10", "20")
    assert columns("a b\n30 40", header=False) == [[30], [40]]
    assert columns("1,200\t3\n1,300\t4", decimal=",")[0] == [1.2, 1.3]
    with pytest.raises(InputError):
        columns("1;2\n3;4", separator=",")


def zip_bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    return out.getvalue()


HOSTILE = {
    "mostly words": b"a,1\nb,x\nc,y\n",
    "zip": zip_bomb(),
    "one line": b"1" * (LIMIT - 1),
    "columns": b"1," * (LIMIT // 2 - 1),
    "too large": b"1,2\n" * LIMIT,
    "nul": b"1,2\n\0\0" * 100_000,
    "only nul": b"\0" * (LIMIT - 1),
    "quotes": b'"' * 3999,
    "words": b"lorem ipsum dolor\n" * 50_000,
    "utf-16 of nothing": b"\xff\xfe" + b"\xd8\xd8" * 400_000,
    "empty": b"",
    "blank": b"\n" * (LIMIT - 1),
    "one column": b"1\n2\n3\n",
    "spaces": b" " * (LIMIT - 1),
    "commas": (b"," * 3900 + b"\n") * 250,
    "digits": (b"1 " * 1900 + b"\n") * 250,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_with_a_sentence(name):
    with pytest.raises(InputError) as refused:
        read_table(HOSTILE[name])
    assert str(refused.value).endswith(".") or "first line" in str(refused.value)


def test_refusing_takes_a_moment_only():
    worst = 0.0
    for source in HOSTILE.values():
        times = []
        for _ in range(3):
            start = time.process_time()
            with pytest.raises(InputError):
                read_table(source)
            times.append(time.process_time() - start)
        worst = max(worst, min(times))
    assert worst <= 0.2


@pytest.mark.parametrize("seed", range(20))
def test_any_bytes_are_read_or_refused(seed):
    rng = np.random.default_rng(seed)
    source = bytes(rng.choice(np.frombuffer(b'0123456789.,;\t| \n\r"-e?xN%\xff\x00', np.uint8), 400))
    try:
        table = read_table(source.replace(b"\0", b" " if seed % 2 else b"\0"))
    except InputError:
        return
    assert len(table.columns) == len(table.names) >= 2
    assert {len(column) for column in table.columns} == {table.report.rows}
    assert table.numeric


def test_of_very_many_lines_some_are_read_and_that_is_said():
    found = read_table("x;y\n" + "\n".join(f"{k};{2 * k}" for k in range(40_000)))
    x, y = found.columns
    assert 7900 < len(x) <= 8000
    assert (x[0], x[-1]) == (0, 39_999)
    assert np.array_equal(y, 2 * x)
    assert found.names == ("x", "y")
    assert any("40001" in note.text(str, str) for note in found.report.notes())
