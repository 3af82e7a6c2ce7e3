"""Keras or PyTorch as a peer of the training bench: python training.py keras|torch, a request and an answer per line."""

import json
import math
import statistics
import sys
import time

import numpy

CLASSES = 10
VOCABULARY = 5000
TOKENS = 40
CHANNELS = 8
LABELS = 1
PATTERNS = 2
WIDTHS = {"mlp": 128, "cnn": 128, "lstm": 32, "gru": 32, "conv1d": 64, "embedding": 16}


class Task:
    """What a name such as "mlp step batch=32" asks for; training-task.ts has the same names."""

    def __init__(self, name):
        self.model, self.measure, *pairs = name.split(" ")
        self.optimizer, self.batch, self.rows, self.length = "adam", 128, 10_000, 30
        self.width, self.seconds, self.warm = WIDTHS[self.model], 1.5, 20
        for key, value in (pair.split("=") for pair in pairs):
            setattr(self, key, value if key == "optimizer" else type(getattr(self, key))(value))

    @property
    def batches(self):
        return math.ceil(self.rows / self.batch)

    @property
    def trains(self):
        return self.measure in ("memory", "step", "epoch")

    @property
    def key(self):
        return self.model, self.optimizer, self.batch, self.rows, self.width, self.length


def noise(stream, at):
    bits = (numpy.asarray(at, dtype="uint64") + stream * 0x9E3779B9).astype("uint32")
    bits = (bits ^ (bits >> 16)) * numpy.uint32(0x85EBCA6B)
    bits = (bits ^ (bits >> 13)) * numpy.uint32(0xC2B2AE35)
    return (bits ^ (bits >> 16)) / 2.0**32


def classes(rows, shape):
    size = math.prod(shape)
    labels = numpy.floor(noise(LABELS, numpy.arange(rows)) * CLASSES).astype("int64")
    at = numpy.arange(rows * size).reshape(rows, size)
    x = 0.75 * noise(0, at) + 0.25 * noise(PATTERNS, labels[:, None] * size + numpy.arange(size))
    return x.astype("float32").reshape(rows, *shape), labels.astype("float32")[:, None]


def series(rows, length):
    x = (2 * noise(0, numpy.arange(rows * length * CHANNELS)) - 1).astype("float32").reshape(rows, length, CHANNELS)
    y = 0.5 * (x[:, -1, 0].astype("float64") + x[:, -1, 1])
    return x, y.astype("float32")[:, None]


def sentences(rows):
    x = numpy.floor(noise(0, numpy.arange(rows * TOKENS)) * VOCABULARY).astype("int32").reshape(rows, TOKENS)
    y = x.sum(axis=1) > TOKENS * (VOCABULARY - 1) / 2
    return x, y.astype("float32")[:, None]


def training_set(model, rows, length):
    """Inputs and targets [rows, 1], by the formulas of training-data.ts."""
    if model == "mlp":
        return classes(rows, (784,))
    if model == "cnn":
        return classes(rows, (28, 28, 1))
    if model == "conv1d":
        return classes(rows, (100, CHANNELS))
    return sentences(rows) if model == "embedding" else series(rows, length)


def run(unit, steps=0, seconds=0.0):
    """Repeats a unit, once at the least, until both are reached.

    ms: the median, over ten or fewer windows of time, of ms per step, so that a burst of other work does not count.
    mean: ms per step over all; busy: the same in time of all threads; first, last: the unit's values.
    """
    done, first, windows = 0, None, []
    started, busy = time.perf_counter(), time.process_time()
    opened, opened_at = started, 0
    while True:
        count, value = unit()
        done += count
        first = value if first is None else first
        now = time.perf_counter()
        over = done >= steps and now - started >= seconds
        if over or now - opened >= seconds / 10:
            windows.append((now - opened) * 1000 / (done - opened_at))
            opened, opened_at = now, done
        if over:
            mean, threads = (now - started) * 1000 / done, (time.process_time() - busy) * 1000 / done
            figures = {"steps": done, "first": first, "last": value, "meanMs": mean, "busyMs": threads}
            return statistics.median(windows), figures


# Task's name → road, unit, first value, what the trials gave.
ready = {}
# Variants that were far slower with the same model's step, and are not tried again.
slow = set()


def fastest(peer, name, task):
    """Warms up every road to the same result, and takes the fastest from then on; the best of short turns counts."""
    times, firsts, problems = {}, {}, {}
    roads = {road: unit for road, unit in peer.roads(task).items() if (task.key, variant(road)) not in slow}
    for road, unit in roads.items():
        try:
            firsts[road] = run(unit, steps=task.warm if task.trains else 1)[1]["first"]
            times[road] = run(unit, seconds=task.seconds / 6)[0]
        except Exception as error:
            problems[road] = str(error)[:200]
    for _ in range(2):
        for road in times:
            # Another turn only for those that may win.
            if times[road] < 3 * min(times.values()):
                times[road] = min(times[road], run(roads[road], seconds=task.seconds / 6)[0])
    if not times:
        raise RuntimeError(f"no road works: {problems}")
    if task.measure == "step":
        for kind in {variant(road) for road in times}:
            if kind and min(times[road] for road in times if variant(road) == kind) > 2 * min(times.values()):
                slow.add((task.key, kind))
    road = min(times, key=times.get)
    ready[name] = road, roads[road], firsts[road], {"roads": times, **({"broken": problems} if problems else {})}


def variant(road):
    """What a road is beside the function it calls: "fit, XLA" is of the variant ["XLA"]."""
    return tuple(road.split(", ")[1:])


def measure(peer, name):
    task = Task(name)
    if task.measure == "helper":
        return {"problem": "has no such operation"}
    if task.measure == "memory":
        return figure(peer, task, *run(next(iter(peer.roads(task).values()))))
    if name not in ready:
        fastest(peer, name, task)
    road, unit, first, others = ready[name]
    if task.measure == "step":
        run(unit, steps=3)
    milliseconds, details = run(unit, seconds=task.seconds)
    return figure(peer, task, milliseconds, {**details, "first": first, "road": road, **others})


def figure(peer, task, milliseconds, details):
    details |= {"parameters": peer.parameters(task), "peakMB": peak_megabytes()}
    return {"ms": milliseconds, "check": 1 if math.isfinite(details["last"]) else 0, "details": details}


def peak_megabytes():
    """The largest resident memory so far; Linux counts it for the program itself, getrusage also for what started it."""
    try:
        with open("/proc/self/status", encoding="utf8") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        # macOS counts bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def main(which):
    if which == "keras":
        from training_keras import KerasPeer as Peer
    else:
        from training_torch import TorchPeer as Peer
    peer = Peer()
    for line in sys.stdin:
        name = json.loads(line)["operation"]
        try:
            answer = {"ms": 0, "check": 1, "details": peer.versions()} if name == "start" else measure(peer, name)
        except Exception as error:
            answer = {"problem": f"failed: {error}"}
        # JSON knows no NaN.
        print(json.dumps(clean(answer)), flush=True)


def clean(value):
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    main(sys.argv[1])
