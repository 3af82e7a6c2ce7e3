/** The exercises of lesson 11: a penalised step, the soft threshold, dropout, batch normalisation in both modes, two networks to train. */
import { Random } from "../../core/random";
import { tf } from "../../core/tf";
import { modelFinding } from "../model-finding";
import { functionProblem, valueProblem } from "../problem-kinds";
import { trainingProblem } from "../training-problem";
import type { Finding } from "../verdict";

interface Step {
  penalty: number;
  slope: number;
  w: number;
}

/** One step with an L2 penalty: weight 4, slope of the error 2, λ = 0.5, learning rate 0.1. */
export const decayStep = valueProblem<Step>({
  id: "11-regularization/decay-step",
  variable: "decayStep",
  stub: "const decayStep: { penalty: number; slope: number; w: number } = {\n  penalty: todo,\n  slope: todo,\n  w: todo,\n};",
  solution: `const decayStep: { penalty: number; slope: number; w: number } = {
  penalty: 0.5 * 4 ** 2,
  slope: 2 + 2 * 0.5 * 4,
  w: 4 - 0.1 * (2 + 2 * 0.5 * 4),
};`,
  expected: { penalty: 8, slope: 6, w: 3.4 },
  parts: {
    penalty: "The penalty is λ times the square of the weight.",
    slope:
      "The slope of the loss is the slope of the error plus the slope of the penalty, which is not the penalty itself.",
    w: "The step goes against the slope of the whole loss, times the learning rate.",
  },
  takeaway:
    "Two thirds of this step come from the penalty. It pulls at every weight in every step, whatever the examples say, and the larger the weight, the harder.",
  otherwise:
    "Take one after the other: λ times the weight squared; the two slopes added; then the weight minus the learning rate times that sum.",
  hints: [
    "The loss is error plus penalty, so its slope is the sum of two slopes.",
    "The slope of λw² is 2λw. Here λ is 0.5 and w is 4.",
    "The weight after the step is 4 minus 0.1 times the slope of the whole loss.",
  ],
  mistakes: [
    {
      answer: { penalty: 8, slope: 2, w: 3.8 },
      why: "The slope follows the error alone. The penalty has a slope, too.",
    },
    {
      answer: { penalty: 8, slope: 4, w: 3.6 },
      why: "The penalty's slope has a factor 2 in it: the slope of w² is 2w.",
    },
    {
      answer: { penalty: 8, slope: -2, w: 4.2 },
      why: "The two slopes are added. The penalty grows with the weight, so its slope is positive here.",
    },
    {
      answer: { penalty: 8, slope: 10, w: 3 },
      why: "You added the penalty itself to the slope of the error. Add the slope of the penalty.",
    },
    {
      answer: { penalty: 2, slope: 2.5, w: 3.75 },
      why: "That is the L1 penalty: λ times the size of the weight. L2 takes the square.",
    },
    {
      answer: { penalty: 4, slope: 6, w: 3.4 },
      why: "Square the weight first, then multiply by λ; not the other way round.",
    },
  ],
  equivalents: [{ penalty: 0.5 * 16, slope: 2 + 4, w: 4 * (1 - 2 * 0.1 * 0.5) - 0.1 * 2 }],
});

