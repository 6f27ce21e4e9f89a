"""Draws whole documents: a style, headings and paragraphs, and tables of one kind or several."""
import random

import accounts
import tables
from model import Block, Document, Style
from names import PLACES, Namer

KINDS = {"indicators": tables.indicators, "projects": tables.projects, "budget": accounts.budget, "income": accounts.income,
         "statistics": tables.statistics, "carried_over": tables.carried_over, "form": tables.form, "articles": accounts.articles,
         "two_sided": accounts.two_sided}
ORDER = ["indicators", "projects", "budget", "income", "statistics", "carried_over", "form", "projects", "budget", "statistics", "income", "articles",
         "two_sided"]
FONTS = {"libreoffice": ["IPAGothic", "IPAGothic", "IPAGothic", "IPAMincho", "IPAMincho", "IPAPGothic", "IPAPMincho", "VL Gothic", "Noto Sans CJK JP", "Noto Serif CJK JP"]}
FONTS["chromium"] = FONTS["libreoffice"]
TITLES = {"indicators": "総合計画　数値目標一覧", "projects": "主要事業の概要", "budget": "一般会計予算に関する説明書", "income": "経営戦略　投資・財政計画",
          "statistics": "統計資料", "carried_over": "繰越事業一覧表", "form": "事務事業調書", "articles": "事業会計予算", "two_sided": "公社予算"}
WIDE = {"projects": .9, "budget": .85, "income": .7, "carried_over": .95, "indicators": .5, "statistics": .2, "form": .1, "articles": .05, "two_sided": .9}


def draw(seed, index, program, small=False):
    """The document of a number; the same seed, number and program give the same one."""
    d = random.Random(f"{seed}-{index}-{program}")
    kind = ORDER[index % len(ORDER)]
    style = Style(font=d.choice(FONTS[program]), size=d.choice([5, 5.5, 6, 6.5, 7, 7, 8, 8, 9, 10]), landscape=d.random() < WIDE[kind],
                  paper=d.choice(["A4", "A4", "A4", "A3"]) if kind in ("projects", "carried_over") else "A4",
                  padding=d.choice([.3, .5, 1, 1.5, 2, 3, 4, 5]), leading=d.choice([1.1, 1.2, 1.35]), margin=d.choice([24, 28, 36, 42]),
                  fake_bold=d.random() < .15, stacked=d.random() < .6, footer=d.choice(["center", "center", "right", "left", "none"]),
                  footer_form=d.choice(["{}", "- {} -", "－ {} －", "{}ページ"]))
    names = Namer(d)
    place = d.choice(PLACES) + d.choice(["市", "町", "村", "市", "市"])
    document = Document("", f"{place}{TITLES[kind]}", style)
    if d.random() < .4:
        style.running = d.choice([document.title, place, TITLES[kind]])
    count = 1 if small else d.choice([1, 1, 2, 2, 3])
    if not small and kind in ("form", "articles"):
        count = max(count, d.choice([1, 2, 3]))
    blocks = document.blocks
    if not small or d.random() < .5:
        blocks.append(Block("title", document.title))
    numbering = d.choice([["{n}．", "（{n}）"], ["第{n}章", "{n}．"], ["{n}", "({n})"], ["第{n}", "{n}．"], ["", ""]])
    section = sub = 0
    for t in range(count):
        if d.random() < .6:
            section, sub = section + 1, 0
            blocks.append(heading(d, names, numbering, 0, section))
        if d.random() < (.15 if small else .5):
            blocks.append(Block("paragraph", names.paragraph()))
        if d.random() < .3 and section:
            sub += 1
            blocks.append(heading(d, names, numbering, 1, sub))
        which = kind if small or t == 0 or d.random() < .7 else d.choice(list(KINDS))
        table = KINDS[which](d, names)
        table.repeat_head = d.random() < .75
        if not table.caption and d.random() < .25 and which != "articles":
            table.caption = names.title()
        if not small and d.random() < .12 and which in ("statistics", "articles", "income", "indicators") and sum(table.widths) < 45:
            other = KINDS[d.choice(["statistics", "articles", "form"])](d, names)
            if sum(other.widths) < 45 and not other.caption:
                table.beside = other
        if small:
            shorten(table, {"two_sided": 99, "projects": 5, "carried_over": 5, "form": 14, "income": 12}.get(which, 9))
        blocks.append(Block("table", table=table))
        if d.random() < .3:
            blocks.append(Block("paragraph", d.choice(["※", "（注）", ""]) + names.paragraph()))
    settle(document, d)
    return document


def heading(d, names, numbering, level, n):
    full = "".join(chr(0xff10 + int(c)) for c in str(n))
    return Block("heading", names.title(), numbering[level].format(n=full if numbering[0] != "{n}" else n), level + 1)


def shorten(table, rows):
    """Keeps the head and the first rows of a table, for the small fixtures; no spanning cell is cut."""
    last = table.head_rows + rows
    if table.rows <= last:
        return
    table.cells = [c for c in table.cells if c.row < last]
    for c in table.cells:
        c.rowspan = min(c.rowspan, last - c.row)
    kept = {c.text for c in table.cells}
    table.projects = [p for p in table.projects if p["name"] in kept]
    table.indicators = [i for i in table.indicators if i["name"] in kept]


def page_size(style):
    short, long = (595, 842) if style.paper == "A4" else (842, 1191)
    return (long, short) if style.landscape else (short, long)


def settle(document, d):
    """Turns the page where a table is too wide, and makes letters smaller where that does not help."""
    style = document.style
    widest = max([sum(t.widths) + (sum(t.beside.widths) + t.gap + .5 if t.beside else 0) + (6 if t.gutter is not None else 0)
                  for t in (b.table for b in document.blocks if b.table)], default=0)
    if any(t.gutter is not None for t in document.tables()):
        style.paper, style.landscape = "A3", True
    room = page_size(style)[0] - 2 * style.margin
    if widest * style.size > room and not style.landscape:
        style.landscape = True
        room = page_size(style)[0] - 2 * style.margin
    if widest * style.size > room:
        style.size = max(4.5, round(room / widest - .05, 1))
    if widest * style.size > room:
        style.paper = "A3"
        room = page_size(style)[0] - 2 * style.margin
    if widest * style.size > room:
        style.size = round(room / widest - .05, 1)
    for table in document.tables():
        if table.gutter is not None:
            # The gutter is the middle of the spread: each half is as wide as its page.
            half, cut = room / style.size / 2 - 2.5, table.gutter + 1
            for part in (slice(0, cut), slice(cut, None)):
                by = half / sum(table.widths[part])
                table.widths[part] = [w * by for w in table.widths[part]]
    # Many sheets are stretched to the width of the page.
    for table in document.tables():
        spare = room / style.size / max(widest, 1)
        if spare > 1.05 and d.random() < .85 and not table.beside and table.gutter is None:
            by = min(spare, d.uniform(1, 2.4))
            table.widths = [w * by for w in table.widths]
