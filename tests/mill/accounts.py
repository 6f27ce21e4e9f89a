"""Tables of money: budget statements, articles of a budget, income statements over the years."""
from habits import Habits, add_number
from model import Table
from names import (BALANCES, CAPITAL_IN, CAPITAL_OUT, EXPENDITURE_TREE, EXPENSE, INCOME, REVENUE_TREE, SETSU, SETSU_IN)
from tables import BORDERS, SCALES, finish, heads, money, note, year_name


def numbered(d, style, level, i):
    """The number before a name: by level, in the style of the table."""
    full = "".join(chr(0xff10 + int(c)) for c in str(i))
    return {"plain": ["", "", ""], "two": [f"{i:02d} "] * 3, "dot": [f"{full}．", f"（{full}）", f"{'アイウエオカキク'[(i - 1) % 8]}　"],
            "full": [f"{full}　"] * 3, "circle": [f"{full}．", f"({i})", "①②③④⑤⑥⑦⑧⑨"[(i - 1) % 9]]}[style][level]


def budget(d, names):
    """款, 項 and 目 nested by columns, this year and last, and a region of 節 at the right."""
    h = Habits(d)
    t = Table("budget", borders=d.choice(BORDERS), valign="top")
    tree = d.choice([REVENUE_TREE, EXPENDITURE_TREE])
    setsu = SETSU_IN if tree is REVENUE_TREE else SETSU
    unit = "千円"
    scale, base = SCALES[unit]
    year = d.choice([2022, 2023, 2024])
    style = d.choice(["plain", "two", "full", "full"])
    stairs = d.random() < .5        # heads in a stair over one nested column, or one column each
    side, remark = d.random() < .8, d.random() < .7
    spread_side = d.random() < .3
    now, before = d.choice([("本年度", "前年度"), ("本年度予算額", "前年度予算額"), (year_name(d, year, "令和"), year_name(d, year - 1, "令和"))])
    diff = d.choice(["比較", "比較増減", "増減"])
    narrow = d.choice([1.4, 2])
    spec = [("款", narrow), ("項", narrow), ("目", d.choice([8, 10, 13]))] if stairs else [("款", 6), ("項", 6), ("目", d.choice([6, 8]))]
    spec += [(now, 5), (before, 5), (diff, 5)]
    side_at = len(spec)
    if side:
        spec += [("節", [("区分", d.choice([7, 9, 12])), ("金額", 5)])]
        if remark:
            spec += [("説明", d.choice([18, 25, 32]))]
    heads(t, h, spec)
    if stairs:
        # Three heads, each one line lower and one step further right than the one before.
        t.cells = [c for c in t.cells if c.text not in ("款", "項", "目")]
        shift = 3 - t.head_rows
        for c in t.cells:
            if c.row > 0:
                c.rowspan += shift
            elif c.rowspan > 1 or c.text != "節":
                c.rowspan += shift
        t.head_rows = 3
        t.add(0, 0, "款", "header", colspan=3)
        t.add(1, 0, "", "note")
        t.add(1, 1, "項", "header", colspan=2)
        t.add(2, 0, "", "note", colspan=2)
        t.add(2, 2, "目", "header")
    t.unit_note = note(unit, d)
    if spread_side and side:
        t.gutter = d.choice([side_at - 1, side_at - 1, side_at + 1]) if remark else side_at - 1
    row = t.head_rows
    k0 = d.randint(1, 9)
    low = d.uniform(2, 4)
    for i, kuan in enumerate(d.sample(sorted(tree), d.choice([1, 1, 2]))):
        moku_sums = {ko: [(m, money(d, low, low + 2), money(d, low, low + 2)) for m in tree[kuan][ko]] for ko in tree[kuan]}
        totals = [sum(x[j] for ms in moku_sums.values() for x in ms) for j in (1, 2)]
        row = line(t, h, d, row, 0, numbered(d, style, 0, k0 + i) + kuan, [kuan], totals, stairs, scale, base, year, len(spec) and side, remark)
        for j, (ko, ms) in enumerate(moku_sums.items()):
            totals = [sum(x[k] for x in ms) for k in (1, 2)]
            row = line(t, h, d, row, 1, numbered(d, style, 1, j + 1) + ko, [kuan, ko], totals, stairs, scale, base, year, side, remark)
            for k, (moku, a, b) in enumerate(ms):
                top = row
                row = line(t, h, d, row, 2, numbered(d, style, 2, k + 1) + moku, [kuan, ko, moku], [a, b], stairs, scale, base, year, False, remark)
                if not side:
                    continue
                left, row = a, top
                chosen = d.sample(setsu, d.choice([1, 1, 2, 3, 4]))
                for n, s in enumerate(chosen):
                    amount = left if n == len(chosen) - 1 else int(left * d.uniform(.1, .8))
                    left -= amount
                    mark = f"{n + 1} " if style == "plain" else f"{n + 1:02d} " if style == "two" else f"{n + 1}　"
                    region(t, h, row, side_at, mark + s, [kuan, ko, moku, s], amount, scale, base, year)
                    if remark:
                        t.add(row, side_at + 2, names.prose(8, d.choice([20, 40, 60])) if d.random() < .7 else "", "note")
                    if n:
                        for col in range(side_at):
                            t.add(row, col, "", "note")
                    row += 1
    if d.random() < .5:
        h.label(t.add(row, 0, d.choice(["歳入合計", "合計"]) if tree is REVENUE_TREE else d.choice(["歳出合計", "合計"]), "stub", colspan=3, align="center"))
        a, b = money(d, 5, 7), money(d, 5, 7)
        for j, v in enumerate([a, b, a - b]):
            add_number(t, h, row, 3 + j, v, 0, scale, base, year=[year, year - 1, None][j])
    return finish(t, d, d.choice([.2, .3, .6]))


