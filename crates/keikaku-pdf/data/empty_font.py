#!/usr/bin/env python3
"""Writes empty.ttf: a TrueType font of one empty glyph without width."""

import pathlib
import struct

# 1,000 units an em; bounds, metrics and flags of a font with nothing in it.
head = struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0)
hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)
maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(
    ">HHHHHHHHHHhH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0
)
post = struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0)
tables = {
    b"cmap": cmap,
    b"glyf": b"\0\0\0\0",
    b"head": head,
    b"hhea": hhea,
    b"hmtx": struct.pack(">Hh", 0, 0),
    b"loca": struct.pack(">HH", 0, 0),
    b"maxp": maxp,
    b"post": post,
}
directory = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0)
offset = 12 + 16 * len(tables)
body = b""
for tag, data in sorted(tables.items()):
    data += b"\0" * (-len(data) % 4)
    checksum = sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
    directory += struct.pack(">4sIII", tag, checksum, offset + len(body), len(tables[tag]))
    body += data
pathlib.Path(__file__).with_name("empty.ttf").write_bytes(directory + body)
