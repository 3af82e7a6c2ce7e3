"""Writes networks.json: what PyTorch computes for activations, losses, gradients and optimizer steps.

Run:  python lib/neural-notebooks/oracles/networks.py     (needs torch==2.13.0, CPU)
All numbers are float64; the tests compare to 1e-9 unless they say otherwise.
"""

import json
import platform
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
SEED = 7


def listed(tensor):
    return tensor.detach().tolist()


def activations():
    z = [-30.0, -3.0, -1.5, -0.2, 0.0, 0.3, 1.0, 2.5, 30.0]
    functions = {
        "linear": lambda t: t * 1.0,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leakyRelu": lambda t: torch.nn.functional.leaky_relu(t, 0.01),
        "elu": torch.nn.functional.elu,
        "softplus": torch.nn.functional.softplus,
    }
    result = {"z": z, "functions": {}}
    for name, function in functions.items():
        t = torch.tensor(z, requires_grad=True)
        a = function(t)
        a.sum().backward()
        result["functions"][name] = {"f": listed(a), "df": listed(t.grad)}
    scores = torch.tensor([2.0, -1.0, 0.5])
    result["softmax"] = {
        "z": listed(scores),
        "a": listed(torch.softmax(scores, 0)),
        "jacobian": listed(torch.autograd.functional.jacobian(lambda t: torch.softmax(t, 0), scores)),
    }
    return result


def losses():
    functional = torch.nn.functional
    cases = {
        "meanSquaredError": (functional.mse_loss, [0.2, -1.0, 3.0], [0.0, 0.5, 2.0]),
        "meanAbsoluteError": (functional.l1_loss, [0.2, -1.0, 3.0], [0.0, 0.5, 2.0]),
        "huber": (functional.huber_loss, [0.2, -1.0, 3.0], [0.0, 0.5, 1.5]),
        "binaryCrossentropy": (functional.binary_cross_entropy, [0.2, 0.9, 0.55], [0.0, 1.0, 1.0]),
        "categoricalCrossentropy": (lambda p, t: -(t * p.log()).sum(), [0.2, 0.7, 0.1], [0.0, 1.0, 0.0]),
        "sigmoidCrossentropy": (functional.binary_cross_entropy_with_logits, [-2.0, 40.0, 0.5], [0.0, 1.0, 1.0]),
        "softmaxCrossentropy": (lambda z, t: functional.cross_entropy(z[None], t[None]), [2.0, -1.0, 0.5], [0.0, 0.0, 1.0]),
    }
    result = {}
    for name, (function, answers, truth) in cases.items():
        y_hat = torch.tensor(answers, requires_grad=True)
        value = function(y_hat, torch.tensor(truth))
        value.backward()
        result[name] = {"yHat": answers, "y": truth, "value": value.item(), "gradient": listed(y_hat.grad)}
    return result


def networks():
    """Gradients of small nets: every hidden activation, every output and loss."""
    generator = torch.Generator().manual_seed(SEED)
    functional = torch.nn.functional
    hidden = {
        "tanh": torch.tanh,
        "relu": torch.relu,
        "sigmoid": torch.sigmoid,
        "elu": functional.elu,
        "leakyRelu": lambda t: functional.leaky_relu(t, 0.01),
        "softplus": functional.softplus,
    }
    heads = [
        ("linear", "meanSquaredError", lambda z, t: functional.mse_loss(z, t)),
        ("linear", "huber", lambda z, t: functional.huber_loss(z, t)),
        ("sigmoid", "binaryCrossentropy", lambda z, t: functional.binary_cross_entropy_with_logits(z, t)),
        ("softmax", "categoricalCrossentropy", lambda z, t: functional.cross_entropy(z, t)),
        ("softmax", "meanSquaredError", lambda z, t: functional.mse_loss(torch.softmax(z, 1), t)),
    ]
    result = []
    for index, (hidden_name, function) in enumerate(hidden.items()):
        for head, loss_name, loss_function in heads:
            sizes = [3, 4, 5, 2] if index % 2 else [3, 4, 2]
            weights = [torch.randn(a, b, generator=generator).requires_grad_() for a, b in zip(sizes, sizes[1:])]
            biases = [torch.randn(b, generator=generator).requires_grad_() for b in sizes[1:]]
            x = torch.randn(6, 3, generator=generator)
            classes = torch.randint(0, 2, (6,), generator=generator)
            y = functional.one_hot(classes, 2).double() if head != "linear" else torch.randn(6, 2, generator=generator)
            a = x
            for layer, (w, b) in enumerate(zip(weights, biases)):
                a = a @ w + b
                if layer < len(weights) - 1:
                    a = function(a)
            loss = loss_function(a, y)
            loss.backward()
            result.append({
                "hidden": hidden_name, "output": head, "lossName": loss_name, "x": listed(x), "y": listed(y),
                "w": [listed(w) for w in weights], "b": [listed(b) for b in biases], "loss": loss.item(),
                "wGradients": [listed(w.grad) for w in weights], "bGradients": [listed(b.grad) for b in biases],
            })
    return result