def line(t, h, d, row, level, text, path, totals, stairs, scale, base, year, fill, remark):
    """One line of 款, 項 or 目 with its three figures."""
    mark = text[:len(text) - len(path[-1])]
    cell = t.add(row, level, text, "stub", colspan=3 - level if stairs else 1, path=path)
    h.label(cell)
    if cell.text == path[-1] and not cell.spread and cell.printed is None:
        pass
    elif mark and h.spread and len(path[-1]) <= 6:
        cell.printed = mark + " ".join(path[-1])
    for col in range(level if stairs else 3):
        if not stairs and col == level:
            continue
        t.add(row, col, "", "note")
    for j, v in enumerate([totals[0], totals[1], totals[0] - totals[1]]):
        add_number(t, h, row, 3 + j, v, 0, scale, base, year=[year, year - 1, None][j], path=path)
    if fill:
        for col in range(6, t.columns):
            t.add(row, col, "", "note")
    return row + 1


def region(t, h, row, col, name, path, amount, scale, base, year):
    cell = t.add(row, col, name, "stub", path=path)
    mark = name[:len(name) - len(path[-1])]
    if h.spread and len(path[-1]) <= 5:
        cell.printed = mark + " ".join(path[-1])
    add_number(t, h, row, col + 1, amount, 0, scale, base, year=year, path=path)


def articles(d, names):
    """款 and 項 of a budget's article: names spread, no frame, figures at the right, 千円 once."""
    h = Habits(d)
    h.spread = d.choice(["spaces", "spaces", "program", ""])
    h.space = " "
    t = Table("articles", borders="none", head_rows=0, widths=[5, d.choice([9, 11, 14]), 7])
    unit = d.choice(["千円", "千円", "円"])
    scale, base = SCALES[unit]
    row = 0
    for tree, label in ((REVENUE_TREE, "収入"), (EXPENDITURE_TREE, "支出")):
        cell = t.add(row, 0, label, "stub", colspan=3)
        cell.printed = "　".join(label)
        row += 1
        kuan = d.choice(sorted(tree))
        parts = [(ko, money(d, 3, 6)) for ko in tree[kuan]]
        for i, (name, value) in enumerate([(kuan, sum(v for _, v in parts))] + parts):
            n = "".join(chr(0xff10 + int(c)) for c in str(max(i, 1)))
            t.add(row, 0, f"第{n}款" if i == 0 else f"第{n}項", "note", indent=1 if i == 0 else 2, wrap=False)
            h.label(t.add(row, 1, name, "stub", path=[label, name], wrap=False))
            add_number(t, h, row, 2, value, 0, scale, base, suffix=f" {unit}" if i == 0 else "", path=[label, name])
            row += 1
    return finish(t, d, 1)


