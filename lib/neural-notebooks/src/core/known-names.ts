/** The names that TensorFlow.js knows for losses, optimizers, metrics, activations and so on, and errors for unknown ones. */
import type { NeuralNotebooksError } from "./errors";
import { UnknownNameError } from "./errors";
import { closeNames } from "./suggest";

/** Names by kind, as TensorFlow.js 4.22 accepts them. */
export const KNOWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  loss: [
    "meanSquaredError",
    "meanAbsoluteError",
    "meanAbsolutePercentageError",
    "meanSquaredLogarithmicError",
    "binaryCrossentropy",
    "categoricalCrossentropy",
    "sparseCategoricalCrossentropy",
    "hinge",
    "squaredHinge",
    "categoricalHinge",
    "logcosh",
    "kullbackLeiblerDivergence",
    "poisson",
    "cosineProximity",
  ],
  optimizer: ["sgd", "adam", "adamax", "adagrad", "adadelta", "rmsprop"],
  metric: ["accuracy", "binaryAccuracy", "categoricalAccuracy", "precision", "mse", "mae", "mape", "cosine"],
  activation: [
    "relu",
    "sigmoid",
    "tanh",
    "softmax",
    "linear",
    "elu",
    "selu",
    "relu6",
    "hardSigmoid",
    "softplus",
    "softsign",
    "swish",
    "mish",
    "gelu",
    "gelu_new",
    "logSoftmax",
  ],
  initializer: [
    "glorotUniform",
    "glorotNormal",
    "heUniform",
    "heNormal",
    "leCunUniform",
    "leCunNormal",
    "randomUniform",
    "randomNormal",
    "truncatedNormal",
    "zeros",
    "ones",
    "orthogonal",
    "identity",
  ],
  regularizer: ["l1l2"],
  constraint: ["maxNorm", "minMaxNorm", "nonNeg", "unitNorm"],
};

/** Short names of metrics whose long names TensorFlow.js accepts for losses only. */
const METRIC_SHORT_NAMES: Readonly<Record<string, string>> = {
  meanSquaredError: "mse",
  meanAbsoluteError: "mae",
};

/** Names that Keras accepts and TensorFlow.js does not. */
const KERAS_ALIASES: Readonly<Record<string, string>> = {
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  msle: "meanSquaredLogarithmicError",
  bce: "binaryCrossentropy",
  crossentropy: "categoricalCrossentropy",
  crossEntropy: "categoricalCrossentropy",
  kld: "kullbackLeiblerDivergence",
  silu: "swish",
  l1: "l1l2",
  l2: "l1l2",
};

/**
 * Reads TensorFlow.js' error about a name that it does not know.
 *
 * @param error - What was thrown.
 * @param verb - What could not be done.
 * @returns The typed error; `undefined` when the error is about something else.
 */
export function explainName(error: Error, verb: string): NeuralNotebooksError | undefined {
  const found =
    /^Unknown (loss|optimizer|metric|activation|initializer|regularizer|constraint):? (\S*?)\.?(?:\s|$)/i.exec(
      error.message,
    );
  if (!found) return undefined;
  const kind = (found[1] as string).toLowerCase();
  const received = found[2] as string;
  const known = KNOWN_NAMES[kind] as readonly string[];
  const others = kind === "metric" ? METRIC_SHORT_NAMES : KERAS_ALIASES;
  const keras = Object.hasOwn(others, received) ? others[received] : undefined;
  const close = keras && known.includes(keras) ? [keras] : closeNames(received, known).slice(0, 2);
  const article = /^[aio]/.test(kind) ? "an" : "a";
  const hint = close.length > 0 ? ` Did you mean ${close.map((name) => `"${name}"`).join(" or ")}?` : "";
  const regularizer =
    kind === "regularizer" ? " For one with a strength write tf.regularizers.l2({ l2: 0.01 })." : "";
  return new UnknownNameError(
    `Cannot ${verb}: "${received}" is not the name of ${article} ${kind}.${hint}${regularizer} ` +
      `Known are ${known.map((name) => `"${name}"`).join(", ")}.`,
    { cause: error },
  );
}
