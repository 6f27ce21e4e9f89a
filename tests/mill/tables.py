"""Tables of indicators, projects, work carried over, statistics, and sheets of fields."""
from habits import Habits, add_number
from model import Table, width
from names import AIMS, DEPARTMENTS, FIELDS, INDICATORS, PLACES, STATISTICS, UNITS_OF_OFFICE

BORDERS = ["all", "all", "all", "all", "horizontal", "outer", "none", "none"]
SCALES = {"千円": (1000, "円"), "百万円": (10 ** 6, "円"), "円": (1, "円"), "億円": (10 ** 8, "円"), "千人": (1000, "人"), "万件": (10 ** 4, "件"), "千t": (1000, "t")}


def year_name(d, year, form):
    """A fiscal year as a column's head; `year` is the Gregorian one."""
    era = year - 2018
    return {"R": f"R{era}", "令和": f"令和{era}年度", "短": f"Ｒ{chr(0xff10 + era)}" if era < 10 else f"R{era}",
            "年度": f"{year}年度", "R年度": f"R{era}年度"}[form]


def note(unit, d):
    return d.choice(["（単位：{}）", "（単位：{}）", "（単位　{}）", "単位：{}", "（{}）", "(単位:{})"]).format(unit) if unit else ""


def heads(table, habits, spec, row=0):
    """Writes heads of several levels: (text, [below]) or (text, width in em)."""
    depth = max_depth(spec)
    table.head_rows = row + depth

    def put(items, level, col):
        start = col
        for text, below in items:
            if isinstance(below, list):
                end = put(below, level + 1, col)
                habits.label(table.add(row + level, col, text, "header", colspan=end - col, align="center"), head=True)
                col = end
            else:
                table.widths.append(below)
                cell = table.add(row + level, col, text, "header", rowspan=depth - level, align=habits.head_align)
                if len(text) > 3 and width(text) + 1 > below and "（" in text:
                    cell.lines = [text[:text.index("（")], text[text.index("（"):]]
                habits.label(cell, head=True)
                col += 1
        return col if col > start else start
    put(spec, 0, 0)
    return table


def max_depth(spec):
    return 1 + max((max_depth(b) for _, b in spec if isinstance(b, list)), default=0)


def finish(table, d, padding=None):
    table.fit(padding if padding is not None else d.choice([.2, .3, .5, 1]))
    return table


