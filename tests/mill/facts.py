"""Asks projects and indicators back from extracted records: names, departments, costs, observations."""
import collections
import re

from folding import UNIT, fold

FACTS = ["project", "project.departments", "project.costs", "indicator", "indicator.departments", "observation"]


class Facts:
    """Right, wanted and found of each fact."""

    def __init__(self):
        self.right, self.wanted, self.found = (collections.Counter() for _ in range(3))

    def add(self, other):
        self.right.update(other.right)
        self.wanted.update(other.wanted)
        self.found.update(other.found)

    def rows(self):
        for fact in FACTS:
            r, w, f = self.right[fact], self.wanted[fact], self.found[fact]
            if w or f:
                yield fact, w, f, r, r / f if f else None, r / w if w else None, 2 * r / (w + f)


def same(a, b):
    return a is not None and b is not None and abs(float(a) - float(b)) <= 1e-9 * max(1, abs(float(b)))


def pair(wanted, found):
    """Pairs by name, in order."""
    by_name = collections.defaultdict(list)
    for r in found:
        by_name[fold(r.get("name"))].append(r)
    for w in wanted:
        some = by_name[fold(w["name"])]
        yield w, some.pop(0) if some else None


def cost_fits(c, x):
    if not same(x.get("value"), c["value"]) or (c["fiscal_year"] and x.get("fiscal_year") != c["fiscal_year"]):
        return False
    a, b = fold(UNIT.sub("", c["name"])), fold(UNIT.sub("", x.get("name") or ""))
    # A year in the name of a column may have gone to the cost's own year.
    a_bare = re.sub(r"^(r|令和)\d+(年度)?|^\d{4}年度", "", a)
    return a == b or a_bare == b or (min(len(a), len(b)) > 1 and (b.endswith(a) or a.endswith(b)))


def score_facts(truth, records):
    facts = Facts()
    projects = [p for t in truth["tables"] for p in t["projects"]]
    got = [r for r in records if r["record"] == "project"]
    facts.wanted["project"] += len(projects)
    facts.found["project"] += len(got)
    for want, r in pair(projects, got):
        costs = list((r or {}).get("costs") or [])
        facts.wanted["project.departments"] += 1
        facts.wanted["project.costs"] += len(want["costs"])
        facts.found["project.costs"] += len(costs)
        if r is None:
            continue
        facts.right["project"] += 1
        names = {(fold(d.get("name")), fold(d.get("unit"))) for d in r.get("departments") or []}
        facts.found["project.departments"] += bool(names)
        facts.right["project.departments"] += names == {(fold(d["name"]), fold(d["unit"])) for d in want["departments"]}
        for c in want["costs"]:
            fits = [x for x in costs if cost_fits(c, x)]
            if fits:
                costs.remove(fits[0])
                facts.right["project.costs"] += 1
    indicators = [i for t in truth["tables"] for i in t["indicators"]]
    got = [r for r in records if r["record"] == "indicator"]
    facts.wanted["indicator"] += len(indicators)
    facts.found["indicator"] += len(got)
    for want, r in pair(indicators, got):
        seen = [o for o in (r or {}).get("observations") or [] if o.get("value") is not None]
        facts.wanted["observation"] += len(want["observations"])
        facts.found["observation"] += len(seen)
        facts.wanted["indicator.departments"] += bool(want["departments"])
        if r is None:
            continue
        facts.right["indicator"] += 1
        names = [d if isinstance(d, str) else d.get("name") for d in r.get("departments") or []]
        facts.found["indicator.departments"] += bool(names)
        facts.right["indicator.departments"] += bool(want["departments"]) and {fold(d) for d in names} == {fold(d) for d in want["departments"]}
        for o in want["observations"]:
            fits = [x for x in seen if same(x.get("value"), o["value"]) and x.get("fiscal_year") == o["fiscal_year"] and x.get("kind") == o["kind"]
                    and fold(x.get("unit")) == fold(want["unit"])]
            if fits:
                seen.remove(fits[0])
                facts.right["observation"] += 1
    return facts
