"""The models of the training bench in PyTorch, with a plain loop."""

import os

import numpy
import torch
from torch import nn

from training import training_set

# As TensorFlow does in its own threads; numbers near nothing would slow the optimizer's state down by and by.
torch.set_flush_denormal(True)
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


class LastStep(nn.Module):
    def __init__(self, recurrent):
        super().__init__()
        self.recurrent = recurrent

    def forward(self, x):
        return self.recurrent(x)[0][:, -1]


class Mean(nn.Module):
    def __init__(self, axis):
        super().__init__()
        self.axis = axis

    def forward(self, x):
        return x.mean(self.axis)


BODIES = {
    "mlp": lambda task: [nn.Linear(784, task.width), nn.ReLU(), nn.Linear(task.width, 10)],
    "cnn": lambda task: [
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, task.width),
        nn.ReLU(),
        nn.Linear(task.width, 10),
    ],
    "lstm": lambda task: [LastStep(nn.LSTM(8, task.width, batch_first=True)), nn.Linear(task.width, 1)],
    "gru": lambda task: [LastStep(nn.GRU(8, task.width, batch_first=True)), nn.Linear(task.width, 1)],
    "conv1d": lambda task: [
        nn.Conv1d(8, 32, 5),
        nn.ReLU(),
        nn.MaxPool1d(2),
        nn.Conv1d(32, 64, 5),
        nn.ReLU(),
        Mean(2),
        nn.Linear(64, 10),
    ],
    "embedding": lambda task: [
        nn.Embedding(5000, 32),
        Mean(1),
        nn.Linear(32, task.width),
        nn.ReLU(),
        nn.Linear(task.width, 1),
    ],
}

LOSSES = {"lstm": nn.MSELoss, "gru": nn.MSELoss, "embedding": nn.BCEWithLogitsLoss}
OUTPUTS = {"lstm": lambda z: z, "gru": lambda z: z, "embedding": torch.sigmoid}

OPTIMIZERS = {
    "sgd": lambda p, fused: torch.optim.SGD(p, 0.01, fused=fused),
    "momentum": lambda p, fused: torch.optim.SGD(p, 0.01, momentum=0.9, fused=fused),
    "nesterov": lambda p, fused: torch.optim.SGD(p, 0.01, momentum=0.9, nesterov=True, fused=fused),
    "rmsprop": lambda p, fused: torch.optim.RMSprop(p, 0.001, alpha=0.9),
    "adam": lambda p, fused: torch.optim.Adam(p, 0.001, fused=fused),
}


class TorchPeer:
    def __init__(self):
        self.models, self.sets = {}, {}

    def versions(self):
        return {"torch": torch.__version__, "threads": torch.get_num_threads()}

    def data(self, task):
        key = task.model, task.rows, task.length
        if key not in self.sets:
            x, y = training_set(task.model, task.rows, task.length)
            if task.model in ("cnn", "conv1d"):
                # PyTorch has the channels before the places.
                x = numpy.ascontiguousarray(numpy.moveaxis(x, -1, 1))
            y = torch.from_numpy(y)
            classes = task.model not in LOSSES
            self.sets[key] = torch.from_numpy(x), y[:, 0].long() if classes else y
        return self.sets[key]

    def model(self, task, fused=False, last=False):
        key = *task.key, fused, last
        if key not in self.models:
            model = nn.Sequential(*BODIES[task.model](task))
            if last:
                model = model.to(memory_format=torch.channels_last)
            optimizer = OPTIMIZERS[task.optimizer](model.parameters(), fused)
            self.models[key] = model, LOSSES.get(task.model, nn.CrossEntropyLoss)(), optimizer
        return self.models[key]

    def parameters(self, task):
        return sum(parameter.numel() for parameter in self.model(task)[0].parameters())

    def roads(self, task):
        fusions = [False, True] if task.trains and task.optimizer != "rmsprop" else [False]
        names = {}
        for fused in fusions:
            for last in [False, True] if task.model == "cnn" else [False]:
                words = ["loop", *(["fused optimizer"] if fused else []), *(["channels last"] if last else [])]
                names[", ".join(words)] = self.unit(task, *self.model(task, fused, last))
        return names

    def unit(self, task, model, loss_of, optimizer):
        x, y = self.data(task)
        output_of = OUTPUTS.get(task.model, lambda z: torch.softmax(z, 1))

        def step(inputs, targets):
            optimizer.zero_grad()
            loss = loss_of(model(inputs), targets)
            loss.backward()
            optimizer.step()
            return loss.item()

        def parts():
            return zip(x.split(task.batch), y.split(task.batch))

        def epoch():
            total = 0.0
            for rows in torch.randperm(task.rows).split(task.batch):
                total += step(x[rows], y[rows]) * len(rows)
            return task.batches, total / task.rows

        @torch.inference_mode()
        def evaluate():
            return 1, sum(loss_of(model(inputs), targets).item() * len(inputs) for inputs, targets in parts()) / task.rows

        @torch.inference_mode()
        def predict():
            return 1, float(torch.cat([output_of(model(inputs)) for inputs, _ in parts()]).numpy().sum())

        if task.measure == "step":
            first = x[: task.batch], y[: task.batch]
            return lambda: (1, step(*first))
        return {"memory": epoch, "epoch": epoch, "evaluate": evaluate, "predict": predict}[task.measure]
