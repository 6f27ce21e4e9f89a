"""What is drawn before it is laid out: documents of blocks, and tables of cells whose meaning is known."""
import unicodedata
from dataclasses import dataclass, field


def width(text):
    """How wide a text is, in em: a full-width letter is 1, a half-width one a half."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else .55 for c in text)


@dataclass
class Cell:
    row: int
    col: int
    text: str = ""           # the clean text, as truth has it
    role: str = "data"       # header, stub, data, or note for what no one asks back
    rowspan: int = 1
    colspan: int = 1
    align: str = "left"      # left, center, right
    valign: str = ""         # top, middle, bottom; empty: the table's own
    upright: bool = False    # letters stacked from top to bottom
    spread: bool = False     # letters distributed over the cell
    bold: bool = False
    indent: float = 0        # em
    lines: list = None       # breaks that the writer of the sheet set
    printed: str = None      # the text as printed where spaces were put in
    wrap: bool = True
    value: float = None      # in the base unit
    unit: str = None
    year: int = None
    kind: str = None         # target, actual, baseline, budget ...
    path: list = None        # the row's labels where the grid alone does not say them

    def shown(self):
        """The lines as they are written into the sheet."""
        if self.lines:
            return list(self.lines)
        return [self.printed if self.printed is not None else self.text]


@dataclass
class Table:
    kind: str
    widths: list = field(default_factory=list)   # em
    head_rows: int = 1
    caption: str = ""
    unit_note: str = ""      # （単位：千円）, as printed above at the right
    borders: str = "all"     # all, horizontal, outer, none
    valign: str = "middle"
    repeat_head: bool = True
    gutter: int = None       # the column after which the middle of a book spread lies
    cells: list = field(default_factory=list)
    projects: list = field(default_factory=list)
    indicators: list = field(default_factory=list)
    beside: object = None    # a second table at its right
    gap: float = 2.5         # em between the two

    def add(self, row, col, text="", role="data", **more):
        cell = Cell(row, col, text, role, **more)
        self.cells.append(cell)
        return cell

    @property
    def rows(self):
        return max((c.row + c.rowspan for c in self.cells), default=0)

    @property
    def columns(self):
        return len(self.widths)

    def at(self):
        """The cell that covers each place."""
        return {(c.row + i, c.col + j): c for c in self.cells for i in range(c.rowspan) for j in range(c.colspan)}

    def fit(self, padding=1.0):
        """Widens columns until no figure and no unbroken text is wider than its cell."""
        for c in sorted(self.cells, key=lambda c: c.colspan):
            if c.upright:
                need = 1.0
            elif c.wrap and c.align != "right":
                need = 1.6
            else:
                need = max(width(s) for s in c.shown()) + c.indent
            have = sum(self.widths[c.col:c.col + c.colspan])
            if need + padding > have:
                self.widths[c.col + c.colspan - 1] += need + padding - have

    def line_counts(self):
        """How many lines each row takes, by estimate."""
        counts = [1] * self.rows
        spanning = []
        for c in self.cells:
            room = max(sum(self.widths[c.col:c.col + c.colspan]) - .9 - c.indent, 1)
            if c.upright:
                n = len(c.text)
            elif not c.wrap:
                n = len(c.shown())
            else:
                n = sum(max(1, -(-int(width(s) * 100) // int(room * 100))) for s in c.shown())
            if c.rowspan == 1:
                counts[c.row] = max(counts[c.row], n)
            else:
                spanning.append((c, n))
        for c, n in spanning:
            lack = n - sum(counts[c.row:c.row + c.rowspan])
            i = 0
            while lack > 0:
                counts[c.row + i % c.rowspan] += 1
                lack, i = lack - 1, i + 1
        return counts


@dataclass
class Block:
    what: str                # heading, paragraph, table, break
    text: str = ""
    number: str = ""
    level: int = 1
    table: Table = None


@dataclass
class Style:
    """How one document is written: decided once, so that its tables look alike."""
    font: str = "IPAGothic"
    size: float = 9          # pt
    landscape: bool = False
    paper: str = "A4"
    margin: float = 42       # pt
    padding: float = 2       # pt above and below a cell's text
    leading: float = 1.25
    running: str = ""        # the running header
    footer: str = "center"   # where the page number stands
    footer_form: str = "{}"
    fake_bold: bool = False
    stacked: bool = True     # upright labels by breaks, not by the direction of the text


@dataclass
class Document:
    name: str
    title: str
    style: Style
    blocks: list = field(default_factory=list)

    def tables(self):
        for block in self.blocks:
            if block.table:
                yield block.table
                if block.table.beside:
                    yield block.table.beside
