/** The exercises of lesson 07: parameters of a stack, updates of a run, heads for three tasks, a network built. */
import { loadTf } from "../../core/load-tf";
import type { LayersModel } from "../../core/tf";
import { problem, unlessClose } from "../problem";
import type { Finding } from "../verdict";

type Count = (sizes: number[]) => number;

const countOf: Count = (sizes) =>
  sizes.slice(1).reduce((sum, units, l) => sum + ((sizes[l] ?? 0) + 1) * units, 0);

/** Parameters of a stack of dense layers. */
export const countParameters = problem<Count>({
  id: "07-deep-networks/count-parameters",
  takeaway: "Each layer has (inputs + 1) · units: weights and one bias for each unit.",
  check: (count) => {
    const actual = count([6, 16, 16, 1]);
    return (
      unlessClose(actual, 401, { why: whyCount(actual), of: "[6, 16, 16, 1]" }) ??
      unlessClose(count([784, 10]), 7850, {
        why: "Without a hidden layer there is one layer, from the inputs to the outputs: 784 · 10 + 10.",
        of: "[784, 10]",
      })
    );
  },
  hints: [
    "How many layers do four sizes make? What does each take in, and how many units has it?",
    "Layer l goes from sizes[l] to sizes[l + 1]: (sizes[l] + 1) · sizes[l + 1] parameters.",
    "sizes.slice(1) holds the units of each layer; in sizes.slice(1).reduce((sum, units, l) => …, 0), sizes[l] is what the layer takes in.",
  ],
  stub: "const countParameters = (sizes: number[]): number => todo;",
  solution: `const countParameters = (sizes: number[]): number =>
  sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);`,
  variable: "countParameters",
  equivalents: [
    (sizes) => {
      let sum = 0;
      for (let l = 1; l < sizes.length; l++) sum += (sizes[l - 1] ?? 0) * (sizes[l] ?? 0) + (sizes[l] ?? 0);
      return sum;
    },
    ([first = 0, ...rest]) =>
      rest.reduce(({ sum, before }, units) => ({ sum: sum + units + before * units, before: units }), {
        sum: 0,
        before: first,
      }).sum,
  ],
  mistakes: [
    {
      answer: (sizes) => sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] ?? 0) * units, 0),
      says: /biases are missing/,
    },
    { answer: (sizes) => sizes.reduce((sum, units) => sum + units, 0), says: /units/ },
    { answer: (sizes) => countOf(sizes) + (sizes[0] ?? 0), says: /inputs have no bias/ },
    {
      answer: (sizes) => sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] ?? 0) * (units + 1), 0),
      says: /wrong side/,
    },
  ],
});

function whyCount(actual: number): string {
  if (actual === 368) return "The biases are missing: each unit of a layer has one.";
  if (actual === 39)
    return "That is the number of inputs and units; a layer joins each unit to all that comes in.";
  if (actual === 407) return "The inputs have no bias: they are not computed.";
  if (actual === 406)
    return "The 1 for the bias is on the wrong side: (inputs + 1) · units, not inputs · (units + 1).";
  return "Add (inputs + 1) · units over the layers; the sizes before and after make a layer.";
}

type CountUpdates = (run: { rows: number; batchSize: number; epochs: number }) => number;

