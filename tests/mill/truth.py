"""The truth of a document: what each cell holds, and where it stands in its table."""
import re
import unicodedata


def stubs_left(table, at, cell):
    """The labels of a cell's row, outermost first: every stub at its left that covers the row."""
    labels = []
    for col in range(cell.col):
        c = at.get((cell.row, col))
        if c and c.role == "stub" and c.text and c.text not in labels:
            labels.append(c.text)
    return labels


def heads_above(table, at, cell):
    """The heads of a cell's column, outermost first. A form has heads within."""
    heads = []
    for row in range(table.head_rows if table.head_rows else cell.row):
        c = at.get((row, cell.col))
        if c and c.role == "header" and c.text and c.text not in heads:
            heads.append(c.text)
    return heads


def beside(at, cell, step):
    """The nearest text at the left or right in the same row that is another cell's."""
    col = cell.col + (cell.colspan if step > 0 else -1)
    while (cell.row, col) in at:
        c = at[cell.row, col]
        # A cell that spans more rows has its text on one of them only: it is nobody's sure neighbour.
        if c.rowspan != cell.rowspan:
            return None
        if c.text:
            return c.text
        col += step
    return None


def says_year(text):
    """Only a year that is printed can be asked for: 本年度 alone says none."""
    return bool(re.search(r"(R|令和|平成)\d+|\d{4}", unicodedata.normalize("NFKC", text)))


def is_figure(text):
    return bool(re.fullmatch(r"[△▲\-−－ 　]*[0-9０-９][0-9０-９,，.．]*\s*[^0-9０-９]{0,4}", text))


def table_truth(table, index):
    at = table.at()
    cells = []
    for c in sorted(table.cells, key=lambda c: (c.row, c.col)):
        entry = dict(row=c.row, column=c.col, rowspan=c.rowspan, colspan=c.colspan, text=c.text, role=c.role)
        if c.role == "data":
            labels = stubs_left(table, at, c)
            path = c.path or labels
            heads = heads_above(table, at, c)
            entry.update(value=c.value, unit=c.unit or None, fiscal_year=c.year if any(map(says_year, heads)) else None, kind=c.kind, label=labels[-1] if labels else (path[-1] if path else None),
                         row_path=path, column_path=heads, left=beside(at, c, -1), right=beside(at, c, 1))
        elif c.role in ("stub", "note"):
            entry["figure"] = is_figure(c.text)
        cells.append(entry)
    for project in table.projects:
        for cost in project["costs"]:
            if table.kind == "projects" and not says_year(cost["name"]):
                cost["fiscal_year"] = None
        project.pop("year", None)
    return dict(index=index, kind=table.kind, caption=table.caption or None, unit_note=table.unit_note or None, borders=table.borders,
                head_rows=table.head_rows, rows=table.rows, columns=table.columns, cells=cells, projects=table.projects, indicators=table.indicators)


def truth_of(document, program):
    sections = [dict(number=b.number or None, title=b.text, level=b.level) for b in document.blocks if b.what == "heading"]
    tables = [table_truth(t, i) for i, t in enumerate(document.tables())]
    s = document.style
    return dict(name=document.name, program=program, title=document.title, style=dict(font=s.font, size=s.size, paper=s.paper, landscape=s.landscape),
                sections=sections, tables=tables)
