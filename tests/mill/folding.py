"""The forms in which texts are compared."""
import re
import unicodedata

NUMBERING = re.compile(r"^(?:[(（]?[0-9０-９一二三四五六七八九十アイウエオカキク]{1,2}[)）.．、　 ]+|[①-⑳][　 ]*)")
UNIT = re.compile(r"[（(](?:千円|百万円|億円|円|人|千人|件|％|%|ｍ|頭|世帯)[）)]$")


def fold(s):
    """NFKC, no white space, one kind of tilde and dash."""
    s = unicodedata.normalize("NFKC", s or "")
    s = re.sub(r"[〜~∼]", "~", s)
    s = re.sub(r"[‐-―−ー-]", "-", s)
    return re.sub(r"\s+", "", s).lower()


def bare(label):
    """A label without the number before it, which may stand in a cell of its own, its indent and its unit."""
    return NUMBERING.sub("", UNIT.sub("", (label or "").lstrip())) or label
