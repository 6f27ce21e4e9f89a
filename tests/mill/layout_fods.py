"""Writes a document as a flat OpenDocument spreadsheet that LibreOffice prints.

All blocks of a document stand on one sheet, as offices do it: the sheet has a column boundary
wherever any of its tables has one, and every cell is merged over the columns that it covers.
"""
from xml.sax.saxutils import escape, quoteattr

from documents import page_size
from model import width

NAMESPACES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in dict(
    office="office", style="style", text="text", table="table", number="datastyle").items()) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:css3t="http://www.w3.org/TR/css3-text/"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"')
LINE = "0.6pt solid #000000"


class Sheet:
    """Cells at places in points, before the columns are known."""

    def __init__(self, style):
        self.style = style
        self.rows = []       # heights
        self.placed = []     # (row, rowspan, x0, x1, text lines, attributes)
        self.repeat = None
        self.may_repeat = True

    def row(self, lines=1, extra=0):
        s = self.style
        self.rows.append(lines * s.size * max(s.leading, 1.2) + 2 * s.padding + extra)
        return len(self.rows) - 1

    def put(self, row, rowspan, x0, x1, lines, **look):
        self.placed.append((row, rowspan, round(x0 * 2) / 2, round(x1 * 2) / 2, lines, look))


def write(document):
    s = document.style
    sheet = Sheet(s)
    room = page_size(s)[0] - 2 * s.margin
    extent = max([extent_of(t, s) for t in (b.table for b in document.blocks if b.table)], default=room)
    full = min(room, max(extent, 300))
    # Rows that repeat on each page do so to the end of the sheet: a sheet of several tables has none.
    sheet.may_repeat = sum(b.table is not None for b in document.blocks) == 1 and not any(b.table.beside for b in document.blocks if b.table)
    for block in document.blocks:
        if block.what == "title":
            sheet.put(sheet.row(1, 8), 1, 0, full, [block.text], align="center", size=s.size * 1.4, keep=True)
        elif block.what == "heading":
            gap = "　" if block.number and not block.number.endswith(("．", "）", ")")) else ""
            sheet.put(sheet.row(1, 3), 1, (block.level - 1) * s.size, full, [block.number + gap + block.text], size=s.size * 1.15, keep=True, bold=True)
        elif block.what == "paragraph":
            text = "　" + block.text
            lines = max(1, -(-int(width(text) * s.size) // int(full - s.size)))
            sheet.put(sheet.row(lines), 1, 0, full, [text])
        elif block.what == "table":
            first = len(sheet.rows)
            place(sheet, block.table, s, 0, full)
            if block.table.beside:
                place_beside(sheet, block.table, s, first)
            sheet.row(1)
    return xml(document, sheet)


def extent_of(t, s):
    own = sum(t.widths) + (5 if t.gutter is not None else 0)
    return (own + (t.gap + sum(t.beside.widths) if t.beside else 0)) * s.size


def place(sheet, t, s, left, full, rows=None):
    """Puts a table's cells below what is there; `rows` are given where it stands beside another."""
    edges = [left]
    for i, w in enumerate(t.widths):
        edges.append(edges[-1] + w * s.size)
        if t.gutter is not None and i == t.gutter:
            edges.append(edges[-1] + 5 * s.size)
    # The gutter is a column that no cell uses: what begins after it moves on by one.
    edge = lambda col: edges[col + (1 if t.gutter is not None and col > t.gutter else 0)]
    end_edge = lambda col: edges[col + (1 if t.gutter is not None and col - 1 > t.gutter else 0)]
    if rows is None:
        if t.caption:
            sheet.put(sheet.row(1), 1, left, max(full, left + 10), [t.caption], keep=True)
        if t.unit_note:
            sheet.put(sheet.row(1), 1, left, edges[-1], [t.unit_note], align="right", keep=True)
        rows = [sheet.row(n) for n in t.line_counts()]
        if t.head_rows and t.repeat_head and sheet.may_repeat:
            sheet.repeat = (rows[0], rows[t.head_rows - 1])
    for c in t.cells:
        last = c.row + c.rowspan - 1
        border = {}
        if t.borders == "all":
            border = dict(top=LINE, bottom=LINE, left=LINE, right=LINE)
        elif t.borders == "horizontal":
            border = dict(top=LINE, bottom=LINE)
        elif t.borders == "outer":
            border = {k: LINE for k, on in (("top", c.row == 0 or c.row == t.head_rows), ("bottom", last == t.rows - 1),
                                            ("left", c.col == 0), ("right", c.col + c.colspan == t.columns)) if on}
        lines = list(c.text) if c.upright and s.stacked else c.shown()
        sheet.put(rows[c.row], rows[last] - rows[c.row] + 1, edge(c.col), end_edge(c.col + c.colspan), lines, align=c.align,
                  valign=c.valign or t.valign, spread=c.spread, keep=not c.wrap, border=border, indent=c.indent,
                  bold=s.fake_bold and c.role == "header", down=c.upright and not s.stacked)


def place_beside(sheet, t, s, first):
    """The second table shares the rows of the first, from its first row of cells on."""
    other = t.beside
    start = first + int(bool(t.caption)) + int(bool(t.unit_note))
    counts = other.line_counts()
    rows = []
    for i, n in enumerate(counts):
        if start + i < len(sheet.rows):
            need = n * s.size * max(s.leading, 1.2) + 2 * s.padding
            sheet.rows[start + i] = max(sheet.rows[start + i], need)
            rows.append(start + i)
        else:
            rows.append(sheet.row(n))
    left = (sum(t.widths) + t.gap) * s.size
    if other.unit_note and t.unit_note:
        sheet.put(start - 1, 1, left, left + sum(other.widths) * s.size, [other.unit_note], align="right", keep=True)
    place(sheet, other, s, left, 0, rows)


def xml(document, sheet):
    s = document.style
    wide, high = page_size(s)
    edges = sorted({x for p in sheet.placed for x in (p[2], p[3])})
    index = {x: i for i, x in enumerate(edges)}
    styles, names = [], {}

    def style_of(look, lead):
        """The automatic style of a look; `lead` says whether the cell starts there or is only covered."""
        key = repr(sorted(look.items()))
        if key not in names:
            names[key] = f"c{len(names)}"
            border = look.get("border") or {}
            cell = "".join(f' fo:border-{k}="{v}"' for k, v in border.items())
            cell += f' style:vertical-align="{look.get("valign") or "middle"}" fo:wrap-option="{"no-wrap" if look.get("keep") else "wrap"}"'
            cell += ' fo:padding="0.02in" style:text-align-source="fix" style:shrink-to-fit="false"'
            if look.get("down"):
                cell += ' style:direction="ttb"'
            align = {"left": "start", "right": "end", "center": "center"}[look.get("align", "left")]
            para = f'fo:text-align="{align}"'
            if look.get("spread"):
                para = 'fo:text-align="justify" css3t:text-justify="distribute"'
            if look.get("indent"):
                para += f' fo:margin-left="{look["indent"] * s.size:.1f}pt"'
            size = look.get("size", s.size)
            weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if look.get("bold") else ""
            styles.append(f'<style:style style:name="{names[key]}" style:family="table-cell"><style:table-cell-properties{cell}/>'
                          f'<style:paragraph-properties {para}/><style:text-properties style:font-name="F" style:font-name-asian="F" '
                          f'fo:font-size="{size:.1f}pt" style:font-size-asian="{size:.1f}pt"{weight}/></style:style>')
        return names[key]

    grid = {}
    for row, rowspan, x0, x1, lines, look in sheet.placed:
        a, b = index[x0], index[x1]
        for i in range(rowspan):
            for j in range(a, b):
                grid[row + i, j] = None
        grid[row, a] = (rowspan, b - a, lines, style_of(look, True))
        # Covered cells carry the frame too, or its right and lower edges are not drawn.
    columns = "".join(f'<table:table-column table:style-name="w{i}"/>' for i in range(len(edges) - 1))
    for i in range(len(edges) - 1):
        styles.append(f'<style:style style:name="w{i}" style:family="table-column"><style:table-column-properties style:column-width="{edges[i + 1] - edges[i]:.1f}pt"/></style:style>')
    heights = {}
    body = []
    for r, height in enumerate(sheet.rows):
        key = f"{height:.1f}"
        if key not in heights:
            heights[key] = f"h{len(heights)}"
            styles.append(f'<style:style style:name="{heights[key]}" style:family="table-row"><style:table-row-properties style:row-height="{key}pt" style:use-optimal-row-height="false"/></style:style>')
        cells, j = [], 0
        while j < len(edges) - 1:
            if (r, j) not in grid:
                cells.append("<table:table-cell/>")
            elif grid[r, j] is None:
                cells.append("<table:covered-table-cell/>")
            else:
                rowspan, colspan, lines, name = grid[r, j]
                span = f' table:number-columns-spanned="{colspan}" table:number-rows-spanned="{rowspan}"' if rowspan > 1 or colspan > 1 else ""
                text = "".join(f"<text:p>{spaces(x)}</text:p>" for x in lines)
                kind = ' office:value-type="string"' if any(lines) else ""
                cells.append(f'<table:table-cell table:style-name="{name}"{kind}{span}>{text if any(lines) else ""}</table:table-cell>')
            j += 1
        row = f'<table:table-row table:style-name="{heights[key]}">' + "".join(cells) + "</table:table-row>"
        if sheet.repeat and r == sheet.repeat[0]:
            row = "<table:table-header-rows>" + row
        if sheet.repeat and r == sheet.repeat[1]:
            row += "</table:table-header-rows>"
        body.append(row)
    header = f"<style:header><text:p>{escape(s.running)}</text:p></style:header>" if s.running else '<style:header style:display="false"/>'
    footer = '<style:footer style:display="false"/>'
    if s.footer != "none":
        before, after = s.footer_form.split("{}")
        footer = (f'<style:footer><style:region-{s.footer}><text:p>{before}<text:page-number>1</text:page-number>{after}</text:p></style:region-{s.footer}></style:footer>')
    layout = (f'<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="{wide}pt" fo:page-height="{high}pt" fo:margin="{s.margin * .6:.1f}pt" '
              f'fo:margin-left="{s.margin - 2}pt" fo:margin-right="{s.margin - 4}pt" style:print-orientation="{"landscape" if wide > high else "portrait"}" '
              'style:scale-to-X="1" style:scale-to-Y="0" style:print="objects charts drawings"/>'
              '<style:header-style><style:header-footer-properties fo:min-height="14pt" fo:margin-bottom="4pt"/></style:header-style>'
              '<style:footer-style><style:header-footer-properties fo:min-height="14pt" fo:margin-top="4pt"/></style:footer-style></style:page-layout>')
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f'<office:font-face-decls><style:font-face style:name="F" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:font-family={quoteattr(s.font)}/></office:font-face-decls>'
            f'<office:automatic-styles><style:style style:name="T" style:family="table" style:master-page-name="M"/>{"".join(styles)}{layout}</office:automatic-styles>'
            f'<office:master-styles><style:master-page style:name="M" style:page-layout-name="P">{header}{footer}</style:master-page></office:master-styles>'
            f'<office:body><office:spreadsheet><table:table table:name="S" table:style-name="T">{columns}{"".join(body)}</table:table></office:spreadsheet></office:body></office:document>')


def spaces(text):
    """Runs of spaces survive only as elements of their own."""
    out, run = [], 0
    for c in text + "\0":
        if c == " ":
            run += 1
            continue
        if run:
            out.append(" " if run == 1 and out else f'<text:s text:c="{run}"/>')
            run = 0
        if c != "\0":
            out.append(escape(c))
    return "".join(out)
