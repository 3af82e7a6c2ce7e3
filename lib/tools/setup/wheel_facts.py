"""Reads from TensorFlow wheels what set-up relies on, and prints it as JSON: names, what loads what, oldest system.

wheel-facts.json beside this file was made so, with an addon that set-up had compiled on Linux:

    python wheel_facts.py --addon tfjs_binding.node WHEEL.whl … > wheel-facts.json
"""

import hashlib
import json
import mmap
import re
import struct
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

LIBRARY = re.compile(r"tensorflow/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)")
C_FUNCTION = re.compile(rb"_?(TFE?_\w+)")


def text(data, start):
    return data[start : data.find(b"\0", start)].decode()


def machine_of(names, number):
    return names.get(number, hex(number))


def read_mach_o(data):
    """Load commands of a 64-bit library, its signature and the C functions that it gives (macOS)."""
    _, cpu, _, _, count = struct.unpack_from("<5I", data)
    facts = {"machine": machine_of({0x0100000C: "arm64", 0x01000007: "x64"}, cpu), "loads": [], "rpaths": []}
    facts["signature"] = None
    symbols = external = (0, 0)
    at = 32
    for _ in range(count):
        command, size, first, second = struct.unpack_from("<4I", data, at)
        if command == 0xD:  # LC_ID_DYLIB
            facts["name"] = text(data, at + first)
        elif command in (0xC, 0x80000018, 0x8000001F):  # LC_LOAD_DYLIB, and its weak and re-exporting kinds
            facts["loads"].append(text(data, at + first))
        elif command == 0x8000001C:  # LC_RPATH
            facts["rpaths"].append(text(data, at + first))
        elif command == 0x32:  # LC_BUILD_VERSION
            facts["macos"] = f"{second >> 16}.{second >> 8 & 255}"
        elif command == 0x1D:  # LC_CODE_SIGNATURE
            facts["signature"] = read_signature(data, first)
        elif command == 0x2:  # LC_SYMTAB
            symbols = (first, struct.unpack_from("<I", data, at + 16)[0])
        elif command == 0xB:  # LC_DYSYMTAB
            external = struct.unpack_from("<2I", data, at + 16)
        at += size
    given = set()
    table, strings = symbols
    for i in range(external[0], external[0] + external[1]):
        start = strings + struct.unpack_from("<I", data, table + 16 * i)[0]
        if data[start : start + 3] == b"_TF":
            given.add(text(data, start)[1:])
    return facts, given, set()


def read_signature(data, start):
    """How a library is signed, and how many of its pages differ from the signature: Apple silicon ends a program for one."""
    for i in range(struct.unpack_from(">I", data, start + 8)[0]):
        directory = start + struct.unpack_from(">I", data, start + 16 + 8 * i)[0]
        if struct.unpack_from(">I", data, directory)[0] != 0xFADE0C02:
            continue
        flags, hashes, _, _, pages, limit = struct.unpack_from(">6I", data, directory + 12)
        length, kind, _, bits = struct.unpack_from("4B", data, directory + 36)
        digest = {1: hashlib.sha1, 2: hashlib.sha256}[kind]
        wrong = 0
        for page in range(pages):
            content = data[page << bits : min(page + 1 << bits, limit)]
            place = directory + hashes + page * length
            wrong += digest(content).digest()[:length] != data[place : place + length]
        return {"adHoc": bool(flags & 2), "byLinker": bool(flags & 0x20000), "pages": pages, "wrongPages": wrong}
    return None


def read_elf(data):
    """The dynamic section of a 64-bit library or addon, and the C functions that it gives and needs (Linux)."""
    machine = struct.unpack_from("<H", data, 18)[0]
    facts = {"machine": machine_of({62: "x64", 183: "arm64"}, machine), "loads": [], "rpaths": []}
    table = struct.unpack_from("<Q", data, 40)[0]
    size, count = struct.unpack_from("<2H", data, 58)
    sections = [struct.unpack_from("<2I4Q2I2Q", data, table + size * i) for i in range(count)]
    glibc = []
    given, needed = set(), set()
    for _, kind, _, _, start, length, link, _, _, entry in sections:
        if kind not in (6, 11, 0x6FFFFFFE):
            continue
        strings = sections[link][4]
        if kind == 6:  # .dynamic
            for at in range(start, start + length, entry):
                tag, value = struct.unpack_from("<2Q", data, at)
                if tag == 1:
                    facts["loads"].append(text(data, strings + value))
                elif tag == 14:
                    facts["name"] = text(data, strings + value)
                elif tag in (15, 29):
                    facts["rpaths"] += text(data, strings + value).split(":")
        elif kind == 11:  # .dynsym
            for at in range(start, start + length, entry):
                place, _, _, section = struct.unpack_from("<I2BH", data, at)
                found = C_FUNCTION.match(data, strings + place)
                if found:
                    (given if section else needed).add(found[1].decode())
        else:  # .gnu.version_r
            for name in re.findall(rb"GLIBC_([0-9.]+)", versions_of(data, start, strings)):
                glibc.append(tuple(int(part) for part in name.split(b".")))
    facts["glibc"] = ".".join(str(part) for part in max(glibc))
    return facts, given, needed


def versions_of(data, start, strings):
    names = []
    while True:
        _, count, _, first, following = struct.unpack_from("<2H3I", data, start)
        at = start + first
        for _ in range(count):
            _, _, _, name, after = struct.unpack_from("<I2H2I", data, at)
            names.append(text(data, strings + name).encode())
            at += after
        if not following:
            return b" ".join(names)
        start += following


def read(path):
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return read_elf(data) if data[:4] == b"\x7fELF" else read_mach_o(data)


def read_wheel(path, needed):
    with open(path, "rb") as file:
        facts = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}
    facts["libraries"] = {}
    missing = set(needed)
    with ZipFile(path) as wheel, tempfile.TemporaryDirectory() as folder:
        for entry in wheel.namelist():
            if LIBRARY.fullmatch(entry):
                library, given, _ = read(wheel.extract(entry, folder))
                library["gives"] = len(needed & given)
                missing -= given
                facts["libraries"][Path(entry).name] = library
    facts["missing"] = sorted(missing)
    return facts


def main(arguments):
    addon = arguments[arguments.index("--addon") + 1]
    needed = read(addon)[2]
    wheels = [Path(name) for name in arguments if name.endswith(".whl")]
    facts = {"needed": sorted(needed), "wheels": {path.name: read_wheel(path, needed) for path in wheels}}
    json.dump(facts, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
