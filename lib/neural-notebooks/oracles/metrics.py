"""Writes metrics.json: what scikit-learn and scipy compute for the metrics of lib/evaluation and least squares.

Run:  python lib/neural-notebooks/oracles/metrics.py     (needs scikit-learn==1.9.1 and scipy==1.17.1)
The tests compare to 1e-12.
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.linear_model import LinearRegression, Ridge

SEED = 5
random = np.random.default_rng(SEED)


def classification():
    y_true = random.integers(0, 4, 120)
    y_pred = np.where(random.random(120) < 0.6, y_true, random.integers(0, 4, 120))
    y_pred[y_pred == 3] = 2  # One class is never predicted.
    result = {
        "yTrue": y_true.tolist(), "yPred": y_pred.tolist(), "accuracy": metrics.accuracy_score(y_true, y_pred),
        "confusion": metrics.confusion_matrix(y_true, y_pred).tolist(),
        "perClass": [part.tolist() for part in metrics.precision_recall_fscore_support(y_true, y_pred, zero_division=0)],
    }
    for average in ("macro", "micro", "weighted"):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(y_true, y_pred, average=average, zero_division=0)
        result[average] = {"precision": precision, "recall": recall, "f1": f1}
    probabilities = random.dirichlet(np.ones(4), 120)
    result["probabilities"] = probabilities.tolist()
    result["logLoss"] = metrics.log_loss(y_true, probabilities, labels=[0, 1, 2, 3])
    return result


def binary():
    y_true = random.integers(0, 2, 80)
    scores = np.round(random.normal(y_true * 0.8, 1), 1)  # Rounded, so that there are ties.
    false_positive, true_positive, thresholds = metrics.roc_curve(y_true, scores, drop_intermediate=False)
    probabilities = 1 / (1 + np.exp(-scores))
    precision, recall, pr_thresholds = metrics.precision_recall_curve(y_true, scores)
    return {
        "yTrue": y_true.tolist(), "scores": scores.tolist(), "fpr": false_positive.tolist(), "tpr": true_positive.tolist(),
        "thresholds": thresholds[1:].tolist(), "auc": metrics.roc_auc_score(y_true, scores),
        "logLoss": metrics.log_loss(y_true, probabilities), "brier": metrics.brier_score_loss(y_true, probabilities),
        "precision": precision.tolist(), "recall": recall.tolist(), "prThresholds": pr_thresholds.tolist(),
        "averagePrecision": metrics.average_precision_score(y_true, scores),
    }


def regression():
    y_true = random.normal(10, 3, 50)
    y_pred = y_true + random.normal(0, 1, 50)
    return {
        "yTrue": y_true.tolist(), "yPred": y_pred.tolist(), "mae": metrics.mean_absolute_error(y_true, y_pred),
        "rmse": metrics.root_mean_squared_error(y_true, y_pred), "mse": metrics.mean_squared_error(y_true, y_pred),
        "mape": metrics.mean_absolute_percentage_error(y_true, y_pred), "r2": metrics.r2_score(y_true, y_pred),
        "medianAbsoluteError": metrics.median_absolute_error(y_true, y_pred),
    }


def least_squares():
    x = random.normal(0, [1, 10, 0.1], (40, 3)) + [5, -20, 1000]
    y = x @ [2, -0.5, 30] + 7 + random.normal(0, 1, 40)
    plain, ridge = LinearRegression().fit(x, y), Ridge(alpha=3, solver="svd").fit(x, y)
    return {
        "x": x.tolist(), "y": y.tolist(), "w": plain.coef_.tolist(), "b": plain.intercept_,
        "ridge": 3, "ridgeW": ridge.coef_.tolist(), "ridgeB": ridge.intercept_,
    }


def intervals():
    result = []
    for correct, count, confidence in [(84, 100, 0.95), (0, 10, 0.95), (10, 10, 0.95), (451, 600, 0.99), (9120, 10000, 0.95), (3, 7, 0.5)]:
        interval = binomtest(correct, count).proportion_ci(confidence_level=confidence, method="wilson")
        result.append({"correct": correct, "count": count, "confidence": confidence, "low": float(interval.low), "high": float(interval.high)})
    return result


content = {
    "madeBy": "lib/neural-notebooks/oracles/metrics.py", "scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__,
    "python": platform.python_version(), "seed": SEED,
    "classification": classification(), "binary": binary(), "regression": regression(), "leastSquares": least_squares(), "wilson": intervals(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(content) + "\n")
