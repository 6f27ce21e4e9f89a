"""Checks the JSON Schemas, and records against them, by an implementation other than the program's.

    python schemas/validate.py [RECORDS.ndjson ...]

Each schema keeps to the meta-schema of 2020-12, takes its own examples and refuses those of other
kinds. Records spoilt on purpose must be refused, so that a validator that takes everything is
noticed. Every record of the files (`-` is standard input) is checked against `record.schema.json`
and against the schema of its kind. Needs the package jsonschema; exits with 1 where anything fails.
"""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = pathlib.Path(__file__).resolve().parent
ALL = "record"

# The fields that a record may be without.
OPTIONAL = {"spans", "boxes"}

# The objects with any keys: of counts by kind, and of what a manifest says besides.
MAPS = [["counts"], ["given", "more"]]

# What no schema of a kind may take: the kind, where, the value put there.
WRONG_VALUES = [
    ("amount", ["comparator"], "=="),
    ("amount", ["lines", 0], 0),
    ("amount", ["span"], [1]),
    ("amount", ["span", 0], -1),
    ("amount", ["span"], [1, 2, 3]),
    ("amount", ["value"], "1"),
    ("department", ["of", "record"], "plan"),
    ("department", ["role"], "leads"),
    ("diagnostic", ["severity"], "fatal"),
    ("document", ["counts", "table"], -1),
    ("document", ["issued", "start"], "2020-02-30"),
    ("document", ["kind"], "poem"),
    ("indicator", ["observations", 0, "basis"], "decade"),
    ("indicator", ["observations", 0, "confidence"], 1.5),
    ("indicator", ["observations", 0, "end"], "FY2020"),
    ("indicator", ["observations", 0, "fiscal_year"], 2020.5),
    ("indicator", ["observations", 0, "from", "kind"], "page"),
    ("indicator", ["observations", 0, "reasons"], ["whim"]),
    ("indicator", ["primary"], "yes"),
    ("period", ["era"], "慶応"),
    ("project", ["costs", 0, "kind"], "gift"),
    ("project", ["schedule", 0, "fiscal_years"], [2020]),
    ("section", ["level"], -1),
    ("table", ["confidence"], -0.1),
    ("table", ["layout"], "stone"),
    ("table", ["rows"], ["a"]),
    ("table", ["values", 0, "column"], -1),
    ("table", ["values", 0, "comparator"], "=="),
    ("table", ["values", 0, "confidence"], 1.5),
    ("table", ["values", 0, "row_path"], "a"),
    ("table", ["values", 0, "total"], "yes"),
    ("table", ["values", 0, "value"], "1"),
]


class Findings:
    """What was checked, and what failed."""

    def __init__(self):
        self.checks = 0
        self.failures = []

    def expect(self, holds, message):
        self.checks += 1
        if not holds:
            self.failures.append(message)


def load():
    """The schemas by name, and a validator of each that finds them by `$id`."""
    paths = sorted(FOLDER.glob("*.schema.json"))
    schemas = {p.name.removesuffix(".schema.json"): json.loads(p.read_bytes()) for p in paths}
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    validators = {
        name: Draft202012Validator(
            {"$schema": schema["$schema"], "$ref": schema["$id"]},
            registry=registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for name, schema in schemas.items()
    }
    return schemas, validators


def place(path):
    """A path into a record as people write it: `observations[0].value`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).lstrip(".") or "the record"


def paths_into(value, path=()):
    """The paths of all that stands in a record, outermost first."""
    children = []
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    for step, child in children:
        yield [*path, step]
        yield from paths_into(child, [*path, step])


def at(record, path):
    for step in path:
        record = record[step]
    return record


def spoilt(kind, example):
    """Copies of an example, each with one thing wrong, and what that is."""
    for path in paths_into(example):
        record = copy.deepcopy(example)
        parent, step = at(record, path[:-1]), path[-1]
        parent[step] = "planted" if isinstance(parent[step], dict) else {"planted": True}
        yield f"{place(path)} of another type", record
        if isinstance(step, str) and step not in OPTIONAL and path[:-1] not in MAPS:
            record = copy.deepcopy(example)
            del at(record, path[:-1])[step]
            yield f"no {place(path)}", record
    for wanted, path, value in WRONG_VALUES:
        if wanted == kind:
            record = copy.deepcopy(example)
            at(record, path[:-1])[path[-1]] = value
            yield f"{place(path)} is {value!r}", record


def check_schemas(schemas, validators, findings):
    kinds = sorted(set(schemas) - {ALL})
    findings.expect(len(kinds) > 1, f"no schemas in {FOLDER}")
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for name, schema in schemas.items():
        findings.expect(schema["$schema"] == meta.META_SCHEMA["$id"], f"{name} is of another draft")
        for error in meta.iter_errors(schema):
            findings.expect(False, f"{name}: {place(error.path)}: {error.message}")
    if findings.failures:
        return  # What is no schema judges no record.
    for name, schema in schemas.items():
        examples = schema.get("examples", [])
        shown = sorted(example["record"] for example in examples)
        findings.expect(shown == (kinds if name == ALL else [name]), f"{name}: examples of {shown}")
        for example in examples:
            kind = example["record"]
            for other, validator in validators.items():
                fits = other in (kind, ALL)
                verb = "refused" if fits else "taken"
                message = f"the example of {kind} in {name} is {verb} by {other}"
                findings.expect(validator.is_valid(example) == fits, message)
            for what, record in spoilt(kind, example):
                for judge in (kind, ALL):
                    message = f"{judge} takes a spoilt {kind}: {what}"
                    findings.expect(not validators[judge].is_valid(record), message)


def no_number(text):
    raise ValueError(f"{text} is no JSON number")


def check_records(name, lines, validators, findings):
    """Checks the lines of one file; how many records of each kind it has."""
    kinds = {}
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line, parse_constant=no_number)
            kind = record["record"]
            judges = [validators[kind], validators[ALL]]
        except (ValueError, TypeError, KeyError) as error:
            findings.expect(False, f"{name}:{number}: is no record: {error!r}")
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        errors = list(judges[0].iter_errors(record))
        for error in errors:
            findings.expect(False, f"{name}:{number}: {place(error.absolute_path)}: {error.message}")
        findings.expect(
            judges[1].is_valid(record) == (not errors),
            f"{name}:{number}: {ALL} and {kind} judge differently",
        )
    findings.expect(kinds, f"{name}: has no records")
    return kinds


def main(paths):
    findings = Findings()
    schemas, validators = load()
    check_schemas(schemas, validators, findings)
    print(f"{len(schemas)} schemas: {findings.checks} checks")
    for path in paths if not findings.failures else []:
        if path == "-":
            kinds = check_records(path, sys.stdin.buffer, validators, findings)
        else:
            with open(path, "rb") as lines:
                kinds = check_records(path, lines, validators, findings)
        print(f"{path}: {sum(kinds.values())} records of {len(kinds)} kinds")
    for failure in findings.failures[:50]:
        print(failure, file=sys.stderr)
    print(f"{findings.checks} checks, {len(findings.failures)} failed")
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
