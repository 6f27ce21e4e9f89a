#!/usr/bin/env python3
"""Writes small printed tables and their cells as fixtures, one file a table.

usage: fixtures.py MILL_DIR FIXTURES_DIR [--most N] [--bytes N]

MILL_DIR is what `mill.py --small` made. NAME.printed is the dump by pdftotext -layout, a line
`%% KIND PROGRAM`, and a line for each figure of a data cell: its text, the label of its row, the
heads of its column (outermost first, set apart by ｜), the nearest texts at its left and right
(or what else they may be, set apart likewise), and its value, unit and fiscal year; tabs between, and nothing where nothing is asked.
"""
import argparse
import collections
import glob
import json
import os

from folding import UNIT, bare, fold


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("mill_dir")
    ap.add_argument("fixtures_dir")
    ap.add_argument("--most", type=int, default=260)
    ap.add_argument("--bytes", type=int, default=4000)
    a = ap.parse_args()
    os.makedirs(a.fixtures_dir, exist_ok=True)
    chosen = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(a.mill_dir, "*.truth.json"))):
        truth = json.load(open(path, encoding="utf-8"))
        dump = open(path.replace(".truth.json", ".layout.txt"), encoding="utf-8", newline="").read()
        lines = cell_lines(truth, dump)
        if len(truth["tables"]) <= 2 and len(dump.encode()) <= a.bytes and len(lines) >= 4:
            kind = truth["tables"][0]["kind"]
            chosen[kind, truth["program"]].append((truth["name"], kind, truth["program"], dump, lines))
    each = max(1, a.most // max(len(chosen), 1))
    count = 0
    for key in sorted(chosen):
        for name, kind, program, dump, lines in chosen[key][:each]:
            with open(os.path.join(a.fixtures_dir, f"{kind}-{name}.printed"), "w", encoding="utf-8", newline="") as f:
                f.write(dump.rstrip("\n") + "\n" + f"%% {kind} {program}\n" + "".join(lines))
            count += 1
    print(f"{count} fixtures:", {" ".join(k): min(len(v), each) for k, v in sorted(chosen.items())})


def near(text):
    """A neighbour, and the same without the number before it, which may stand in a cell of its own."""
    return text if text is None or bare(text) == text else f"{text}｜{bare(text)}"


def cell_lines(truth, dump):
    printed = fold(dump)
    lines = []
    for table in truth["tables"]:
        for c in table["cells"]:
            if c["role"] != "data" or c["value"] is None or fold(c["text"]) not in printed:
                continue
            unit = {"％": "%"}.get(c["unit"], c["unit"])
            value = int(c["value"]) if c["value"] == int(c["value"]) else c["value"]
            fields = [c["text"], bare(c["label"]), "｜".join(UNIT.sub("", x) for x in c["column_path"]), near(c["left"]), near(c["right"]), value, unit, c["fiscal_year"]]
            lines.append("\t".join("" if x is None else str(x) for x in fields) + "\n")
    return lines


if __name__ == "__main__":
    main()