def indicators(d, names):
    h = Habits(d)
    t = Table("indicators", borders=d.choice(BORDERS), valign=d.choice(["middle", "middle", "top"]))
    base = d.choice([2021, 2022, 2023])
    form = d.choice(["R", "令和", "R年度", "年度", "短"])
    targets = [base + 1 + i for i in range(d.choice([1, 3, 4, 5, 5]))]
    grouped, numbered, own_unit = d.random() < .5, d.random() < .4, d.random() < .75
    with_dept, with_remark = d.random() < .45, d.random() < .35
    base_head = d.choice(["基準値", "現状値", "計画策定時"])
    spec = []
    if grouped:
        spec.append((d.choice(["施策", "分野", "基本目標"]), d.choice([5, 7, 9])))
    if numbered:
        spec.append((d.choice(["番号", "No.", "№"]), 2.4))
    spec.append((d.choice(["指標", "指標名", "指標の名称", "成果指標", "項目"]), d.choice([10, 14, 18, 22])))
    if own_unit:
        spec.append(("単位", 3))
    base_year = year_name(d, base, form)
    two = d.random() < .7
    spec.append((base_head, [(base_year, 4)]) if two else (f"{base_head}（{base_year}）", 6))
    head_of = [(year_name(d, y, form), 4) for y in targets]
    spec += [("目標値", head_of)] if two and len(targets) > 1 else [(f"目標値（{n}）", w) for n, w in head_of] if not two else [("目標値", head_of)]
    if with_dept:
        spec.append((d.choice(["担当課", "所管課", "主管課"]), d.choice([5, 7])))
    if with_remark:
        spec.append((d.choice(["備考", "考え方", "算出方法"]), d.choice([10, 14, 18])))
    heads(t, h, spec)
    stub = int(grouped) + int(numbered)
    first = stub + 1 + int(own_unit)
    row, count = t.head_rows, d.randint(4, 14)
    chosen = d.sample(INDICATORS, min(count, len(INDICATORS)))
    groups = []
    while sum(groups) < len(chosen):
        groups.append(min(d.randint(1, 4), len(chosen) - sum(groups)))
    k = 0
    gaps = d.choice([0, .05, .2, .5])
    for size in groups:
        if grouped:
            t.add(row, 0, d.choice(FIELDS) if d.random() < .5 else d.choice(AIMS), "stub", rowspan=size, align=h.align)
        for _ in range(size):
            name, unit, low, high, decimals, growth = chosen[k]
            k += 1
            if numbered:
                t.add(row, stub - 1, str(k), "note", align="center")
            t.add(row, stub, name, "stub")
            if own_unit:
                t.add(row, stub + 1, unit or "－", "note", align="center")
            scale, base_unit = SCALES.get(unit, (1, unit))
            value = round(d.uniform(low, high), decimals)
            seen = []
            suffix = "" if own_unit else unit
            for j, year in enumerate([base] + targets):
                missing = d.random() < gaps
                v = None if missing else round(value * (1 + growth * j * d.uniform(.6, 1.1)), decimals)
                if v is not None and unit == "％":
                    v = min(v, 100)
                c = add_number(t, h, row, first + j, v, decimals, scale, base_unit, suffix, year=year, kind="baseline" if j == 0 else "target")
                if c.value is not None:
                    seen.append(dict(fiscal_year=year, kind=c.kind, value=c.value, text=c.text))
            col = first + 1 + len(targets)
            dept = d.choice(DEPARTMENTS)
            if with_dept:
                t.add(row, col, dept, "note", align="center")
            if with_remark:
                t.add(row, col + int(with_dept), names.prose(5, 45) if d.random() < .6 else "", "note", valign="")
            t.indicators.append(dict(name=name, unit={"％": "%", "": None}.get(base_unit, base_unit), observations=seen, departments=[dept] if with_dept else []))
            row += 1
    return finish(t, d)


def split(d, total, parts):
    """Splits an amount among some of its sources; the others stay blank."""
    used = sorted(d.sample(range(parts), d.choice([1, 1, 2, 2, 3])))
    shares = [d.random() + .1 for _ in used]
    values = [None] * parts
    left = total
    for i, s in zip(used[:-1], shares):
        values[i] = int(total * s / sum(shares))
        left -= values[i]
    values[used[-1]] = left
    return values


def money(d, low=2, high=5.5):
    return int(10 ** d.uniform(low, high))