def optimizers():
    """Ten steps of each optimizer on f(w) = sum(c (w - t)^2) + w0 w1, whose gradient the test writes down."""
    rate = 0.05
    makers = {
        "sgd": lambda p: torch.optim.SGD(p, lr=rate),
        "momentum": lambda p: torch.optim.SGD(p, lr=rate, momentum=0.9),
        "nesterov": lambda p: torch.optim.SGD(p, lr=rate, momentum=0.9, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=rate, eps=1e-8),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=rate, alpha=0.9, eps=1e-8),
        "adam": lambda p: torch.optim.Adam(p, lr=rate, eps=1e-8),
        "adamw": lambda p: torch.optim.AdamW(p, lr=rate, eps=1e-8, weight_decay=0.1),
    }
    curvature, target = torch.tensor([1.0, 4.0]), torch.tensor([1.0, -2.0])
    result = {"learningRate": rate, "weightDecay": 0.1, "curvature": listed(curvature), "target": listed(target), "start": [3.0, 2.0], "paths": {}}
    for name, make in makers.items():
        w = torch.tensor([3.0, 2.0], requires_grad=True)
        rule = make([w])
        path = [listed(w)]
        for _ in range(10):
            rule.zero_grad()
            ((curvature * (w - target) ** 2).sum() + w[0] * w[1]).backward()
            rule.step()
            path.append(listed(w))
        result["paths"][name] = path
    return result


def attention():
    generator = torch.Generator().manual_seed(SEED)
    q, k, v = (torch.randn(1, 1, rows, 4, generator=generator) for rows in (3, 5, 5))
    square = [torch.randn(1, 1, 4, 4, generator=generator) for _ in range(3)]
    attend = torch.nn.functional.scaled_dot_product_attention
    layer = torch.nn.MultiheadAttention(8, 2, bias=True, batch_first=True)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.5)
    x = torch.randn(2, 5, 8, generator=generator)
    mask = torch.nn.Transformer.generate_square_subsequent_mask(5, dtype=torch.float64)
    plain, plain_weights = layer(x, x, x, average_attn_weights=False)
    causal, causal_weights = layer(x, x, x, attn_mask=mask, average_attn_weights=False)
    w, b = layer.in_proj_weight.reshape(3, 8, 8), layer.in_proj_bias.reshape(3, 8)
    return {
        "plain": {"q": listed(q[0, 0]), "k": listed(k[0, 0]), "v": listed(v[0, 0]), "output": listed(attend(q, k, v)[0, 0])},
        "causal": {"q": listed(square[0][0, 0]), "k": listed(square[1][0, 0]), "v": listed(square[2][0, 0]), "output": listed(attend(*square, is_causal=True)[0, 0])},
        "multiHead": {
            "heads": 2, "x": listed(x),
            # PyTorch computes x W^T + b; a tfjs kernel is W^T.
            "kernels": [listed(part.T) for part in w] + [listed(layer.out_proj.weight.T)],
            "biases": [listed(part) for part in b] + [listed(layer.out_proj.bias)],
            "output": listed(plain), "weights": listed(plain_weights), "causalOutput": listed(causal), "causalWeights": listed(causal_weights),
        },
    }


def main():
    content = {
        "madeBy": "lib/neural-notebooks/oracles/networks.py", "torch": torch.__version__, "python": platform.python_version(), "seed": SEED,
        "activations": activations(), "losses": losses(), "networks": networks(), "optimizers": optimizers(), "attention": attention(),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(content) + "\n")


main()
