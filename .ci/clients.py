"""Reads the tables of one load as other programs do, and compares them value by value.

    python .ci/clients.py FOLDER

FOLDER holds records.ndjson and keikaku.sqlite, and the same records in parquet/ and csv/. Each
Parquet file is read by pyarrow, DuckDB, Polars and pandas with nothing said but its path, each CSV
file by Python's csv and by DuckDB; all must hold the rows that SQLite holds. What NDJSON has of
indicators, their values, projects' costs and tables' cells is compared, too, read by Python alone.
Exits with 1 where anything differs.
"""

import csv
import datetime
import decimal
import json
import math
import pathlib
import sqlite3
import sys

import duckdb
import pandas
import polars
import pyarrow.parquet
import pyarrow.types as types

EXACT = "_exact"


def main(folder):
    tables = sorted(path.stem for path in folder.glob("parquet/*.parquet"))
    database = sqlite3.connect(f"file:{folder}/keikaku.sqlite?mode=ro", uri=True)
    versions = dict(database.execute("SELECT name, value FROM keikaku"))
    compared = 0
    for table in tables:
        path = folder / "parquet" / f"{table}.parquet"
        schema = pyarrow.parquet.read_schema(path)
        assert schema.metadata[b"keikaku.schema_version"].decode() == versions["schema_version"]
        assert all(b"comment" in field.metadata for field in schema), f"{table} has no comments"
        names = schema.names
        wanted = rows_of_sqlite(database, table, schema)
        read = {
            "pyarrow": rows(names, pyarrow.parquet.read_table(path).to_pylist()),
            "DuckDB": [list(r) for r in duckdb.sql(f"SELECT * FROM '{path}'").fetchall()],
            "Polars": [list(r) for r in polars.read_parquet(path).iter_rows()],
            "pandas": rows_of_pandas(pandas.read_parquet(path), schema),
            "csv": rows_of_csv(folder / "csv" / f"{table}.csv", schema),
            "csv by DuckDB": rows_of_duckdb_csv(folder / "csv" / f"{table}.csv", schema),
        }
        for client, found in read.items():
            same(f"{table} by {client}", ordered(found), wanted)
            compared += len(wanted) * len(names)
    compared += against_records(folder)
    print(f"{len(tables)} tables as {len(read)} clients read them: {compared} values are equal")


def same(name, found, wanted):
    for one, other in zip(found, wanted):
        if one != other:
            sys.exit(f"{name}:\n  {one}\n  {other}")
    if len(found) != len(wanted):
        sys.exit(f"{name}: {len(found)} rows, and {len(wanted)} in SQLite")


def ordered(found):
    """The rows in an order that all clients agree on."""
    return sorted(found, key=lambda row: [("" if c is None else str(c)) for c in row])


def rows(names, dictionaries):
    return [[row[name] for name in names] for row in dictionaries]


def value(text, kind):
    """A text as a value of an Arrow type; none where there is none."""
    if text is None:
        return None
    if types.is_decimal(kind):
        exact = decimal.Decimal(text)
        places = decimal.Decimal(1).scaleb(-kind.scale)
        with decimal.localcontext(prec=60, rounding=decimal.ROUND_HALF_UP):
            return exact.quantize(places)
    if types.is_date(kind):
        return datetime.date.fromisoformat(text)
    if types.is_boolean(kind):
        return {"true": True, "false": False, "1": True, "0": False}[str(text)]
    if types.is_integer(kind):
        return int(text)
    if types.is_floating(kind):
        return float(text)
    return text


def stored(field, schema):
    """The column that the field is read from elsewhere: decimals from their exact text."""
    exact = types.is_decimal(field.type) and f"{field.name}{EXACT}" in schema.names
    return field.name + EXACT if exact else field.name


def rows_of_sqlite(database, table, schema):
    columns = ", ".join(f'"{stored(field, schema)}"' for field in schema)
    found = database.execute(f'SELECT {columns} FROM "{table}"')
    return ordered([[value(c, f.type) for c, f in zip(row, schema)] for row in found])