def income(d, names):
    """A plan of income and expenses: years as columns, groups upright at the left, numbered names."""
    h = Habits(d)
    t = Table("income", borders=d.choice(["all", "all", "all", "horizontal", "outer", "none"]))
    unit = d.choice(["千円", "千円", "百万円", "円"])
    scale, base = SCALES[unit]
    t.unit_note = note(unit, d)
    start = d.choice([2020, 2021, 2022])
    years = [start + i for i in range(d.choice([2, 3, 5, 6, 8, 10, 12]))]
    form = d.choice(["R", "令和", "R年度", "短" if years[-1] < 2028 else "R"])
    style = d.choice(["plain", "dot", "circle", "full"])
    upright = d.random() < .7
    known = d.random() < .5
    groups = d.choice([[("収益的収支", INCOME, EXPENSE)], [("収益的収支", INCOME, EXPENSE), ("資本的収支", CAPITAL_IN, CAPITAL_OUT)]])
    spec = []
    if upright:
        spec += [(d.choice(["区分", ""]), 2), ("", 2)]
    spec.append((d.choice(["年度", "科目", "項目"]) if upright else d.choice(["科目", "区分", "項目"]), d.choice([9, 11, 14])))
    columns = [(year_name(d, y, form), 4.5) for y in years]
    if known and len(years) > 2:
        columns = [(n, [("決算" if i == 0 else "決算見込" if i == 1 else "計画", w)]) for i, (n, w) in enumerate(columns)]
    heads(t, h, spec + columns)
    for c in t.cells:
        if c.role == "header" and not c.text:
            c.role = "note"
    stub = len(spec) - 1
    row = t.head_rows
    level = [1 + .04 * d.uniform(-1, 1) * i for i in range(len(years))]

    low = d.uniform(2, 4)

    def series(size):
        return [int(size * x * d.uniform(.9, 1.1)) for x in level]

    def put(row, text, clean, path, values):
        cell = t.add(row, stub, text, "stub", path=path, wrap=False)
        mark = text[:len(text) - len(clean)]
        h.label(cell)
        if mark and h.spread == "spaces" and len(clean) <= 6:
            cell.printed = mark + h.space.join(clean)
        for j, v in enumerate(values):
            kind = "actual" if known and j == 0 else "forecast" if known and j == 1 else None
            add_number(t, h, row, stub + 1 + j, v, 0, scale, base, year=years[j], kind=kind, path=path)

    for group, came, went in groups:
        top = row
        totals = []
        for side, pool in (("収入" if group[0] == "資" else d.choice(["収益", "収入"]), came), (d.choice(["費用", "支出"]) if group[0] != "資" else "支出", went)):
            first = row
            chosen = d.sample(pool, min(len(pool), d.randint(3, 8)))
            lines = [(n, series(money(d, low, low + 1.6)) if d.random() < .75 else [0] * len(years)) for n in chosen]
            above = [group, side] if upright else [side]
            if not upright:
                total = [sum(v[j] for _, v in lines) for j in range(len(years))]
                put(row, numbered(d, style, 0, 1 if side in ("収益", "収入") else 2) + side, side, [side], total)
                row += 1
            for i, (name, values) in enumerate(lines):
                put(row, ("" if upright else "　") + numbered(d, style, 1, i + 1) + name, name, above + [name], values)
                row += 1
            total = [sum(v[j] for _, v in lines) for j in range(len(years))]
            totals.append(total)
            if upright:
                put(row, d.choice(["計", "小計"]), t.cells[-1].text, above + ["計"], total)
                made = [c for c in t.cells if c.row == row and c.col == stub][0]
                made.path, made.align = above + [made.text], "center"
                for c in t.cells:
                    if c.row == row and c.role == "data":
                        c.path = made.path
                row += 1
                t.add(first, 1, side, "stub", rowspan=row - first, upright=True, align="center")
        name = d.choice(BALANCES)
        put(row, name, name, [group, name] if upright else [name], [a - b for a, b in zip(*totals)])
        if upright:
            cell = [c for c in t.cells if c.row == row and c.col == stub][0]
            cell.col, cell.colspan = 1, 2
        row += 1
        if upright:
            t.add(top, 0, group, "stub", rowspan=row - top, upright=True, align="center")
    return finish(t, d, d.choice([.2, .3, .6]))


