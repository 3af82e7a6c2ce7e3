"""Turns percent sources into notebooks with jupytext: a JSON object {name: source} in, {name: notebook} out."""

import json
import sys

import jupytext

FORMAT = {"extension": ".ts", "format_name": "percent"}


def main() -> None:
    sources = json.load(sys.stdin)
    notebooks = {name: jupytext.reads(text, fmt=FORMAT) for name, text in sources.items()}
    json.dump(notebooks, sys.stdout)


main()