/** Updates of a training. */
export const countUpdates = problem<CountUpdates>({
  id: "07-deep-networks/count-updates",
  takeaway: "One update per batch; the last batch of an epoch may be smaller, and counts as well.",
  check: (count) => {
    const actual = count({ rows: 236, batchSize: 32, epochs: 60 });
    return (
      unlessClose(actual, 480, { why: whyUpdates(actual), of: "236 rows, batches of 32, 60 epochs" }) ??
      unlessClose(count({ rows: 64, batchSize: 32, epochs: 3 }), 6, {
        why: "Where the rows fill the batches there is no smaller one: 2 per epoch.",
        of: "64 rows, batches of 32, 3 epochs",
      })
    );
  },
  hints: [
    "How many batches has one epoch?",
    "236 rows make 7 full batches of 32 and one of 12: round up.",
    "Math.ceil rounds up. And how often does the training go through all rows?",
  ],
  stub: "const countUpdates = (run: { rows: number; batchSize: number; epochs: number }): number => todo;",
  solution: `const countUpdates = (run: { rows: number; batchSize: number; epochs: number }): number =>
  Math.ceil(run.rows / run.batchSize) * run.epochs;`,
  variable: "countUpdates",
  equivalents: [
    ({ rows, batchSize, epochs }) => epochs * (Math.floor(rows / batchSize) + Number(rows % batchSize > 0)),
    ({ rows, batchSize, epochs }) => {
      let updates = 0;
      for (let epoch = 0; epoch < epochs; epoch++)
        for (let start = 0; start < rows; start += batchSize) updates++;
      return updates;
    },
  ],
  mistakes: [
    { answer: ({ rows, batchSize, epochs }) => Math.floor(rows / batchSize) * epochs, says: /left over/ },
    { answer: ({ rows, batchSize }) => Math.ceil(rows / batchSize), says: /one epoch/ },
    {
      answer: ({ rows, batchSize, epochs }) => Math.ceil((rows * epochs) / batchSize),
      says: /does not reach/,
    },
    { answer: ({ rows, epochs }) => rows * epochs, says: /per batch/ },
  ],
});

function whyUpdates(actual: number): string {
  if (actual === 420) return "The 12 rows left over make a batch too: round up.";
  if (actual === 8) return "That is one epoch; there are 60.";
  if (actual === 443)
    return "A batch does not reach into the next epoch: round up within each epoch, then multiply.";
  if (actual === 14160) return "There is one update per batch, not per row.";
  return "Batches per epoch, rounded up, times epochs.";
}

/** What the learner chooses for a task. */
type Head = { units: number; activation: "linear" | "sigmoid" | "softmax"; loss: string };
type Heads = { price: Head; spam: Head; digit: Head };

const RIGHT: Heads = {
  price: { units: 1, activation: "linear", loss: "meanSquaredError" },
  spam: { units: 1, activation: "sigmoid", loss: "binaryCrossentropy" },
  digit: { units: 10, activation: "softmax", loss: "categoricalCrossentropy" },
};
const PRICE_LOSSES = ["meanSquaredError", "meanAbsoluteError", "huberLoss"];
const DIGIT_LOSSES = ["categoricalCrossentropy", "sparseCategoricalCrossentropy"];

/** Heads for a number, yes or no, and one of ten. */
export const heads = problem<Heads>({
  id: "07-deep-networks/heads",
  takeaway: "A number: linear. Yes or no: one sigmoid. One of ten: ten units with softmax.",
  check: (answer) => findPrice(answer.price) ?? findSpam(answer.spam) ?? findDigit(answer.digit),
  hints: [
    "Ask of each: may the answer be any number, a probability, or several probabilities that add up to 1?",
    "A number takes one unit without a bend, yes or no one unit that stays between 0 and 1, one of ten a unit for each.",
    "A number goes with a distance; a probability with a cross-entropy, binary for one, categorical for several. The table of the section on heads has the names.",
  ],
  stub: "const heads: { price: Head; spam: Head; digit: Head } = todo;",
  solution: `const heads: { price: Head; spam: Head; digit: Head } = {
  price: { units: 1, activation: "linear", loss: "meanSquaredError" },
  spam: { units: 1, activation: "sigmoid", loss: "binaryCrossentropy" },
  digit: { units: 10, activation: "softmax", loss: "categoricalCrossentropy" },
};`,
  variable: "heads",
  equivalents: [
    { ...RIGHT, price: { ...RIGHT.price, loss: "meanAbsoluteError" } },
    { ...RIGHT, spam: { units: 2, activation: "softmax", loss: "categoricalCrossentropy" } },
  ],
  mistakes: [
    { answer: { ...RIGHT, price: { ...RIGHT.price, activation: "sigmoid" } }, says: /more than 1/ },
    { answer: { ...RIGHT, spam: { ...RIGHT.spam, activation: "softmax" } }, says: /always exactly 1/ },
    {
      answer: { ...RIGHT, digit: { units: 1, activation: "linear", loss: "meanSquaredError" } },
      says: /between 2 and 4/,
    },
    { answer: { ...RIGHT, digit: { ...RIGHT.digit, activation: "sigmoid" } }, says: /add up to 1/ },
    { answer: { ...RIGHT, spam: { ...RIGHT.spam, loss: "meanSquaredError" } }, says: /cross-entropy/ },
  ],
});

