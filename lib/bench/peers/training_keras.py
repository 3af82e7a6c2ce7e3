"""The models of the training bench in Keras on TensorFlow, and the ways in which Keras can train them."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import tensorflow as tf
from keras import layers

from training import training_set

# One call of fit on the ready batch has so many steps, so that its own start does not count.
STEPS = 50

BODIES = {
    "mlp": lambda task: [
        keras.Input((784,)),
        layers.Dense(task.width, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ],
    "cnn": lambda task: [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(task.width, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ],
    "lstm": lambda task: [
        keras.Input((task.length, 8)),
        layers.LSTM(task.width, recurrent_activation="sigmoid"),
        layers.Dense(1),
    ],
    # Gates as in TensorFlow.js, whose GRU resets before the recurrent product.
    "gru": lambda task: [
        keras.Input((task.length, 8)),
        layers.GRU(task.width, recurrent_activation="sigmoid", reset_after=False),
        layers.Dense(1),
    ],
    "conv1d": lambda task: [
        keras.Input((100, 8)),
        layers.Conv1D(32, 5, activation="relu"),
        layers.MaxPooling1D(2),
        layers.Conv1D(64, 5, activation="relu"),
        layers.GlobalAveragePooling1D(),
        layers.Dense(10, activation="softmax"),
    ],
    "embedding": lambda task: [
        keras.Input((40,), dtype="int32"),
        layers.Embedding(5000, 32),
        layers.GlobalAveragePooling1D(),
        layers.Dense(task.width, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ],
}

LOSSES = {"lstm": "mean_squared_error", "gru": "mean_squared_error", "embedding": "binary_crossentropy"}

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.01),
    "momentum": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
    "nesterov": lambda: keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.001, rho=0.9),
    "adam": lambda: keras.optimizers.Adam(0.001),
}


class KerasPeer:
    def __init__(self):
        self.models, self.sets = {}, {}

    def versions(self):
        intra = tf.config.threading.get_intra_op_parallelism_threads() or os.environ.get("TF_NUM_INTRAOP_THREADS")
        return {"keras": keras.__version__, "tensorflow": tf.__version__, "threads": intra}

    def data(self, task):
        key = task.model, task.rows, task.length
        if key not in self.sets:
            self.sets[key] = training_set(task.model, task.rows, task.length)
        return self.sets[key]

    def model(self, task, jit):
        key = *task.key, jit
        if key not in self.models:
            model = keras.Sequential(BODIES[task.model](task))
            loss = LOSSES.get(task.model, "sparse_categorical_crossentropy")
            # On a processor "auto" means no XLA.
            model.compile(optimizer=OPTIMIZERS[task.optimizer](), loss=loss, jit_compile=True if jit else "auto")
            self.models[key] = model
        return self.models[key]

    def parameters(self, task):
        return self.model(task, False).count_params()

    def roads(self, task):
        names = {}
        for jit in (False, True):
            for road, unit in self.plain_roads(task, self.model(task, jit)).items():
                names[f"{road}, XLA" if jit else road] = unit
        return names

    def plain_roads(self, task, model):
        x, y = self.data(task)
        batch = task.batch
        if task.measure == "step":
            first = tf.constant(x[:batch]), tf.constant(y[:batch])
            count = min(STEPS, max(1, task.warm * 5))
            repeated = tf.data.Dataset.from_tensors(first).repeat(count)
            return {
                "train_on_batch": lambda: (1, float(model.train_on_batch(*first))),
                "fit": lambda: (count, model.fit(repeated, epochs=1, verbose=0).history["loss"][-1]),
            }
        if task.measure in ("memory", "epoch"):
            fit = lambda: model.fit(x, y, batch_size=batch, epochs=1, verbose=0).history["loss"][-1]
            return {"fit": lambda: (task.batches, fit())}
        if task.measure == "evaluate":
            return {"evaluate": lambda: (1, float(model.evaluate(x, y, batch_size=batch, verbose=0)))}
        if task.measure == "predict":
            return {"predict": lambda: (1, float(model.predict(x, batch_size=batch, verbose=0).sum()))}
        raise ValueError("has no such operation")