def projects(d, names):
    h = Habits(d)
    t = Table("projects", borders=d.choice(BORDERS), valign=d.choice(["middle", "middle", "middle", "top"]))
    year = d.choice([2021, 2022, 2023, 2024])
    form = d.choice(["令和", "R", "R年度", "令和"])
    two, sources, remark = d.random() < .55, d.random() < .65, d.random() < .75
    numbered, accounts = d.random() < .7, d.random() < .5
    in_head = d.random() < .4
    unit = d.choice(["千円", "千円", "円", "百万円"])
    scale, base = SCALES[unit]
    amount = d.choice(["予算額", "事業費", "当初予算額"])
    spec = [(d.choice(["番号", "No.", "№"]), 2.4)] if numbered else []
    dept_first = d.random() < .6
    dept_head = d.choice(["主管課", "担当課", "所管課", "課名"])
    dept_col = len(spec) if dept_first else None
    if dept_first:
        spec.append((dept_head, d.choice([5, 6, 8])))
    if accounts:
        spec.append(("款項目", 5) if d.random() < .7 else ("予算科目", 5))
    name_col = len(spec)
    spec.append((d.choice(["事業名", "事業名", "事業の名称"]), d.choice([13, 17, 21])))
    if not dept_first:
        dept_col = len(spec)
        spec.append((dept_head, d.choice([5, 6, 8])))
    unit_in_head = f"（{unit}）" if in_head else ""
    first = len(spec)
    years = [year - 1, year] if d.random() < .3 else [year, year - 1]
    cost_names = []
    if two:
        spec += [(f"{year_name(d, y, form)}{amount}{unit_in_head}", 5) for y in years] + [(d.choice(["増減", "比較", "増減額"]), 4)]
        cost_names = [f"{year_name(d, y, form)}{amount}" for y in years] + [None]
        cost_years = years + [None]
    else:
        spec.append((amount + unit_in_head, 5))
        cost_names, cost_years = [amount], [year]
    source_names = ["国", "県", "地方債", "その他", "一般財源"] if d.random() < .6 else ["国県支出金", "地方債", "その他", "一般財源"]
    if sources:
        spec.append(("財源内訳", [(s, 3.5) for s in source_names]))
        cost_names += source_names
        cost_years += [year] * len(source_names)
    if remark:
        spec.append((d.choice(["主な事業内容", "事業内容", "説明", "備考"]), d.choice([26, 36, 44, 52])))
    heads(t, h, spec)
    if not in_head:
        t.unit_note = note(unit, d)
    row, totals = t.head_rows, [0] * len(cost_names)
    count = d.choice([5, 7, 9, 12, 16, 24])
    dept_lines = d.random() < .2
    if d.random() < .25:
        t.valign = "middle"
    for k in range(count):
        name, dept = names.project(), names.department()
        if numbered:
            t.add(row, 0, str(k + 1), "note", align="center")
        cell = t.add(row, dept_col, dept, "note", align="center")
        department = dict(name=dept, unit=None)
        if dept_lines:
            office = d.choice(UNITS_OF_OFFICE)
            cell.lines, cell.text, department = [dept, office], dept + office, dict(name=dept, unit=office)
        if accounts:
            t.add(row, name_col - 1, "．".join(chr(0xff10 + d.randint(1, 9)) for _ in range(3)), "note")
        t.add(row, name_col, name, "stub")
        now = money(d) * (-1 if d.random() < .06 else 1)
        values = [now]
        if two:
            before = money(d) if d.random() < .85 else 0
            values = [before, now] if years[0] < years[1] else [now, before]
            values.append(now - before)
        if sources:
            values += split(d, now, len(source_names))
        costs = []
        for j, v in enumerate(values):
            c = add_number(t, h, row, first + j, v, 0, scale, base, year=cost_years[j], kind="budget")
            totals[j] += v or 0
            if c.value is not None and cost_names[j]:
                costs.append(dict(name=cost_names[j], value=c.value, fiscal_year=cost_years[j], text=c.text))
        if remark:
            t.add(row, first + len(values), names.prose(20, d.choice([60, 90, 120])) if d.random() < .9 else "", "note", valign=h.remark_valign)
        t.projects.append(dict(name=name, departments=[department], costs=costs))
        row += 1
    if d.random() < .5:
        h.label(t.add(row, 0, d.choice(["合計", "計"]), "stub", colspan=first, align="center"))
        for j, v in enumerate(totals):
            add_number(t, h, row, first + j, v, 0, scale, base, year=cost_years[j])
        if remark:
            t.add(row, first + len(totals), "", "note")
    return finish(t, d, d.choice([.2, .3, .6]))


