#!/usr/bin/env python3
"""Writes cmaps.txt.xz from Adobe's CMap resources, as Debian's poppler-data installs them.

    apt-get install poppler-data
    python3 crates/keikaku-pdf/data/make.py /usr/share/poppler/cMap/Adobe-Japan1

Only those that hayro-cmap does not bring are taken. Comments go: the licence stands in LICENSE.txt.
"""

import lzma
import pathlib
import sys

NAMES = """
UniJIS2004-UTF16-H UniJIS2004-UTF16-V UniJIS2004-UTF8-H UniJIS2004-UTF8-V
UniJIS2004-UTF32-H UniJIS2004-UTF32-V UniJIS-UTF8-H UniJIS-UTF8-V UniJIS-UTF32-H UniJIS-UTF32-V
UniJISX0213-UTF32-H UniJISX0213-UTF32-V UniJISX02132004-UTF32-H UniJISX02132004-UTF32-V
UniJISPro-UCS2-V UniJISPro-UCS2-HW-V UniJISPro-UTF8-V
78-EUC-H 78-EUC-V 78-H 78-V 78-RKSJ-H 78-RKSJ-V 78ms-RKSJ-H 78ms-RKSJ-V 90pv-RKSJ-V
Add-H Add-V Ext-H Ext-V RKSJ-H RKSJ-V NWP-H NWP-V Hankaku Hiragana Katakana Roman
""".split()

folder = pathlib.Path(sys.argv[1])
text = []
for name in NAMES:
    lines = (folder / name).read_text("ascii").replace("\r", "").split("\n")
    text.append(f"%%%{name}\n")
    text.extend(line + "\n" for line in lines if line and not line.startswith("%"))
packed = lzma.compress("".join(text).encode(), preset=9 | lzma.PRESET_EXTREME)
pathlib.Path(__file__).with_name("cmaps.txt.xz").write_bytes(packed)
print(len(NAMES), "CMaps,", len(packed), "bytes")