def two_sided(d, names):
    """Revenue at the left and expenditure at the right, one frame against the other, each with its own rows."""
    h = Habits(d)
    year = d.choice([2022, 2023, 2024])
    unit = d.choice(["千円", "円"])
    borders, valign = d.choice(["all", "all", "outer", "horizontal", "none"]), d.choice(["middle", "top"])
    columns = d.choice([["本年度", "前年度"], ["本年度予算額", "前年度予算額"], ["予算額", "決算額", "増減"], ["決算額"]])
    sides = [side(d, names, h, tree, label, columns, unit, borders, valign) for tree, label in ((REVENUE_TREE, "収入の部"), (EXPENDITURE_TREE, "支出の部"))]
    rows = max(s.rows for s in sides)
    for s in sides:
        # The last rows stand beside each other: the shorter side has blank ones before its total.
        lack, last = rows - s.rows, s.rows - 1
        for c in s.cells:
            if c.row == last:
                c.row += lack
        for i in range(lack):
            for col in range(s.columns):
                s.add(last + i, col, "", "note")
    left, right = sides
    left.beside, left.gap = right, d.choice([0, 0, 1])
    left.unit_note = note(unit, d)
    return left


def side(d, names, h, tree, label, columns, unit, borders, valign):
    scale, base = SCALES[unit]
    t = Table("two_sided", borders=borders, valign=valign, repeat_head=False)
    with_remark = d.random() < .5
    spec = [("科目", d.choice([5, 6])), (d.choice(["細目", "項目"]), d.choice([7, 8]))] + [(c, 4) for c in columns] + ([("説明", d.choice([7, 9]))] if with_remark else [])
    heads(t, h, [(label, spec)])
    row, sums = t.head_rows, [0] * len(columns)
    for i, group in enumerate(d.sample(sorted(tree), d.choice([2, 3]))):
        first = row
        members = [m for ko in tree[group].values() for m in ko][:d.randint(1, 4)]
        totals = [0] * len(columns)
        for k, name in enumerate(members + (["小計"] if d.random() < .6 else [])):
            total = name == "小計"
            values = list(totals) if total else [money(d, 1, 5) if d.random() < .8 else 0 for _ in columns]
            if columns[-1] == "増減":
                values[-1] = values[0] - values[1]
            mark = "" if total else f"{k + 1}."
            cell = t.add(row, 1, mark + name, "stub", align="center" if total else "left", path=[label, group, name])
            if h.spread and len(name) <= 5:
                cell.printed = mark + " ".join(name)
            for j, v in enumerate(values):
                add_number(t, h, row, 2 + j, v, 0, scale, base, path=[label, group, name])
                if not total:
                    totals[j] += v
            if with_remark:
                t.add(row, 2 + len(columns), names.prose(4, 10) if d.random() < .3 else "", "note")
            row += 1
        sums = [a + b for a, b in zip(sums, totals)]
        t.add(first, 0, f"{i + 1}.{group}", "stub", rowspan=row - first)
    h.label(t.add(row, 0, "合計", "stub", colspan=2, align="center", path=[label, "合計"]))
    for j, v in enumerate(sums):
        add_number(t, h, row, 2 + j, v, 0, scale, base, path=[label, "合計"])
    if with_remark:
        t.add(row, 2 + len(columns), "", "note")
    return finish(t, d, .5)
