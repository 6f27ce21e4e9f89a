#!/usr/bin/env python3
"""Asks the mill's cells back from extracted records.

usage: score.py RECORDS.ndjson TRUTH_DIR [--misses N] [--worst N] [--mode MODE] [--json]

A document is matched by its file's name: NAME.layout.txt, NAME.raw.txt, NAME.flow.txt or NAME.pdf
belongs to NAME.truth.json. Every printed figure of a data cell is asked for:

  cell        its text is a cell of a table, by itself
  row         and the label of its row stands at its left in the same row
  column      and the head of its column is that of the cell (it ends with the innermost head)
  neighbours  and the nearest filled cells at its left and right are the truth's
  whole       all of these
  value       a table value has its number, unit and year, with the right label in its path

One found cell answers one of the truth at most. Precision counts the figures found in tables that
answer nothing; figures that are labels in the truth (numbers of lines, 款 and 項) count neither
way. `lost` is the share of figures in neither a table nor a line that a diagnostic names.
Standard library only.
"""
import argparse
import collections
import glob
import json
import os
import re

from facts import Facts, score_facts
from folding import UNIT, bare, fold

ASPECTS = ["cell", "row", "column", "neighbours", "whole", "value"]
FIGURE = re.compile(r"^[△▲\-]?[(]?[△▲\-]?\d[\d,.]*[)]?[^\d]{0,4}$")


def is_figure(folded):
    return bool(FIGURE.match(folded))


class Found:
    """A figure in a table's row, with what stands around it."""

    def __init__(self, table, i, j, text):
        rows = table["rows"]
        row = [fold(x) for x in rows[i]]
        self.text, self.place, self.table = text, (table["id"], i, j), table
        self.stubs = [fold(UNIT.sub("", x.strip())) for x in rows[i][:j] if x.strip()]
        self.joined = "".join(self.stubs)
        columns = table.get("columns") or []
        self.head = fold(UNIT.sub("", columns[j].strip())) if j < len(columns) else ""
        self.left = next((x for x in reversed(row[:j]) if x), None)
        self.right = next((x for x in row[j + 1:] if x), None)


def label_fits(want, found):
    """The label is a cell at the left, or the end of one (behind its number), or several joined."""
    return bool(want) and (any(x == want or (len(want) > 1 and x.endswith(want)) for x in found.stubs)
                           or (len(want) > 1 and found.joined.endswith(want)))


def judge(cell, found):
    """What of a truth's cell holds for a found one."""
    label = fold(bare(cell["label"]))
    row = not label or label_fits(label, found)
    heads = [fold(UNIT.sub("", x)) for x in cell["column_path"]]
    # Where nothing heads the column, any or no head will do.
    column = not heads or (found.head != "" and (found.head == heads[-1] or found.head.endswith(heads[-1]) or found.head == "".join(heads)))
    # The number before a neighbour's name may stand in a cell of its own.
    near = all(cell[k] is None or side in (fold(cell[k]), fold(bare(cell[k]))) for k, side in (("left", found.left), ("right", found.right)))
    return dict(cell=True, row=row, column=column, neighbours=near, whole=row and column and near)


def value_fits(cell, value):
    same = value.get("value") is not None and abs(float(value["value"]) - float(cell["value"])) <= 1e-9 * max(1, abs(cell["value"]))
    if not same or fold(value.get("text")) != fold(cell["text"]):
        return False
    unit = {"％": "%", "%": "%"}.get(cell.get("unit"), cell.get("unit"))
    if unit and fold(value.get("unit")) != fold(unit):
        return False
    if cell.get("fiscal_year") and value.get("fiscal_year") != cell["fiscal_year"]:
        return False
    path = [fold(x) for x in value.get("row_path") or []]
    label = fold(bare(cell["label"]))
    return not label or any(label.endswith(x) and len(x) > 1 or x.endswith(label) for x in path) or "".join(path).endswith(label)


class Tally:
    def __init__(self):
        self.right = collections.Counter()
        self.truth = self.found = self.lost = self.unprinted = 0
        self.misses = collections.defaultdict(list)

    def add(self, other):
        self.right.update(other.right)
        self.truth += other.truth
        self.found += other.found
        self.lost += other.lost
        self.unprinted += other.unprinted
        for k, v in other.misses.items():
            self.misses[k] += v