def carried_over(d, names):
    """Work carried over to the next year: names and sections wrap above and below the figures."""
    h = Habits(d)
    t = Table("carried_over", borders=d.choice(BORDERS), valign="middle")
    unit = d.choice(["千円", "円"])
    scale, base = SCALES[unit]
    mark, when, works = d.random() < .4, d.random() < .5, d.random() < .7
    spec = [("国補正", 3)] if mark else []
    spec += [(d.choice(["予算", "計上時期"]), 4)] if when else []
    dept_col = len(spec)
    spec.append(("担当課・係", d.choice([5, 6, 7])))
    spec += [("款", 1.8), ("項", 1.8), ("目", 1.8)]
    name_col = len(spec)
    spec.append(("事業名", d.choice([9, 12, 15, 19])))
    if works:
        spec.append((d.choice(["工事名等", "繰越箇所", "細事業名"]), d.choice([8, 11, 14])))
    first = len(spec)
    more = d.choice([[], [], ["翌年度繰越額"], ["支出済額", "翌年度繰越額"]])
    spec += [(n, 4) for n in ["金額" if not more else "予算現額"] + more]
    sources = ["国県支出金", "地方債", "一般財源"] if more and d.random() < .6 else []
    if sources:
        spec.append(("左の財源内訳", [(s, 3) for s in sources]))
    spec.append((d.choice(["繰越理由・内容", "繰越理由", "理由"]), d.choice([22, 32, 40])))
    heads(t, h, spec)
    t.unit_note = note(unit, d)
    row = t.head_rows
    year = d.choice([2021, 2022, 2023])
    total = [0] * (1 + len(more) + len(sources))
    for _ in range(d.randint(5, 18)):
        col = 0
        if mark:
            t.add(row, 0, d.choice(["○", "", ""]), "note", align="center")
            col += 1
        if when:
            times = d.choice([["当初"], ["３月"], ["９月"], ["当初", "９月", "12月"], ["12月専決"]])
            t.add(row, col, "".join(times), "note", lines=times, align="center")
        dept, office = names.department(), d.choice(UNITS_OF_OFFICE)
        lines = [dept, office] if d.random() < .8 else [dept]
        t.add(row, dept_col, "".join(lines), "note", lines=lines, align=h.align)
        for i in range(3):
            t.add(row, dept_col + 1 + i, str(d.randint(1, 10)), "note", align="center")
        name = names.project()
        t.add(row, name_col, name, "stub")
        if works:
            t.add(row, name_col + 1, names.work(), "stub")
        amount = money(d, 3, 5.5)
        values = [amount]
        if more:
            spent = int(amount * d.uniform(0, .9))
            values += ([spent] if len(more) == 2 else []) + [amount - spent]
        if sources:
            values += split(d, values[-1], len(sources))
        costs = []
        for j, v in enumerate(values):
            c = add_number(t, h, row, first + j, v, 0, scale, base, kind="budget")
            total[j] += v or 0
            if c.value is not None:
                costs.append(dict(name=[x.text for x in t.cells if x.role == "header" and x.col == first + j][-1], value=c.value, fiscal_year=None, text=c.text))
        t.add(row, first + len(values), names.prose(10, d.choice([60, 90, 120])), "note", valign=h.remark_valign)
        t.projects.append(dict(name=name, departments=[dict(name=dept, unit=lines[1] if lines[1:] else None)], costs=costs, year=year))
        row += 1
    if d.random() < .6:
        h.label(t.add(row, 0, d.choice(["合計", "計"]), "stub", colspan=first, align="center"))
        for j, v in enumerate(total):
            add_number(t, h, row, first + j, v, 0, scale, base)
        t.add(row, first + len(total), "", "note")
    return finish(t, d, .5)


def statistics(d, names):
    h = Habits(d)
    t = Table("statistics", borders=d.choice(BORDERS))
    title, unit, rows, halves = d.choice(STATISTICS)
    scale, base = SCALES.get(unit, (1, unit))
    t.unit_note = note(unit, d) if d.random() < .85 else ""
    t.caption = title if d.random() < .6 else ""
    start = d.randint(2015, 2021)
    years = [start + i for i in range(d.choice([1, 2, 2, 3, 4]))]
    form = d.choice(["令和" if start > 2018 else "年度", "R年度" if start > 2018 else "年度", "年度"])
    levels = d.choice([1, 2, 2, 3])
    parts = ["計"] + halves if d.random() < .5 else ["総数"] + halves
    stub_head = d.choice(["区分", "区　分", "項目", "種別"])
    if levels == 1:
        spec = [(year_name(d, y, form), 5) for y in years] + ([("増減", 4)] if len(years) == 2 else [])
        columns = [(y, None) for y in years] + ([(None, None)] if len(years) == 2 else [])
    elif levels == 2:
        spec = [(year_name(d, y, form), [(p, 4) for p in parts]) for y in years]
        columns = [(y, p) for y in years for p in parts]
    else:
        years = years[:2]
        spec = [(year_name(d, y, form), [(parts[0], 4), ("内訳", [(p, 4) for p in halves])]) for y in years]
        columns = [(y, p) for y in years for p in parts]
    heads(t, h, [(stub_head.replace("　", ""), d.choice([7, 9, 12]))] + spec)
    body, row = [], t.head_rows
    # Figures of one statistic are of one order, more or less.
    low = d.uniform(1, 4)
    for name in rows:
        body.append((name, [money(d, low, low + 1.2) for _ in columns], False))
        if d.random() < .2:
            body.append(("うち" + d.choice(["市内", "新規", "国費分", "女性"]), [None if d.random() < .15 else money(d, 0, 1) for _ in columns], True))
    for name, values, _ in body:
        for i, (year, part) in enumerate(columns):
            if year and part == parts[0]:
                values[i] = sum(v or 0 for v in values[i + 1:i + 1 + len(halves)])
        if columns[-1][0] is None:
            values[-1] = (values[1] or 0) - (values[0] or 0)
    total = [sum(v[i] or 0 for _, v, w in body if not w) for i in range(len(columns))]
    centred = d.choice(["left", "left", "center"])
    line = (d.choice(["総数", "計", "合計"]), total, False)
    if d.random() < .5:
        # Some statistics are kept in some years only, and some of some groups only.
        for _, values, _ in body:
            for i in range(len(values)):
                if d.random() < .45:
                    values[i] = None
    body = [line] + body if d.random() < .4 else body + [line]
    for name, values, within in body:
        c = t.add(row, 0, name, "stub", indent=1.5 if within else 0, align="left" if within else centred)
        h.label(c)
        for j, v in enumerate(values):
            add_number(t, h, row, 1 + j, v, 0, scale, base, year=columns[j][0])
        row += 1
    return finish(t, d)


