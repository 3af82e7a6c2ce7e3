"""Compares this environment with a requirements file: prints a JSON list of what is missing, of another version or damaged."""

import json
import os
import re
import sys
from importlib.metadata import distributions

from pip._vendor.packaging.requirements import Requirement


def wanted(path):
    """The pinned versions that count for this Python and machine, by normalised name."""
    text = open(path, encoding="utf8").read().replace("\\\n", " ")
    pins = {}
    for line in text.splitlines():
        line = re.sub(r"\s*--hash=\S+", "", line.split(" #")[0]).strip()
        if not line or line.startswith(("#", "-")):
            continue
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            pins[normalise(requirement.name)] = next(iter(requirement.specifier)).version
    return pins


def normalise(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def faults(pins):
    present = {}
    for found in distributions():
        if found.metadata["Name"]:
            present.setdefault(normalise(found.metadata["Name"]), found)
    for name, version in pins.items():
        found = present.get(name)
        if found is None:
            yield f"{name} {version} is missing"
        elif found.version != version:
            yield f"{name} is {found.version} instead of {version}"
        elif found.files is None:
            yield f"{name} has no list of files"
        else:
            yield from damaged(name, found.files)


def damaged(name, files):
    for file in files:
        if file.size is None:  # compiled files and the list itself carry no size
            continue
        path = file.locate()
        if not os.path.exists(path) or os.path.getsize(path) != file.size:
            yield f"{name}: {file} is missing or damaged"
            return


print(json.dumps(list(faults(wanted(sys.argv[1])))))