def rows_of_pandas(frame, schema):
    assert list(frame.columns) == schema.names

    def plain(cell, field):
        if cell is None or cell is pandas.NaT or (isinstance(cell, float) and math.isnan(cell)):
            return None
        # A column of whole numbers with nothing in some rows is one of fractions to pandas.
        return int(cell) if types.is_integer(field.type) else cell

    found = frame.astype(object).itertuples(index=False, name=None)
    return [[plain(cell, field) for cell, field in zip(row, schema)] for row in found]


def cell_of_csv(cell, field):
    # To DuckDB an empty cell is nothing; a column that must not be null has an empty text there.
    cell = cell or ""
    if cell == "" and (field.nullable or not types.is_string(field.type)):
        return None
    if types.is_string(field.type) and not field.name.endswith(EXACT):
        return cell.removeprefix("'")
    return value(cell, field.type)


def of_csv(names, found, schema):
    """CSV has a decimal once, as it is exact."""
    at = {name: place for place, name in enumerate(names)}

    def cells(row):
        for field in schema:
            name = field.name.removesuffix(EXACT) if field.name not in at else field.name
            if types.is_date(field.type) or not types.is_string(field.type):
                yield cell_of_csv(row[at[name]], field)
            elif name == field.name:
                yield cell_of_csv(row[at[name]], field)
            else:
                yield row[at[name]] or None

    return [list(cells(row)) for row in found]


def rows_of_csv(path, schema):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        return of_csv(names, list(reader), schema)


def rows_of_duckdb_csv(path, schema):
    found = duckdb.sql(
        f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true, delim = ',', "
        "quote = '\"', escape = '\"', new_line = '\\r\\n')"
    )
    return of_csv(found.columns, found.fetchall(), schema)


def against_records(folder):
    """What Python reads in NDJSON, against DuckDB's tables. The number of values."""
    records = []
    with open(folder / "records.ndjson", encoding="utf-8") as file:
        for line in file:
            records.append(json.loads(line, parse_float=decimal.Decimal))

    def of(kind):
        return [record for record in records if record["record"] == kind]

    def ask(table, columns):
        path = folder / "parquet" / f"{table}.parquet"
        return duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()

    def number(found):
        return None if found is None else decimal.Decimal(found)

    day = lambda text: None if text is None else datetime.date.fromisoformat(text)
    pairs = [
        (
            [(i["id"], i["name"], i["unit"], i["primary"], *i["span"]) for i in of("indicator")],
            ask("indicator", 'id, name, unit, "primary", span_start, span_end'),
        ),
        (
            [
                (i["id"], n, day(o["start"]), day(o["end"]), o["fiscal_year"], o["kind"],
                 number(o["value"]), o["unit"], o["comparator"], o["text"], *o["span"])
                for i in of("indicator") for n, o in enumerate(i["observations"])
            ],
            [
                (*row[:6], number(row[6]), *row[7:])
                for row in ask(
                    "observation",
                    'indicator, position, "start", "end", fiscal_year, kind, value_exact, unit, '
                    'comparator, "text", span_start, span_end',
                )
            ],
        ),
        (
            [
                (p["id"], n, c["name"], c["fiscal_year"], c["kind"], number(c["value"]), c["unit"])
                for p in of("project") for n, c in enumerate(p["costs"])
            ],
            [
                (*row[:5], number(row[5]), row[6])
                for row in ask(
                    "cost", "project, position, name, fiscal_year, kind, value_exact, unit"
                )
            ],
        ),
        (
            [
                (t["id"], r, c, cell)
                for t in of("table") for r, row in enumerate(t["rows"]) for c, cell in enumerate(row)
            ],
            ask("table_cell", "*"),
        ),
    ]
    for wanted, found in pairs:
        assert wanted, "there is nothing to compare"
        same("the records", ordered(found), ordered(wanted))
    return sum(len(wanted) * len(wanted[0]) for wanted, _ in pairs)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
