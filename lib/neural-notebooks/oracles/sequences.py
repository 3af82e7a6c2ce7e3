"""Writes what Keras makes of small series and texts into sequences.json, for the tests of tensors.

Run: python lib/neural-notebooks/oracles/sequences.py (needs tensorflow; the versions used stand in the file).
"""
import itertools
import json
import pathlib

import keras
import numpy
import tensorflow

here = pathlib.Path(__file__).parent
seed = 11
random = numpy.random.default_rng(seed)

steps = 17
series = numpy.column_stack([numpy.arange(steps), 100 + numpy.arange(steps)]).astype(float)


def windows(length, rate, stride, gap, horizon):
    """Keras gives each window the target at its own index: the targets are shifted by the delay."""
    delay = (length - 1) * rate + 1 + gap
    told = numpy.column_stack([series[delay + step : steps - horizon + 1 + step, 1] for step in range(horizon)]) if horizon else None
    usable = {"targets": told, "sequence_length": length, "sampling_rate": rate, "sequence_stride": stride, "batch_size": None}
    made = list(keras.utils.timeseries_dataset_from_array(series, **usable))
    x, y = ([item[0] for item in made], [item[1] for item in made]) if horizon else (made, [])
    options = {"windowLength": length, "samplingRate": rate, "stride": stride, "gap": gap, "horizon": horizon}
    return {"options": options, "x": numpy.array(x).tolist(), "y": numpy.array(y).tolist()}


cases = itertools.product([1, 3, 4], [1, 2, 3], [1, 2], [0, 2], [0, 1, 2])

# Each word has a frequency of its own, as Keras orders equally frequent words from z to a.
words = ["the", "cat", "dog", "sat", "mat", "ran", "it's", "über"]
drawn = [word for count, word in enumerate(reversed(words), 1) for _ in range(count)]
random.shuffle(drawn)
texts = [" ".join(drawn[start : start + 6]).capitalize() + [".", "!", "?"][start % 3] for start in range(0, len(drawn), 6)]
fresh = ["The bird sat, the cat ran!", "", "  dog   dog\tIT'S ", "nobody knows"]


def vectorized(mode, **options):
    layer = keras.layers.TextVectorization(output_mode=mode, **options)
    layer.adapt(texts)
    return {"vocabulary": [str(word) for word in layer.get_vocabulary()], "rows": layer(tensorflow.constant(fresh)).numpy().tolist()}


# Lower-casing is that of ASCII in TensorFlow unless told, so "Über" never stands at a text's beginning here.
assert not any(text.startswith("Ü") for text in texts), texts

sequences = [[1], [2, 3, 4], [], [5, 6]]
paddings = [
    {"length": length, "padding": padding, "truncating": truncating, "value": 9}
    for length, padding, truncating in itertools.product([2, 4], ["pre", "post"], ["pre", "post"])
]

oracle = {
    "made by": "lib/neural-notebooks/oracles/sequences.py",
    "versions": {"Keras": keras.__version__, "TensorFlow": tensorflow.__version__},
    "seed": seed,
    "tolerance": 1e-6,
    "series": series.tolist(),
    "windows": [windows(*case) for case in cases],
    "texts": texts,
    "fresh": fresh,
    "tokens": {
        "int": vectorized("int"),
        "short": vectorized("int", output_sequence_length=3, max_tokens=6),
        "multiHot": vectorized("multi_hot"),
        "count": vectorized("count"),
        "tfIdf": vectorized("tf_idf"),
        "character": vectorized("int", split="character"),
    },
    "sequences": sequences,
    "padded": [
        {
            "options": options,
            "rows": keras.utils.pad_sequences(
                sequences, options["length"], padding=options["padding"], truncating=options["truncating"], value=options["value"]
            ).tolist(),
        }
        for options in paddings
    ],
}
(here / "sequences.json").write_text(json.dumps(oracle, ensure_ascii=False) + "\n")