def form(d, names):
    """A sheet of labels and values in frames, with a small table of costs within."""
    h = Habits(d)
    t = Table("form", borders=d.choice(["all", "all", "all", "horizontal"]), head_rows=0)
    t.widths = [d.choice([6, 7, 8]), 10, d.choice([5, 6]), 10]
    name, dept, year = names.project(), names.department(), d.choice([2022, 2023, 2024])
    office = d.choice(UNITS_OF_OFFICE)

    def label(row, col, text, **more):
        return h.label(t.add(row, col, text, "stub", align=h.head_align, **more))
    label(0, 0, "事業名")
    t.add(0, 1, name, "note", colspan=3)
    label(1, 0, d.choice(["担当課", "所管課"]))
    t.add(1, 1, dept, "note")
    label(1, 2, "係名")
    t.add(1, 3, office, "note")
    label(2, 0, "事業期間")
    t.add(2, 1, f"令和{year - 2020}年度～令和{year - 2016}年度", "note")
    label(2, 2, "根拠法令")
    t.add(2, 3, d.choice(["－", f"{d.choice(PLACES)}市条例", "なし"]), "note")
    label(3, 0, d.choice(["事業の目的", "目的"]))
    t.add(3, 1, names.prose(30, 90), "note", colspan=3)
    label(4, 0, d.choice(["事業の内容", "内容"]))
    t.add(4, 1, names.prose(30, 120), "note", colspan=3)
    row, costs = 5, []
    unit = d.choice(["千円", "円"])
    scale, base = SCALES[unit]
    # The costs: heads of years within the sheet, a label that spans its rows at the left.
    heads_row = row
    kinds = d.sample(["国庫支出金", "県支出金", "地方債", "その他", "一般財源"], d.randint(2, 4))
    label(row, 0, f"事業費（{unit}）", rowspan=len(kinds) + 2, **(dict(upright=True) if d.random() < .3 else {}))
    t.add(row, 1, "区分", "header", align="center")
    years = [year - 1, year]
    for j, y in enumerate(years):
        t.add(row, 2 + j, year_name(d, y, "令和") + d.choice(["予算", ""]), "header", align="center")
    amounts = [[money(d, 2, 4.5) if d.random() < .8 else None for _ in kinds] for _ in years]
    for i, kind in enumerate(kinds + ["計"]):
        row += 1
        h.label(t.add(row, 1, kind, "stub", align="left" if kind != "計" else "center"))
        for j, y in enumerate(years):
            v = amounts[j][i] if i < len(kinds) else sum(a or 0 for a in amounts[j])
            c = add_number(t, h, row, 2 + j, v, 0, scale, base, year=y, kind="budget")
            if c.value is not None and kind != "計":
                costs.append(dict(name=kind, value=c.value, fiscal_year=y, text=c.text))
    for c in t.cells:
        if c.role == "header":
            c.path = [heads_row]
    row += 1
    label(row, 0, d.choice(["今後の方針", "課題"]))
    t.add(row, 1, names.prose(20, 80), "note", colspan=3)
    t.fit(1)
    t.projects.append(dict(name=name, departments=[dict(name=dept, unit=office)], costs=costs))
    return t