function findPrice({ units, activation, loss }: Head): Finding | undefined {
  const actual = { price: { units, activation, loss } };
  if (activation === "sigmoid")
    return { actual, why: "A sigmoid never says more than 1, and houses cost more." };
  if (activation === "softmax")
    return { actual, why: "Softmax gives probabilities; a price may be any number." };
  if (units !== 1) return { actual, why: "A price is a single number: how many units does it take?" };
  if (!PRICE_LOSSES.includes(loss))
    return { actual, why: "For a number the loss is a distance between prediction and truth." };
  return undefined;
}

function findSpam({ units, activation, loss }: Head): Finding | undefined {
  const actual = { spam: { units, activation, loss } };
  if (units === 2 && activation === "softmax" && DIGIT_LOSSES.includes(loss)) return undefined;
  if (units === 1 && activation === "softmax")
    return { actual, why: "One softmax unit answers always exactly 1." };
  if (activation === "linear")
    return { actual, why: "A probability lies between 0 and 1; this head may answer with any number." };
  if (units !== 1) return { actual, why: "Yes or no is one probability: how many units does it take?" };
  if (loss !== "binaryCrossentropy")
    return { actual, why: "With one probability goes a cross-entropy, the one for yes or no." };
  return undefined;
}

function findDigit({ units, activation, loss }: Head): Finding | undefined {
  const actual = { digit: { units, activation, loss } };
  if (units === 1)
    return {
      actual,
      why: "A digit is a name, not an amount: one number would say 3 when it wavers between 2 and 4. One unit per digit.",
    };
  if (units !== 10) return { actual, why: "How many digits are there? Each has a unit of its own." };
  if (activation !== "softmax")
    return {
      actual,
      why: "The ten probabilities must add up to 1, since a picture shows one digit.",
    };
  if (!DIGIT_LOSSES.includes(loss))
    return {
      actual,
      why: "With one probability per class goes a cross-entropy, one for more than two classes.",
    };
  return undefined;
}

/** A network that the tests build. */
function netOf({
  inputs = 4,
  hidden = [8, 8],
  activation = "relu",
  units = 3,
  end = "softmax",
}: {
  inputs?: number;
  hidden?: number[];
  activation?: "relu" | "linear";
  units?: number;
  end?: "softmax" | "linear" | "sigmoid";
}): LayersModel {
  const tf = loadTf();
  const model = tf.sequential();
  hidden.forEach((size, i) =>
    model.add(tf.layers.dense({ units: size, activation, ...(i === 0 ? { inputShape: [inputs] } : {}) })),
  );
  model.add(tf.layers.dense({ units, activation: end }));
  return model;
}