/** A weight moved towards zero by a fixed amount, and no further than zero. */
export const softThreshold = functionProblem<[number, number], number>({
  id: "11-regularization/soft-threshold",
  variable: "softThreshold",
  stub: "function softThreshold(w: number, amount: number): number {\n  return todo;\n}",
  solution: `function softThreshold(w: number, amount: number): number {
  if (w > amount) return w - amount;
  if (w < -amount) return w + amount;
  return 0;
}`,
  takeaway:
    "Every weight that is nearer to zero than the amount becomes exactly 0. That is how L1 takes inputs out of a model.",
  otherwise:
    "Three cases: a weight above `amount` becomes smaller by it, one below −`amount` becomes larger by it, and all between the two become 0.",
  hints: [
    "In which direction is zero, seen from a positive weight? And from a negative one?",
    "There are three cases. In one of them the weight is so near to zero that the move would take it across.",
    "If w is larger than amount, return w - amount. If it is smaller than -amount, return w + amount. What is left?",
  ],
  reference: (w, amount) => Math.sign(w) * Math.max(0, Math.abs(w) - amount),
  cases: [
    [3, 0.5],
    [-3, 0.5],
    [0.2, 0.5],
    [-0.2, 0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
    [0, 0.5],
    [2, 0],
    [-2, 0],
    [0, 0],
  ],
  fuzz: (random) => [random.normal(0, 2), random.uniform(0, 2)],
  mayChangeInput: false,
  mistakes: [
    {
      answer: (w, amount) => w - amount,
      why: "This moves every weight downwards. A negative weight has to go up to come nearer to zero.",
    },
    {
      answer: (w, amount) => w - Math.sign(w) * amount,
      why: "A weight that is close to zero must stop there. This moves it across, to the other side.",
    },
    {
      answer: (w, amount) => (w > 0 ? w - amount : w + amount),
      why: "Large weights are right. But a weight that is nearer to zero than `amount` must stop at 0, and this moves it past zero.",
    },
    {
      answer: (w, amount) => Math.max(0, w - amount),
      why: "This turns all negative weights into 0. A large negative weight stays negative, only nearer to zero.",
    },
    {
      answer: (w, amount) => Math.max(0, Math.abs(w) - amount),
      why: "The sign is lost: a negative weight stays negative unless it reaches zero.",
    },
    {
      answer: (w, amount) => (Math.abs(w) <= amount ? 0 : w),
      why: "Small weights become 0, as they should, but the large ones have to come nearer by `amount` as well.",
    },
    {
      answer: (w, amount) => w * (1 - amount),
      why: "This shrinks the weight in proportion, as L2 does. L1 takes away the same amount from each.",
    },
  ],
  equivalents: [
    (w, amount) => (w > 0 ? Math.max(0, w - amount) : Math.min(0, w + amount)),
    (w, amount) => w - Math.max(-amount, Math.min(amount, w)),
  ],
});

/** Dropout with a given mask, as it works in training. */
export const dropout = functionProblem<[number[], number[], number], number[]>({
  id: "11-regularization/dropout",
  variable: "dropout",
  stub: "function dropout(outputs: number[], mask: number[], rate: number): number[] {\n  return todo;\n}",
  solution: `function dropout(outputs: number[], mask: number[], rate: number): number[] {
  const passed: number[] = [];
  for (let i = 0; i < outputs.length; i++) {
    passed.push((outputs[i] * mask[i]) / (1 - rate));
  }
  return passed;
}`,
  takeaway:
    "All the work is done in training: what is kept is scaled up there, so that nothing at all has to be done in inference.",
  otherwise: "Each output times its place in the mask, divided by the share that is kept on average.",
  hints: [
    "What does a mask of 0 do to an output, and what a mask of 1? Is there an operation that does both?",
    "The dropout rate is the share that is dropped. Which share is kept? What is kept must grow to make up for the rest.",
    "Put outputs[i] * mask[i], divided by (1 - rate), at each place of a new list.",
  ],
  reference: (outputs, mask, rate) => outputs.map((output, i) => (mask[i] === 1 ? output / (1 - rate) : 0)),
  cases: [
    [[2, 4, 6, 8], [1, 0, 0, 1], 0.5],
    [[1, 2, 3, 4], [0, 1, 0, 1], 0.75],
    [[1, 2], [1, 1], 0.2],
    [[3, -1, 0], [0, 0, 0], 0.5],
    [[-4, 0, 5], [1, 1, 0], 0],
    [[7], [1], 0.9],
    [[], [], 0.5],
  ],
  fuzz: (random) => {
    const count = random.integer(0, 6);
    const outputs = Array.from({ length: count }, () => random.normal(0, 3));
    return [outputs, outputs.map(() => Number(random.chance(0.6))), random.uniform(0.05, 0.9)];
  },
  mayChangeInput: false,
  mistakes: [
    {
      answer: (outputs, mask) => outputs.map((output, i) => output * (mask[i] as number)),
      why: "The mask is right, but the sum would shrink on average. Scale up what is kept.",
    },
    {
      answer: (outputs, mask, rate) => outputs.map((output, i) => (output * (mask[i] as number)) / rate),
      why: "Divide by the share that is kept, not by the share that is dropped.",
    },
    {
      answer: (outputs, mask, rate) => outputs.map((output, i) => output * (mask[i] as number) * (1 - rate)),
      why: "What is kept must become larger, to make up for what is missing. You make it smaller.",
    },
    {
      answer: (outputs, mask, rate) =>
        outputs.map((output, i) => (output * (1 - (mask[i] as number))) / (1 - rate)),
      why: "The mask is turned round: 1 keeps an output, 0 drops it.",
    },
    {
      answer: (outputs, mask, rate) =>
        outputs.filter((_, i) => mask[i] === 1).map((kept) => kept / (1 - rate)),
      why: "Dropped outputs are missing from your list. They stay at their places, as 0, since the next layer has a weight for each.",
    },
  ],
  equivalents: [
    (outputs, mask, rate) => outputs.map((output, i) => (output * (mask[i] as number)) / (1 - rate)),
    (outputs, mask, rate) => {
      const passed = outputs.map(() => 0);
      mask.forEach((kept, i) => {
        if (kept) passed[i] = (outputs[i] as number) * (1 / (1 - rate));
      });
      return passed;
    },
  ],
});

interface BothModes {
  training: number[];
  inference: number[];
}

/** Batch normalisation of 2, 2, 8, 8 with scale 2 and shift 10, in training and, with running numbers 4 and 1, in inference. */
export const bothModes = valueProblem<BothModes>({
  id: "11-regularization/both-modes",
  variable: "bothModes",
  stub: "const bothModes: { training: number[]; inference: number[] } = {\n  training: todo,\n  inference: todo,\n};",
  solution: `const bothModes: { training: number[]; inference: number[] } = {
  training: [-1, -1, 1, 1].map((z) => 2 * z + 10),
  inference: [-2, -2, 4, 4].map((z) => 2 * z + 10),
};`,
  expected: { training: [8, 8, 12, 12], inference: [6, 6, 18, 18] },
  tolerance: 0.01,
  parts: {
    training:
      "In training the mean and the variance are those of the batch itself. The variance is the mean of the squared distances from the mean: divide their sum by 4.",
    inference: "In inference the running mean and the running variance are used, whatever the batch is.",
  },
  takeaway:
    "The same rows give different outputs in the two modes, because the running numbers are not those of this batch.",
  otherwise:
    "In each mode: take the mean off, divide by the root of the variance, then times the scale, plus the shift. The modes differ in whose mean and variance they take.",
  hints: [
    "Which mean and which variance belong to training, and which to inference?",
    "The batch has the mean 5 and the variance 9, so a standard deviation of 3. The running standard deviation is 1.",
    "In training the normalised values are −1, −1, 1 and 1. Find those of inference, then multiply all by the scale and add the shift.",
  ],
  mistakes: [
    {
      answer: { training: [-1, -1, 1, 1], inference: [-2, -2, 4, 4] },
      why: "These are the normalised values. The scale and the shift come after them.",
    },
    {
      answer: { training: [8, 8, 12, 12], inference: [8, 8, 12, 12] },
      why: "In inference the layer does not look at the batch. It takes the running mean and the running variance.",
    },
    {
      answer: { training: [6, 6, 18, 18], inference: [8, 8, 12, 12] },
      why: "The two modes have changed places: training takes the numbers of the batch, inference the running ones.",
    },
    {
      answer: { training: [6, 6, 18, 18], inference: [6, 6, 18, 18] },
      why: "In training the layer takes the mean and the variance of the batch, not the running ones.",
    },
    {
      answer: { training: [28 / 3, 28 / 3, 32 / 3, 32 / 3], inference: [6, 6, 18, 18] },
      why: "In training you divide by the variance. Divide by its root, the standard deviation.",
    },
    {
      answer: { training: [18, 18, 22, 22], inference: [16, 16, 28, 28] },
      why: "First times the scale, then plus the shift; not the shift first.",
    },
  ],
  equivalents: [
    {
      training: [2, 2, 8, 8].map((x) => (2 * (x - 5)) / Math.sqrt(9.001) + 10),
      inference: [2, 2, 8, 8].map((x) => (2 * (x - 4)) / Math.sqrt(1.001) + 10),
    },
  ],
});

interface MachineData {
  /** Forty measurements, scaled, [240, 40]. */
  x: tf.Tensor2D;
  /** Wear in millimetres, mean 0, [240, 1]. */
  y: tf.Tensor2D;
  /** Rows to watch the training by, [120, 40]. */
  xValidation: tf.Tensor2D;
  /** Their wear, [120, 1]. */
  yValidation: tf.Tensor2D;
}

const SENSORS = 40;

/** Wear of machines: it grows with the distance of sensor 11 from its middle and falls with sensor 27; the others say nothing. */
function machineRows(seed: number, count: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < count; i++) {
    const sensors = Array.from({ length: SENSORS }, () => random.normal());
    const [swing = 0, oil = 0] = [sensors[11], sensors[27]];
    x.push(sensors);
    y.push([1.5 * Math.abs(swing) - oil - 1.2 + random.normal(0, 0.3)]);
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
}

interface WearDesign {
  hidden?: readonly number[];
  l1?: number;
  epochs?: number;
  learningRate?: number;
  stop?: boolean;
  loss?: string;
}

async function forWear(data: MachineData, design: WearDesign): Promise<tf.Sequential> {
  const { hidden = [64, 64], l1 = 0, epochs = 100, learningRate = 0.01, stop = false } = design;
  const { loss = "meanSquaredError" } = design;
  const model = tf.sequential();
  hidden.forEach((units, i) => {
    const kernelRegularizer = tf.regularizers.l1l2({ l1, l2: 0 });
    const first = i === 0 ? { inputShape: [SENSORS] } : {};
    model.add(tf.layers.dense({ units, activation: "relu", kernelRegularizer, ...first }));
  });
  model.add(tf.layers.dense({ units: 1 }));
  model.compile({ optimizer: tf.train.adam(learningRate), loss });
  const early = tf.callbacks.earlyStopping({ patience: 20, restoreBestWeights: true });
  await model.fit(data.x, data.y, {
    epochs,
    verbose: 0,
    validationData: [data.xValidation, data.yValidation],
    ...(stop ? { callbacks: [early] } : {}),
  });
  return model;
}

/**
 * Forty inputs of which two matter. Mean squared error on 1,000 hidden rows, five seeds each: no penalty 0.94 to 1.16, stopped
 * early 0.99 to 1.22, eight units stopped early 1.16 to 1.37, dropout of one half 0.82 to 0.96. With L1: 64-64 units and a
 * strength of 0.01 0.15 to 0.19, of 0.003 0.21 to 0.27, of 0.03 0.13 to 0.16; 16 units with 0.01 0.15 to 0.17, with Adam's
 * 0.001 after 300 epochs 0.15 to 0.35; 32-32 units at 0.001 after 200 epochs 0.14 to 0.16. L2 of 0.01 0.40 to 0.45.
 */
export const machines = trainingProblem<tf.Sequential, MachineData>({
  id: "11-regularization/machines",
  variable: "machines",
  stub: "const machines: tf.Sequential = todo;",
  solution: `const machines: tf.Sequential = tf.sequential();
const sparse = {
  units: 64,
  activation: "relu" as const,
  kernelRegularizer: tf.regularizers.l1({ l1: 0.01 }),
};
machines.add(tf.layers.dense({ ...sparse, inputShape: [40] }));
machines.add(tf.layers.dense(sparse));
machines.add(tf.layers.dense({ units: 1 }));
machines.compile({
  optimizer: tf.train.adam(0.01),
  loss: "meanSquaredError",
  metrics: ["mse"],
});

const machineData = exercises.machines.data;
await machines.fit(machineData.x, machineData.y, {
  epochs: 100,
  validationData: [machineData.xValidation, machineData.yValidation],
});`,
  takeaway:
    "Our large network with nothing added has an error of about 1. Yours pays little attention to the sensors that say nothing, and you did not have to know which they are.",
  data: () => {
    const [learn, watch] = [machineRows(7, 240), machineRows(77, 120)];
    return { x: learn.x, y: learn.y, xValidation: watch.x, yValidation: watch.y };
  },
  check: (model) =>
    modelFinding(model, {
      input: [SENSORS],
      outputs: 1,
      activation: "linear",
      loss: "meanSquaredError",
    }),
  training: {
    metric: "val_mse",
    name: "mean squared error",
    gate: 0.5,
    direction: "below",
    measuredOn: "1,000 other machines",
    measure: (model) => {
      const hidden = machineRows(1007, 1000);
      return tf.tidy(() => {
        const predicted = model.predict(hidden.x) as tf.Tensor;
        const error = tf.mean(tf.squaredDifference(predicted, hidden.y)).dataSync()[0] as number;
        tf.dispose([hidden.x, hidden.y]);
        return error;
      });
    },
    why: "An error near 1 is that of a network which has learned the noise of 38 useless sensors by heart. Which penalty makes a network ignore inputs? If you have it already: is its strength between 0.003 and 0.03, and has the training had enough epochs?",
  },
  hints: [
    "What happened to the 38 measurements of the wines that did not matter?",
    "Two hidden layers of 64 ReLU units, each with an L1 penalty as `kernelRegularizer`; one unit without an activation function at the end.",
    "`kernelRegularizer: tf.regularizers.l1({ l1: … })` with a strength between 0.003 and 0.03, `tf.train.adam(0.01)` and 100 epochs.",
  ],
  right: [
    (data) => forWear(data, { l1: 0.01 }),
    (data) => forWear(data, { l1: 0.01, hidden: [16] }),
    (data) => forWear(data, { l1: 0.01, hidden: [32, 32], learningRate: 0.001, epochs: 200 }),
  ],
  mistakes: [
    { answer: (data) => forWear(data, {}), says: /by heart/ },
    { answer: (data) => forWear(data, { stop: true }), says: /by heart/ },
    { answer: (data) => forWear(data, { l1: 0.3, epochs: 60 }), says: /strength/ },
    {
      answer: (data) => forWear(data, { l1: 0.01, epochs: 2, loss: "meanAbsoluteError" }),
      says: /loss/i,
    },
    {
      answer: (data) => forWear(data, { l1: 0.01, learningRate: 0.001, epochs: 5 }),
      says: /enough epochs/,
    },
    {
      answer: () => {
        const model = tf.sequential();
        model.add(tf.layers.dense({ units: 1, inputShape: [SENSORS] }));
        model.compile({ optimizer: "adam", loss: "meanSquaredError" });
        return model;
      },
      says: /not trained/,
    },
  ],
});

interface ParcelData {
  /** Two measurements, [400, 2]. */
  x: tf.Tensor2D;
  /** 1 for "yes", [400, 1]. */
  y: tf.Tensor2D;
  /** Rows to watch the training by, [200, 2]. */
  xValidation: tf.Tensor2D;
  yValidation: tf.Tensor2D;
}

const HIDDEN_LAYERS = 12;

/** Points on both sides of a curve; about half of them lie to its right. */
function curveRows(seed: number, count: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < count; i++) {
    const [across, up] = [random.uniform(-1.5, 1.5), random.uniform(-1.5, 1.5)];
    x.push([across, up]);
    y.push([Number(across + 0.6 * up * up > 0.45)]);
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
}

interface DeepDesign {
  normalised?: "before" | "after" | "no";
  activation?: "sigmoid" | "relu";
  layers?: number;
  epochs?: number;
  learningRate?: number;
  momentum?: number;
}

async function forCurve({ x, y }: ParcelData, design: DeepDesign): Promise<tf.Sequential> {
  const { normalised = "before", activation = "sigmoid", epochs = 20, learningRate = 0.01 } = design;
  const model = tf.sequential();
  for (let i = 0; i < (design.layers ?? HIDDEN_LAYERS); i++) {
    const norm = () => tf.layers.batchNormalization({ momentum: design.momentum ?? 0.9 });
    model.add(tf.layers.dense({ units: 16, ...(i === 0 ? { inputShape: [2] } : {}) }));
    if (normalised === "before") model.add(norm());
    model.add(tf.layers.activation({ activation }));
    if (normalised === "after") model.add(norm());
  }
  model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
  model.compile({
    optimizer: tf.train.adam(learningRate),
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
  });
  await model.fit(x, y, { epochs, verbose: 0 });
  return model;
}

/** Whether the hidden layers are twelve dense ones with sigmoid units, and normalised. */
function deepFinding(model: tf.Sequential): Finding | undefined {
  const general = modelFinding(model, {
    input: [2],
    outputs: 1,
    activation: "sigmoid",
    loss: "binaryCrossentropy",
  });
  if (general) return general;
  const kinds = model.layers.map((layer) => layer.getClassName());
  const dense = kinds.filter((kind) => kind === "Dense").length - 1;
  if (dense < HIDDEN_LAYERS)
    return {
      actual: { "hidden dense layers": dense },
      why: `The network is to have at least ${HIDDEN_LAYERS} hidden dense layers, for this exercise is about depth.`,
    };
  const activations = model.layers
    .map((layer) =>
      (layer as unknown as { activation?: { getClassName(): string } }).activation?.getClassName(),
    )
    .filter((name) => name !== undefined && name !== "linear");
  const other = activations.find((name) => name !== "sigmoid");
  if (other !== undefined || activations.length <= HIDDEN_LAYERS)
    return {
      actual: { activations: [...new Set(activations)] },
      why: "Every hidden layer is to have the sigmoid as its activation function, for here it is the normalisation that must help.",
    };
  return undefined;
}

/**
 * Twelve hidden layers of 16 sigmoid units. Accuracy on 1,000 hidden points, 30 training runs each, median and worst: with
 * batch normalisation before the activation 0.957 and 0.854 after 20 epochs, after the activation 0.951 and 0.881; without it
 * 0.497 to 0.503 after 60 epochs with Adam's rates 0.01 and 0.001. With TensorFlow's momentum of 0.99 the running means are
 * those of an untrained network after 4 epochs (0.50 in 30 of 30 runs) and sometimes right after 20.
 */
export const deep = trainingProblem<tf.Sequential, ParcelData>({
  id: "11-regularization/deep",
  variable: "deep",
  stub: "const deep: tf.Sequential = todo;",
  solution: `const deep: tf.Sequential = tf.sequential();
for (let layer = 1; layer <= 12; layer++) {
  if (layer === 1) deep.add(tf.layers.dense({ units: 16, inputShape: [2] }));
  else deep.add(tf.layers.dense({ units: 16 }));
  deep.add(tf.layers.batchNormalization({ momentum: 0.9 }));
  deep.add(tf.layers.activation({ activation: "sigmoid" }));
}
deep.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
deep.compile({
  optimizer: tf.train.adam(0.01),
  loss: "binaryCrossentropy",
  metrics: ["accuracy"],
});

const deepData = exercises.deep.data;
await deep.fit(deepData.x, deepData.y, {
  epochs: 20,
  validationData: [deepData.xValidation, deepData.yValidation],
});`,
  takeaway:
    "Twelve sigmoid layers have learned. A batch normalisation gives each activation function sums with mean 0 and standard deviation 1, whatever the layers before it do.",
  data: () => {
    const [learn, watch] = [curveRows(7, 400), curveRows(77, 200)];
    return { x: learn.x, y: learn.y, xValidation: watch.x, yValidation: watch.y };
  },
  check: deepFinding,
  training: {
    metric: "val_acc",
    name: "accuracy",
    gate: 0.75,
    direction: "above",
    measuredOn: "1,000 other points",
    measure: (model) => {
      const hidden = curveRows(1007, 1000);
      return tf.tidy(() => {
        const yes = tf.greater(model.predict(hidden.x) as tf.Tensor, 0.5);
        const right = tf.equal(yes, tf.greater(hidden.y, 0.5));
        tf.dispose([hidden.x, hidden.y]);
        return tf.mean(tf.cast(right, "float32")).dataSync()[0] as number;
      });
    },
    why: "About one half is what guessing gives: then the network has not moved. Is there a batch normalisation in each hidden layer, with `momentum: 0.9`, and does the training have 20 epochs? A running mean that lags behind makes a trained network look like an untrained one.",
  },
  hints: [
    "What did the deep network of the films get that made it learn?",
    "In a loop of twelve: a dense layer of 16 units without an activation, a batch normalisation with `momentum: 0.9`, an activation layer. Only the first dense layer has `inputShape: [2]`.",
    "Add one sigmoid unit at the end, compile with `tf.train.adam(0.01)` and the binary cross-entropy, and train for 20 epochs.",
  ],
  right: [
    (data) => forCurve(data, {}),
    (data) => forCurve(data, { normalised: "after" }),
    (data) => forCurve(data, { learningRate: 0.001, epochs: 40 }),
  ],
  mistakes: [
    { answer: (data) => forCurve(data, { normalised: "no" }), says: /has not moved/ },
    { answer: (data) => forCurve(data, { momentum: 0.99, epochs: 4 }), says: /lags behind/ },
    { answer: (data) => forCurve(data, { layers: 2, epochs: 2 }), says: /12 hidden dense layers/ },
    {
      answer: (data) => forCurve(data, { activation: "relu", normalised: "no", epochs: 2 }),
      says: /sigmoid/,
    },
    {
      answer: () => {
        const model = tf.sequential();
        model.add(tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [2] }));
        return model;
      },
      says: /not compiled/,
    },
  ],
});

/** The exercises by name: `exercises.decayStep.check(answer)`. */
export const exercises = { decayStep, softThreshold, machines, dropout, bothModes, deep };
