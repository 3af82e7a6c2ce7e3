"""Writes what pandas and scikit-learn make of small tables into tables.json, for the tests of frames and tensors.

Run: python lib/neural-notebooks/oracles/tables.py (needs pandas, scikit-learn; the versions used stand in the file).
"""
import json
import pathlib

import numpy
import pandas
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

here = pathlib.Path(__file__).parent
data = here.parents[2] / "data"
seed = 7
random = numpy.random.default_rng(seed)
x = numpy.column_stack([random.normal(50, 12, 40), random.exponential(3, 40), numpy.full(40, 0.1), random.integers(0, 5, 40)])
new = numpy.column_stack([random.normal(50, 12, 6), random.exponential(3, 6), numpy.full(6, 0.3), random.integers(0, 5, 6)])
gaps = x.copy()
gaps[random.random(gaps.shape) < 0.2] = numpy.nan
words = [["red", "green", "blue", "green"][i] for i in random.integers(0, 4, 12)]


def plain(value):
    """Numbers and lists as JSON has them: NaN becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, (float, numpy.floating)):
        return None if numpy.isnan(value) else float(value)
    if isinstance(value, numpy.integer):
        return int(value)
    return value


def fitted(scaler):
    scaler.fit(x)
    return {"train": scaler.transform(x), "new": scaler.transform(new), "back": scaler.inverse_transform(scaler.transform(new))}


penguins = pandas.read_json(data / "penguins.json").replace(".", numpy.nan)
cars = pandas.read_json(data / "cars.json", convert_dates=False)
numeric = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"]
described = penguins[numeric].describe()
grouped = penguins.groupby(["Species", "Sex"], dropna=True)["Body Mass (g)"].agg(["count", "mean", "std", "min", "max", "median", "sum"]).reset_index()
left = pandas.DataFrame({"id": [3, 1, 2, 2, 9], "a": [30, 10, 20, 21, 90]})
right = pandas.DataFrame({"id": [2, 3, 3, 4], "a": [2.5, 3.5, 3.25, 4.5], "b": ["x", "y", "z", "w"]})
joins = {how: left.merge(right, on="id", how=how, suffixes=("", " (right)"), sort=False).replace({numpy.nan: None}).to_dict("split") for how in ["inner", "left"]}
outer = left.merge(right, on="id", how="outer", suffixes=("", " (right)")).sort_values(["id", "a", "a (right)"]).replace({numpy.nan: None}).to_dict("split")

def passengers(rows):
    """A table with gaps in numbers and words."""
    gap = lambda values, share: [None if random.random() < share else value for value in values]
    return {
        "age": gap(random.integers(1, 80, rows).tolist(), 0.2),
        "fare": random.exponential(30, rows).tolist(),
        "sex": gap(random.choice(["female", "male"], rows).tolist(), 0.2),
        "port": random.choice(["Cork", "Southampton", "Cherbourg"], rows).tolist(),
    }


def frame(columns):
    """Missing words as NaN, which scikit-learn takes for missing."""
    return pandas.DataFrame({name: pandas.Series([numpy.nan if value is None else value for value in values], dtype=object if name in ("sex", "port") else float) for name, values in columns.items()})


learned, unseen = passengers(30), passengers(8)
unseen["port"][2] = "Bergen"
preparation = ColumnTransformer(
    [
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), ["age", "fare"]),
        ("sex", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(drop="first")), ["sex"]),
        ("port", OneHotEncoder(handle_unknown="ignore"), ["port"]),
    ],
    verbose_feature_names_out=False,
    sparse_threshold=0,
).fit(frame(learned))
codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(frame(learned)[["port"]])
prepared = {
    "train": learned,
    "test": unseen,
    "names": list(preparation.get_feature_names_out()),
    "rows": {"train": preparation.transform(frame(learned)), "test": preparation.transform(frame(unseen))},
    "codes": codes.transform(frame(unseen)[["port"]])[:, 0],
    "constant": SimpleImputer(strategy="constant").fit_transform(frame(unseen)[["sex"]])[:, 0].tolist(),
}

oracle = {
    "made by": "lib/neural-notebooks/oracles/tables.py",
    "versions": {"pandas": pandas.__version__, "scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
    "seed": seed,
    "tolerance": 1e-9,
    "x": x,
    "new": new,
    "gaps": gaps,
    "standard": fitted(StandardScaler()),
    "minmax": fitted(MinMaxScaler()),
    "minmaxRange": fitted(MinMaxScaler(feature_range=(-1, 2))),
    "imputers": {name: SimpleImputer(strategy=how).fit(gaps).statistics_ for name, how in [("mean", "mean"), ("median", "median"), ("mostFrequent", "most_frequent")]},
    "words": words,
    "ordinal": OrdinalEncoder().fit_transform([[word] for word in words])[:, 0],
    "onehot": OneHotEncoder(sparse_output=False).fit_transform([[word] for word in words]),
    "prepared": prepared,
    "quantiles": {str(share): numpy.quantile(x[:, 0], share) for share in [0, 0.01, 0.25, 0.5, 0.9, 1]},
    "describe": {"columns": numeric, "rows": {name: list(described.loc[name]) for name in described.index}},
    "grouped": grouped.to_dict("split"),
    "sorted": list(map(int, cars.sort_values(["Horsepower", "Weight_in_lbs"], ascending=[False, True], kind="stable", na_position="last").index)),
    "joins": {**joins, "outer": outer},
}
(here / "tables.json").write_text(json.dumps(plain(oracle), indent=1) + "\n")
