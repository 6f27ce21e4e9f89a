#!/usr/bin/env python3
"""Draws tables of known values, prints them by real programs, dumps the pages, and writes the truth.

usage: mill.py --seed N --count M --out DIR [--program libreoffice|chromium|both] [--small]

For each document NAME: NAME.pdf, NAME.layout.txt, NAME.raw.txt, NAME.flow.txt (pdftotext with
-layout, -raw and neither), NAME.truth.json, and in DIR/source what was printed. The same seed
draws the same documents; only the versions of the programs and fonts change how they are broken.
"""
import argparse
import json
import os

import layout_fods
import layout_html
import printing
from documents import draw
from truth import truth_of

LAYOUTS = {"libreoffice": (layout_fods, "fods", "lo"), "chromium": (layout_html, "html", "cr")}


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--count", type=int, default=20)
    ap.add_argument("--out", required=True)
    ap.add_argument("--program", choices=["libreoffice", "chromium", "both"], default="both")
    ap.add_argument("--small", action="store_true", help="one small table a document, for fixtures")
    ap.add_argument("--no-print", action="store_true", help="write the sheets, pages and truth only")
    a = ap.parse_args()
    source = os.path.join(a.out, "source")
    os.makedirs(source, exist_ok=True)
    files = {"libreoffice": [], "chromium": []}
    for i in range(a.count):
        # The order of kinds has an odd length: each kind goes through both programs in turn.
        program = a.program if a.program != "both" else ["libreoffice", "chromium"][i % 2]
        layout, ending, short = LAYOUTS[program]
        document = draw(a.seed, i, program, a.small)
        document.name = f"s{a.seed}-{i:03d}-{short}"
        path = os.path.join(source, f"{document.name}.{ending}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(layout.write(document))
        with open(os.path.join(a.out, f"{document.name}.truth.json"), "w", encoding="utf-8") as f:
            json.dump(truth_of(document, program), f, ensure_ascii=False, indent=1)
        files[program].append(path)
    if a.no_print:
        return
    if files["libreoffice"]:
        printing.libreoffice(files["libreoffice"], a.out)
    if files["chromium"]:
        printing.chromium(files["chromium"], a.out)
    pdfs = sorted(f for f in os.listdir(a.out) if f.endswith(".pdf"))
    for pdf in pdfs:
        printing.dump(os.path.join(a.out, pdf))
    print(f"{len(pdfs)} documents in {a.out}")


if __name__ == "__main__":
    main()
