"""How the writer of a sheet writes figures and labels: habits that hold for a whole table."""
import re

FULL = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
CJK = re.compile(r"^[぀-ヿ㐀-鿿々]{2,8}$")


class Habits:
    def __init__(self, dice):
        d = dice
        self.dice = d
        self.minus = d.choice(["△", "△", "△ ", "△ ", "▲", "▲ ", "-", "△　"])
        self.full_width = d.random() < .08
        self.blank = d.choice(["", "", "", "", "", "", "", "-", "－", "―", "0"])
        self.zero = d.choice(["0", "0", "-", "", "", "―"])
        # Spread labels: by spaces that somebody typed, by the program, or not at all.
        self.spread = d.choice(["", "spaces", "spaces", "program", "program", "program"])
        self.space = d.choice([" ", " ", "　", "  "])
        # How the labels of one column stand is one choice, not one for each row.
        self.align = d.choice(["left", "center", "center"])
        self.remark_valign = d.choice(["", "", "", "top"])
        self.head_spread = self.spread if d.random() < .6 else ""
        self.head_align = d.choice(["center", "center", "center", "left"])

    def number(self, value, decimals=0):
        """A figure as it is printed."""
        if value == 0 and decimals == 0:
            return self.zero
        text = f"{abs(value):,.{decimals}f}"
        if self.full_width:
            text = text.translate(FULL)
        return (self.minus if value < 0 else "") + text

    def label(self, cell, head=False):
        """Spreads a label's letters where this writer does so."""
        mode = self.head_spread if head else self.spread
        if not mode or not CJK.match(cell.text) or cell.upright:
            return cell
        if mode == "program":
            cell.spread = True
        elif len(cell.text) <= 6:
            space = self.space * (self.dice.choice([1, 2, 3]) if len(cell.text) == 2 else 1)
            cell.printed = space.join(cell.text)
        return cell


def add_number(table, habits, row, col, value, decimals=0, scale=1, unit=None, suffix="", **more):
    """A data cell: its printed figure, and its value in the base unit."""
    if value is None:
        text = habits.blank if habits.blank != "0" else ""
        return table.add(row, col, text, "data", align=more.pop("missing_align", "right"), unit=unit, wrap=False,
                         **{**more, "kind": "missing"})
    text = habits.number(value, decimals)
    exact = round(value * scale, 6)
    shown = bool(re.search(r"[0-9０-９]", text))
    return table.add(row, col, text + (suffix if shown else ""), "data", align="right", wrap=False, unit=unit,
                     value=exact if shown else None, **more)