def score_document(truth, records, text):
    """A tally for each kind of table. `text` is the dump, or None where there is none to look at."""
    tables = [r for r in records if r["record"] == "table"]
    printed = fold(text) if text is not None else None
    wanted, labels, by_kind = [], collections.Counter(), {}
    for t in truth["tables"]:
        tally = by_kind.setdefault(t["kind"], Tally())
        for c in t["cells"]:
            folded = fold(c["text"])
            if c["role"] == "data" and c["value"] is not None:
                if printed is not None and folded not in printed:
                    tally.unprinted += 1
                    continue
                wanted.append((t["kind"], folded, c))
                tally.truth += 1
            elif is_figure(folded):
                labels[folded] += 1
    found = collections.defaultdict(list)
    count = 0
    for t in tables:
        for i, row in enumerate(t.get("rows") or []):
            for j, cell in enumerate(row):
                folded = fold(cell)
                if is_figure(folded):
                    found[folded].append(Found(t, i, j, folded))
                    count += 1
    pairs = []
    for n, (kind, folded, c) in enumerate(wanted):
        for m, f in enumerate(found[folded]):
            verdict = judge(c, f)
            # Same figures stand in many cells: the best fit goes first, then the order of the text.
            weight = verdict["row"] * 4 + verdict["column"] * 2 + verdict["neighbours"] * 2
            pairs.append((-weight, abs(n - m), n, m, folded, verdict, f))
    pairs.sort(key=lambda p: p[:4])
    taken, used = {}, set()
    for _, _, n, _, _, verdict, f in pairs:
        if n not in taken and f.place not in used:
            taken[n] = (verdict, f)
            used.add(f.place)
    # Figures that the truth has as labels, and figures in heads, are neither right nor wrong.
    spare = 0
    for folded, fs in found.items():
        left = sum(f.place not in used for f in fs)
        spare += min(left, labels[folded])
    values = collections.defaultdict(list)
    for t in tables:
        for v in t.get("values") or []:
            values[fold(v.get("text"))].append(v)
    # Where a figure that no table has is printed, and whether a diagnostic speaks of that line.
    lines = [fold(x) for x in re.split(r"\r\n|\r|\n", text)] if text is not None else []
    spoken = set()
    for r in records:
        if r["record"] == "diagnostic" and r.get("lines") and r["lines"][1] - r["lines"][0] < 200:
            spoken.update(range(r["lines"][0], r["lines"][1] + 1))
    for n, (kind, folded, c) in enumerate(wanted):
        tally = by_kind[kind]
        fits = [v for v in values[folded] if value_fits(c, v)]
        if fits:
            values[folded].remove(fits[0])
            tally.right["value"] += 1
        elif n in taken:
            tally.misses["value"].append((c["text"], c["row_path"], c["column_path"], c["value"], c["unit"], c["fiscal_year"],
                                          [(v.get("row_path"), v.get("column_path"), v.get("value"), v.get("unit"), v.get("fiscal_year")) for v in values[folded][:2]]))
        if n not in taken:
            tally.misses["cell"].append((c["text"], c["row_path"], c["column_path"]))
            if text is None or not any(folded in x and i + 1 in spoken for i, x in enumerate(lines)):
                tally.lost += 1
            continue
        verdict, f = taken[n]
        for k, ok in verdict.items():
            if ok:
                tally.right[k] += 1
            elif k != "whole":
                got = {"row": f.stubs, "column": f.head, "neighbours": (f.left, f.right)}[k]
                want = {"row": c["label"], "column": c["column_path"], "neighbours": (c["left"], c["right"])}[k]
                tally.misses[k].append((c["text"], want, got, f.table.get("lines")))
    # Extra figures cannot be told apart by kind: each kind bears its share.
    extra = count - spare - len(taken)
    total = sum(t.truth for t in by_kind.values()) or 1
    for kind, t in by_kind.items():
        t.found = sum(1 for n, w in enumerate(wanted) if w[0] == kind and n in taken) + extra * t.truth / total
    return by_kind


def ratios(t, aspect):
    right = t.right[aspect]
    p = right / t.found if t.found else None
    r = right / t.truth if t.truth else None
    f = 2 * right / (t.found + t.truth) if t.found + t.truth else None
    return p, r, f


