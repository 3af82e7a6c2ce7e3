"""pandas as a peer of the frames bench: python frames.py main.csv other.csv, a request and an answer per line."""

import json
import sys
import time

import pandas

main_file, other_file = sys.argv[1:]
main = other = None


def read():
    global main, other
    main, other = pandas.read_csv(main_file), pandas.read_csv(other_file)
    return lambda: main["a"].sum() + other["weight"].sum()


def select():
    part = main[["id", "a"]]
    return lambda: part["a"].sum()


def filter_rows():
    part = main[(main["a"] > 100) & (main["kind"] != "kind 7")]
    return lambda: part["id"].sum()


def sort_number():
    ordered = main.sort_values("a", kind="stable")
    return lambda: ordered["id"].iloc[1]


def sort_text():
    ordered = main.sort_values(["kind", "a"], kind="stable")
    return lambda: ordered["id"].iloc[1]


def group():
    means = main.groupby("kind")["a"].mean()
    return lambda: means.sum()


def join():
    joined = main.merge(other, on="id")
    return lambda: joined["weight"].sum()


def describe():
    described = other.describe()
    return lambda: described.loc["std"].sum()


def count_missing():
    counts = main.isna().sum()
    return lambda: counts["b"]


def drop_missing():
    whole = main.dropna()
    return lambda: whole["id"].sum()


def to_array():
    array = other[["id", "weight"]].to_numpy(dtype="float32")
    return lambda: array.sum(dtype="float64") / array.size


def fill_missing():
    filled = main.fillna({"b": 1})
    return lambda: filled["b"].sum()


operations = {
    "read CSV": read,
    "select 2 columns": select,
    "filter by number and text": filter_rows,
    "sort by a number": sort_number,
    "sort by text, then a number": sort_text,
    "group by text, mean": group,
    "join on a number": join,
    "describe 2 number columns": describe,
    "count missing": count_missing,
    "drop rows with missing": drop_missing,
    "2 columns to a tensor": to_array,
    "fill missing": fill_missing,
}


def answer(name):
    if name not in operations:
        return {"problem": "has no such operation"}
    try:
        started = time.perf_counter()
        check = operations[name]()
        milliseconds = (time.perf_counter() - started) * 1000
        return {"ms": milliseconds, "check": float(check())}
    except Exception as error:
        return {"problem": f"failed: {error}"}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)["operation"])), flush=True)