/** A network for penguins. */
export const buildNet = problem<() => LayersModel>({
  id: "07-deep-networks/build-net",
  takeaway: "(4 + 1)·8 + (8 + 1)·8 + (8 + 1)·3 = 139 parameters; three probabilities per bird.",
  check: (build) => {
    const model = build();
    if (typeof model?.countParams !== "function")
      return unlessClose(model, "a model", { why: "Return the model that you have built." });
    try {
      return findNet(model);
    } finally {
      model.dispose();
    }
  },
  hints: [
    "const model = tf.sequential(); then model.add(…) three times, and return model.",
    'The first layer: tf.layers.dense({ units: 8, activation: "relu", inputShape: [4] }).',
    "The second layer needs no inputShape. The last has a unit for each species, and an activation whose answers add up to 1.",
  ],
  stub: "const buildNet = (): LayersModel => todo;",
  solution: `const buildNet = (): LayersModel => {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 8, activation: "relu", inputShape: [4] }));
  model.add(tf.layers.dense({ units: 8, activation: "relu" }));
  model.add(tf.layers.dense({ units: 3, activation: "softmax" }));
  return model;
};`,
  variable: "buildNet",
  uses: {
    get tf() {
      return loadTf();
    },
  },
  equivalents: [
    () => netOf({}),
    () => {
      const tf = loadTf();
      const layers = [
        tf.layers.inputLayer({ inputShape: [4] }),
        ...[8, 8].map((units) => tf.layers.dense({ units, activation: "relu" })),
        tf.layers.dense({ units: 3 }),
        tf.layers.softmax(),
      ];
      return tf.sequential({ layers });
    },
  ],
  mistakes: [
    { answer: () => netOf({ units: 1 }), says: /three units/ },
    { answer: () => netOf({ end: "sigmoid" }), says: /add up to 1/ },
    { answer: () => netOf({ hidden: [8] }), says: /two hidden layers/ },
    { answer: () => netOf({ activation: "linear" }), says: /lines stay a line/ },
    { answer: () => netOf({ inputs: 3 }), says: /four measurements/ },
  ],
});

function findNet(model: LayersModel): Finding | undefined {
  const input = model.inputs[0]?.shape ?? [];
  const output = model.outputs[0]?.shape ?? [];
  if (input.length !== 2 || input[1] !== 4)
    return {
      actual: { "input shape": input },
      expected: { "input shape": [null, 4] },
      why: "A bird has four measurements: inputShape of the first layer is [4], without the batch axis.",
    };
  if (output.length !== 2 || output[1] !== 3)
    return {
      actual: { "output shape": output },
      expected: { "output shape": [null, 3] },
      why: "One of three species: the output has three units.",
    };
  const hidden = model.layers.filter((layer) => layer.getClassName() === "Dense").slice(0, -1);
  const sizes = hidden.map((layer) => Number(layer.getConfig()["units"]));
  if (sizes.join() !== "8,8")
    return {
      actual: { "hidden units": sizes },
      expected: { "hidden units": [8, 8] },
      why: "There are two hidden layers, of 8 units each, before the output.",
    };
  const tf = loadTf();
  const [bent, summed] = tf.tidy(() => {
    const probe = (x: number[][]) =>
      Array.from((model.predict(tf.tensor2d(x)) as ReturnType<typeof tf.tensor>).dataSync());
    const sums = [
      [1, 2, 3, 4],
      [-4, 3, -2, 1],
    ].map((bird) => probe([bird]).reduce((sum, value) => sum + value, 0));
    return [model.layers.filter((layer) => reluIn(layer)).length, sums];
  });
  if (bent < 2)
    return {
      actual: { "layers with ReLU": bent },
      expected: { "layers with ReLU": 2 },
      why: "Without a bend, stacked lines stay a line (lesson 06): give each hidden layer activation relu.",
    };
  return unlessClose(summed, [1, 1], {
    tolerance: 1e-4,
    why: "The three probabilities must add up to 1: softmax at the end.",
    of: "sum of one bird's outputs",
  });
}

/** A dense layer with ReLU, or a ReLU layer of its own. */
function reluIn(layer: LayersModel["layers"][number]): boolean {
  return layer.getConfig()["activation"] === "relu" || layer.getClassName() === "ReLU";
}

/** The exercises by name: `exercises.countParameters.check(answer)`. */
export const exercises = { countParameters, countUpdates, heads, buildNet };