def show(rows, title):
    print(f"{title:<34}{'docs':>5}{'figures':>8}" + "".join(f"{a + ' P/R/F1':>19}" for a in ASPECTS[:5]) + f"{'value R':>9}{'lost':>7}{'unpr.':>6}")
    for name, docs, t in rows:
        cells = ""
        for a in ASPECTS[:5]:
            cells += f"{'/'.join('-' if x is None else f'{x:.3f}' for x in ratios(t, a)):>19}"
        value = ratios(t, "value")[1]
        print(f"{name:<34}{docs:>5}{t.truth:>8}{cells}{'-' if value is None else f'{value:.3f}':>9}{t.lost / max(t.truth, 1):>7.3f}{t.unprinted:>6}")


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("records")
    ap.add_argument("truth_dir")
    ap.add_argument("--misses", type=int, default=0, help="print the first N misses of each aspect")
    ap.add_argument("--worst", type=int, default=0, help="print the N worst documents")
    ap.add_argument("--mode", help="judge dumps of one mode only: layout, raw, flow, pdf")
    ap.add_argument("--only", help="judge documents whose name contains this")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    documents = collections.defaultdict(list)
    with open(a.records, encoding="utf-8") as f:
        for line in f:
            if line.strip():
                r = json.loads(line)
                documents[r["id"] if r["record"] == "document" else r.get("document")].append(r)
    results, facts = [], collections.defaultdict(Facts)
    for records in documents.values():
        path = next((r["path"] for r in records if r["record"] == "document"), None)
        if not path:
            continue
        base = os.path.basename(path)
        match = re.match(r"(.+?)\.(?:(layout|raw|flow)\.txt|(pdf)|txt)$", base)
        if not match:
            continue
        name, mode = match[1], match[2] or match[3] or "layout"
        truth_path = os.path.join(a.truth_dir, f"{name}.truth.json")
        if not os.path.exists(truth_path) or (a.mode and mode != a.mode) or (a.only and a.only not in name):
            continue
        dump = os.path.join(a.truth_dir, base if mode != "pdf" else f"{name}.layout.txt")
        text = open(dump, encoding="utf-8", newline="").read() if os.path.exists(dump) else None
        truth = json.load(open(truth_path, encoding="utf-8"))
        results.append((name, mode, truth["program"], score_document(truth, records, text)))
        facts[f"{truth['program']} {mode}"].add(score_facts(truth, records))
    if not results:
        raise SystemExit(f"no document of {a.records} has a truth in {a.truth_dir} ({len(glob.glob(a.truth_dir + '/*.truth.json'))} truths)")

    def group(key):
        tallies, docs = collections.defaultdict(Tally), collections.Counter()
        for name, mode, program, kinds in results:
            seen = set()
            for kind, t in kinds.items():
                k = key(name, mode, program, kind)
                tallies[k].add(t)
                if k not in seen:
                    docs[k] += 1
                    seen.add(k)
        return [(k, docs[k], tallies[k]) for k in sorted(tallies)]
    groups = {"program x mode": group(lambda n, m, p, k: f"{p} {m}"), "mode x kind": group(lambda n, m, p, k: f"{m} {k}"),
              "program x mode x kind": group(lambda n, m, p, k: f"{p} {m} {k}"), "all": group(lambda n, m, p, k: "all")}
    if a.json:
        out = {g: [dict(name=k, documents=d, figures=t.truth, found=round(t.found, 2), lost=t.lost, unprinted=t.unprinted,
                        right={x: t.right[x] for x in ASPECTS}) for k, d, t in rows] for g, rows in groups.items()}
        out["facts"] = {k: {row[0]: dict(wanted=row[1], found=row[2], right=row[3]) for row in f.rows()} for k, f in sorted(facts.items())}
        print(json.dumps(out, ensure_ascii=False))
        return
    for title, rows in groups.items():
        show(rows, title)
        print()
    print(f"{'facts':<44}{'wanted':>8}{'found':>8}{'right':>8}   prec.  recall      F1")
    for key, f in sorted(facts.items()):
        for fact, w, found, right, *shares in f.rows():
            print(f"{key + ' ' + fact:<44}{w:>8}{found:>8}{right:>8}" + "".join("       -" if x is None else f"{x:>8.3f}" for x in shares))
    print()
    per_document = [(f"{n} {m}", 1, t) for n, m, t in ((n, m, merged(kinds)) for n, m, _, kinds in results)]
    if a.worst:
        per_document.sort(key=lambda x: (ratios(x[2], "whole")[2] or 0, x[0]))
        show(per_document[:a.worst], "worst documents")
    if a.misses:
        for name, mode, program, kinds in results:
            for kind, t in kinds.items():
                for aspect, misses in t.misses.items():
                    for m in misses[:a.misses]:
                        print(name, mode, kind, aspect, json.dumps(m, ensure_ascii=False))


def merged(kinds):
    t = Tally()
    for k in kinds.values():
        t.add(k)
    return t


if __name__ == "__main__":
    main()
