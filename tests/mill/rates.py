#!/usr/bin/env python3
"""Measures how tables are broken in dumps by pdftotext -layout: the mill's beside those of others.

usage: rates.py MILL_DIR_OR_FILES ... [--beside DIR_OR_FILES ...] [--documents]

A folder stands for its *.layout.txt; a folder without any for its *.txt. Only table regions are
measured: runs of lines with at least three lines of figures. Every document counts once, however
long it is, so that one long book does not decide. Standard library only.
"""
import argparse
import glob
import os
import re
import statistics
import unicodedata

FIGURE = re.compile(r"[△▲\-−－]?[ 　]{0,2}[0-9０-９][0-9０-９,，.．]*[%％]?(?=$|[ 　])")
SPREAD = re.compile(r"(?:^|(?<=[ 　]))[぀-ヿ㐀-鿿](?:[ 　]{1,6}[぀-ヿ㐀-鿿]){1,}(?=$|[ 　])")
CJK = re.compile(r"[぀-ヿ㐀-鿿]")
NUMBERED = re.compile(r"[0-9０-９]")


def columns(line):
    """Each letter's column: what -layout counts, a full-width letter being two."""
    at, places = 0, []
    for c in line:
        places.append(at)
        at += 2 if unicodedata.east_asian_width(c) in "WFA" else 1
    places.append(at)
    return places


def pieces(line):
    """(start, end, text) of what two spaces or more set apart, in columns."""
    places = columns(line)
    return [(places[m.start()], places[m.end()], m.group()) for m in re.finditer(r"[^ 　]+(?:[ 　][^ 　]+)*", line)]


def figures(line):
    places = columns(line)
    return [(places[m.start()], places[m.end()], m.group()) for m in FIGURE.finditer(line)
            if m.start() == 0 or line[m.start() - 1] in " 　"]


class Line:
    def __init__(self, text):
        self.text = text.rstrip()
        self.pieces = pieces(self.text)
        self.figures = figures(self.text)
        self.blank = not self.pieces


def regions(page):
    """Runs of lines about tables: from one line of figures to the next, at most 6 lines apart."""
    marked = [i for i, line in enumerate(page) if line.figures and len(line.pieces) >= 2]
    runs = []
    for i in marked:
        if runs and i - runs[-1][-1] <= 6:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [page[r[0]:r[-1] + 1] for r in runs if len(r) >= 3]


def measure(text):
    pages = [[Line(x) for x in re.split(r"\r\n|\r|\n", page)] for page in text.split("\f")]
    found = [r for page in pages for r in regions(page)]
    lines = [x for r in found for x in r if not x.blank]
    if len(lines) < 8:
        return None
    rates = {}
    filled = [sum(not x.blank for x in p) for p in pages]
    rates["lines a page"] = statistics.median([n for n in filled if n > 2] or [0])
    rates["blank lines, share"] = 1 - len(lines) / sum(len(r) for r in found)
    with_figures = [x for x in lines if x.figures]
    rates["lines without a figure, share"] = 1 - len(with_figures) / len(lines)
    rates["figures a line"] = sum(len(x.figures) for x in with_figures) / len(with_figures)
    rates["pieces a line"] = sum(len(x.pieces) for x in lines) / len(lines)
    cjk = [x for x in lines if CJK.search(x.text)]
    rates["lines with spread letters, share"] = sum(bool(SPREAD.search(x.text)) for x in cjk) / max(len(cjk), 1)
    gaps = [b[0] - a[1] for x in lines for a, b in zip(x.pieces, x.pieces[1:])]
    gaps = gaps or [0]
    rates["gap, first quartile"] = quantile(gaps, .25)
    rates["gap, median"] = quantile(gaps, .5)
    rates["gap, last quartile"] = quantile(gaps, .75)
    tight = sum(len(re.findall(r"[^ 　0-9０-９] [△▲]?[0-9,]+(?= |$)|[0-9] [0-9△▲぀-鿿]", x.text)) for x in lines)
    rates["gaps of one space, share"] = tight / (tight + len(gaps))
    moved, met, lone = [], 0, 0
    for r in found:
        rows = [x for x in r if len(x.figures) >= 2]
        for a, b in zip(rows, rows[1:]):
            for _, end, _ in a.figures:
                near = min((abs(end - e) for _, e, _ in b.figures))
                if near <= 4:
                    moved.append(near)
                    met += 1
                else:
                    lone += 1
    if moved:
        rates["right edge moved by 0, share"] = sum(m == 0 for m in moved) / len(moved)
        rates["right edge moved by 1, share"] = sum(m == 1 for m in moved) / len(moved)
        rates["right edge moved by 2-4, share"] = sum(m > 1 for m in moved) / len(moved)
        rates["figures with none below, share"] = lone / (lone + met)
    rates["width of lines, median"] = quantile([x.pieces[-1][1] for x in lines], .5)
    minus = [f for x in with_figures for f in x.figures]
    rates["negative figures, share"] = sum(f[2][0] in "△▲" for f in minus) / len(minus)
    wraps = [x for x in lines if not x.figures and not NUMBERED.search(x.text)]
    rates["wrapped lines of letters only, share"] = len(wraps) / len(lines)
    return rates


def quantile(xs, q):
    xs = sorted(xs)
    return xs[min(len(xs) - 1, int(q * len(xs)))]


def files(paths):
    out = []
    for p in paths:
        if os.path.isdir(p):
            own = sorted(glob.glob(os.path.join(p, "*.layout.txt"))) or sorted(glob.glob(os.path.join(p, "*.txt")))
            out += own
        else:
            out.append(p)
    return out


def average(measured):
    names = list(dict.fromkeys(k for m in measured for k in m))
    return {k: statistics.mean([m[k] for m in measured if k in m]) for k in names}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("mill", nargs="+")
    ap.add_argument("--beside", nargs="+", default=[])
    ap.add_argument("--documents", action="store_true", help="print each document's own rates, too")
    a = ap.parse_args()
    sides = []
    for paths in (a.mill, a.beside):
        measured = []
        for path in files(paths):
            with open(path, encoding="utf-8", errors="replace", newline="") as f:
                m = measure(f.read())
            if m:
                measured.append(m)
                if a.documents:
                    print(os.path.basename(path), {k: round(v, 2) for k, v in m.items()})
        sides.append((len(measured), average(measured)))
    (n, ours), (k, theirs) = sides
    print(f"{'':<40}{'mill':>9}" + (f"{'beside':>9}{'ratio':>8}" if theirs else ""))
    print(f"{'documents with tables':<40}{n:>9}" + (f"{k:>9}" if theirs else ""))
    for name in ours:
        line = f"{name:<40}{ours[name]:>9.3f}"
        if theirs.get(name) is not None:
            ratio = ours[name] / theirs[name] if theirs[name] else float("nan")
            line += f"{theirs[name]:>9.3f}{ratio:>8.2f}" + ("" if .8 <= ratio <= 1.25 else "  *")
        print(line)


if __name__ == "__main__":
    main()
