"""Writes what pandas makes of tables with missing cells, ties and odd keys into frames.json, for the tests of frames.

Run: python lib/neural-notebooks/oracles/frames.py (needs pandas; the versions used stand in the file).
"""
import json
import pathlib

import numpy
import pandas

here = pathlib.Path(__file__).parent
seed = 11
random = numpy.random.default_rng(seed)
rows = 60
words = ["ash", "Birch", "a-b", "a", "b", "10", "1", ""]
columns = {
    "word": [None if random.random() < 0.1 else words[i] for i in random.integers(0, len(words), rows)],
    "kind": [float("nan") if random.random() < 0.1 else int(i) for i in random.integers(-2, 3, rows)],
    "x": [float("nan") if random.random() < 0.15 else round(float(v), 4) for v in random.normal(0, 10, rows)],
    "n": [int(i) for i in random.integers(-5, 6, rows)],
    "flag": [None if random.random() < 0.1 else bool(i) for i in random.integers(0, 2, rows)],
    "day": [f"2024-{m:02d}-{d:02d}" for m, d in zip(random.integers(1, 4, rows), random.integers(1, 29, rows))],
}
frame = pandas.DataFrame(columns)
frame["flag"] = frame["flag"].astype(object)
numbers = frame[["kind", "x", "n"]].astype(float)
other = pandas.DataFrame({"word": ["a", "10", "a", None, "oak"], "kind": [1.0, 2.0, -1.0, numpy.nan, 0.0], "x": [1.5, 2.5, 3.5, 4.5, 5.5]})


def plain(value):
    """Numbers and lists as JSON has them: what is missing becomes null."""
    if isinstance(value, pandas.DataFrame):
        return {"columns": list(map(str, value.columns)), "data": [[plain(cell) for cell in row] for row in value.astype(object).itertuples(index=False)]}
    if isinstance(value, pandas.Series):
        return [plain(cell) for cell in value.astype(object)]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray, pandas.Index)):
        return [plain(item) for item in value]
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, pandas.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, (bool, numpy.bool_)):
        return bool(value)
    if isinstance(value, (float, numpy.floating)):
        return None if numpy.isnan(value) else float(value)
    if isinstance(value, numpy.integer):
        return int(value)
    return value


def grouped(keys, column, dropna=True):
    names = ["count", "sum", "mean", "std", "var", "min", "max", "median"]
    return frame.groupby(keys, dropna=dropna)[column].agg(names).reset_index()


dated = frame.assign(day=pandas.to_datetime(frame["day"])).set_index("day")[["x", "n"]]
resampled = {rule: dated.resample(rule).agg({"x": "mean", "n": "mean"}).reset_index() for rule in ["D", "W", "MS", "YS"]}
oracle = {
    "made by": "lib/neural-notebooks/oracles/frames.py",
    "versions": {"pandas": pandas.__version__, "numpy": numpy.__version__},
    "seed": seed,
    "tolerance": 1e-12,
    "columns": columns,
    "other": other,
    "sorted": {name: list(frame.sort_values(name, kind="stable").index) for name in ["word", "kind", "x", "n"]},
    "descending": {name: list(frame.sort_values(name, kind="stable", ascending=False).index) for name in ["word", "kind", "x", "n"]},
    "sortedBoth": list(frame.sort_values(["word", "n"], ascending=[True, False], kind="stable").index),
    "groupedWord": grouped(["word"], "x"),
    "groupedBoth": grouped(["word", "kind"], "n"),
    "groupedMissing": grouped(["word", "kind"], "n", dropna=False),
    "merged": {how: frame[["word", "kind", "n"]].merge(other, on="word", how=how) for how in ["inner", "left", "right", "outer"]},
    "mergedBoth": {how: frame[["word", "kind", "x"]].merge(other, on=["word", "kind"], how=how) for how in ["inner", "left", "right", "outer"]},
    "dropna": list(frame.dropna().index),
    "dropnaSubset": list(frame.dropna(subset=["x"]).index),
    "fillna": frame.fillna({"x": 0.5, "word": "?"})[["word", "x"]],
    "described": {name: [numbers[name].count(), numbers[name].mean(), numbers[name].std(), numbers[name].min(), numbers[name].median(), numbers[name].max(), numbers[name].var()] for name in numbers},
    "corr": numbers.corr(),
    "quantile": {str(share): numbers.quantile(share) for share in [0, 0.1, 0.5, 0.9, 1]},
    "rows": {name: getattr(numbers, name)(axis=1) for name in ["mean", "sum", "std", "min", "max", "median", "count"]},
    "cumulative": {name: getattr(numbers, name)() for name in ["cumsum", "cumprod", "cummin", "cummax"]},
    "rounded": {str(digits): numbers["x"].round(digits) for digits in [0, 1, 2, -1]},
    "counts": {"index": [key for key in frame["kind"].value_counts().index], "values": frame["kind"].value_counts()},
    "duplicated": {keep: frame.duplicated(subset=["word", "kind"], keep=keep) for keep in ["first", "last"]},
    "dummies": pandas.get_dummies(frame[["word", "n"]], columns=["word"], dtype=int),
    "mod": {str(divisor): frame["n"] % divisor for divisor in [3, -3]},
    "compared": {"gt": frame["x"] > 0, "ne": frame["x"] != frame["x"], "eq": frame["word"] == "a"},
    "diff": numbers.diff(2),
    "pctChange": numbers["x"].abs().add(1).pct_change(fill_method=None),
    "concatenated": pandas.concat([frame[["word", "x"]].head(3), other[["x", "kind"]].head(2)], ignore_index=True),
    "beside": pandas.concat([frame[["n"]].iloc[[0, 1, 2]], other[["kind"]].iloc[[1, 2, 3]]], axis=1),
    "resampled": resampled,
    "rolled": {"mean": frame["n"].rolling(3).mean(), "std": frame["n"].rolling(4, min_periods=2).std()},
    "dates": {"year": pandas.to_datetime(frame["day"]).dt.year, "month": pandas.to_datetime(frame["day"]).dt.month, "weekday": pandas.to_datetime(frame["day"]).dt.day_of_week, "dayofyear": pandas.to_datetime(frame["day"]).dt.day_of_year, "quarter": pandas.to_datetime(frame["day"]).dt.quarter},
}
(here / "frames.json").write_text(json.dumps(plain(oracle), indent=None, separators=(",", ":")) + "\n")
