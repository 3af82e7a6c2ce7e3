/** The exercises of lesson 15: a filter by hand, shapes and parameters, turned garments, recall, global average, covered garments. */
import { Random } from "../../core/random";
import { tf } from "../../core/tf";
import { garments, type ImageSet } from "../../datasets";
import { coverRandomly, imagesToTensor, labelsToTensor } from "../../tensors";
import { modelFinding, type ModelWish } from "../model-finding";
import { functionProblem, valueProblem } from "../problem-kinds";
import { trainingProblem } from "../training-problem";

interface Slid {
  map: number[][];
  afterRelu: number[][];
}

/** A filter of 2 × 2 moved over 3 × 4 pixels. */
export const slid = valueProblem<Slid>({
  id: "15-cnn/slid",
  variable: "slid",
  stub: `const slid: { map: number[][]; afterRelu: number[][] } = {
  map: todo, // two rows of three numbers
  afterRelu: todo, // the same, after ReLU
};`,
  solution: `const slid = {
  map: [
    [0, 12, 0],
    [3, 6, -3],
  ],
  afterRelu: [
    [0, 12, 0],
    [3, 6, 0],
  ],
};`,
  expected: {
    map: [
      [0, 12, 0],
      [3, 6, -3],
    ],
    afterRelu: [
      [0, 12, 0],
      [3, 6, 0],
    ],
  },
  takeaway:
    "The map is largest where the picture becomes brighter from left to right over both rows, and ReLU keeps only such places.",
  otherwise:
    "Lay the filter on the upper left corner, multiply each weight by the pixel below it, and add the four products. Then move it one pixel to the right.",
  parts: {
    map: "Work out the six sums of the map again, one place after the other: right column minus left column.",
    afterRelu: "ReLU keeps a number that is positive and turns every other one into 0.",
  },
  hints: [
    "The filter fits at two heights and, at each of them, at three places from left to right.",
    "At each place: add the two pixels below the right weights, and subtract the two pixels below the left weights.",
    "For the upper row of the map, write the sums of the columns over the first two picture rows, and take neighbouring differences.",
  ],
  mistakes: [
    {
      answer: {
        map: [
          [0, -12, 0],
          [-3, -6, 3],
        ],
        afterRelu: [
          [0, 0, 0],
          [0, 0, 3],
        ],
      },
      why: "All signs are exchanged. The weights on the left are negative, so it is the right pixels minus the left ones.",
    },
    {
      answer: {
        map: [
          [0, 12, 0],
          [3, 6, -3],
        ],
        afterRelu: [
          [0, 12, 0],
          [3, 6, -3],
        ],
      },
      why: "The map is right. ReLU still has to act on it: it leaves no negative number.",
    },
    {
      answer: {
        map: [
          [0, 12, 0],
          [3, 6, -3],
        ],
        afterRelu: [
          [0, 12, 0],
          [3, 6, 3],
        ],
      },
      why: "The map is right. ReLU does not drop the minus sign, it puts zero in the place of a negative number.",
    },
    {
      answer: {
        map: [
          [0, 3, 0],
          [0.75, 1.5, -0.75],
        ],
        afterRelu: [
          [0, 3, 0],
          [0.75, 1.5, 0],
        ],
      },
      why: "These are averages of the four products. A filter adds them up without dividing.",
    },
  ],
  equivalents: [
    {
      map: [
        [0 - 0, 6 + 6 - 0, 12 - 12],
        [3 - 0, 9 - 3, 6 - 9],
      ],
      afterRelu: [
        [0, 12, 0],
        [3, 6, 0],
      ],
    },
  ],
});

interface OnPaper {
  secondConvolution: number[];
  flattened: number;
  parameters: number;
}

const onPaperTypes = "{ secondConvolution: number[]; flattened: number; parameters: number }";

/** Shapes and parameters of a network with padding "valid". */
export const onPaper = valueProblem<OnPaper>({
  id: "15-cnn/on-paper",
  variable: "onPaper",
  stub: `const onPaper: ${onPaperTypes} = {
  secondConvolution: todo, // [height, width, channels]
  flattened: todo,
  parameters: todo,
};`,
  solution: `const onPaper = {
  secondConvolution: [8, 8, 16],
  flattened: 4 * 4 * 16,
  parameters: 8 * (5 * 5 * 1 + 1) + 16 * (5 * 5 * 8 + 1) + (4 * 4 * 16 + 1) * 10,
};`,
  expected: { secondConvolution: [8, 8, 16], flattened: 256, parameters: 5994 },
  takeaway:
    "28 → 24 → 12 → 8 → 4, then 4 · 4 · 16 = 256. The layers have 208, 3,216 and 2,570 parameters: this time the second convolution has most.",
  otherwise:
    "Follow one side of the picture first: a convolution shortens it by k − 1, pooling halves it. Then the channels: as many as there are filters.",
  parts: {
    secondConvolution:
      'Follow one side of the picture: with padding "valid" a convolution shortens it by k − 1, and pooling halves it. Stop before the second pooling.',
    flattened: "Flatten comes after the second pooling: height times width times channels there.",
    parameters:
      "Three layers have parameters: filters times (k · k · channels in + 1) for a convolution, (inputs + 1) times units for the dense one.",
  },
  hints: [
    "One side of the picture becomes shorter in every convolution and is halved in every pooling. Begin with the first convolution: how many places has a filter of 5 pixels on a side of 28?",
    "A filter of the second convolution looks at all maps of the first one, so its number of weights depends on how many filters the first one has.",
    "Three terms: filters · (5 · 5 · channels in + 1) for each convolution, and (flattened + 1) · units for the dense layer.",
  ],
  mistakes: [
    {
      answer: { secondConvolution: [14, 14, 16], flattened: 784, parameters: 11_274 },
      why: 'This is padding "same", which keeps the sides as they are. With "valid" the filter stays inside the picture and each convolution shortens them.',
    },
    {
      answer: { secondConvolution: [8, 8, 16], flattened: 256, parameters: 5960 },
      why: "The shapes are right. The biases are missing: each filter has one, and so has each dense unit.",
    },
    {
      answer: { secondConvolution: [8, 8, 16], flattened: 256, parameters: 3194 },
      why: "The shapes are right. A filter of the second convolution looks at all maps of the first, so it has more weights than you gave it.",
    },
    {
      answer: { secondConvolution: [8, 8, 16], flattened: 1024, parameters: 13_674 },
      why: "You flatten before the second pooling. It halves height and width once more.",
    },
    {
      answer: { secondConvolution: [4, 4, 16], flattened: 256, parameters: 5994 },
      why: "This is the shape after the second pooling. The shape right after the second convolution, before that pooling, is asked for.",
    },
  ],
  equivalents: [{ secondConvolution: [8, 8, 16], flattened: 4 ** 2 * 16, parameters: 208 + 3216 + 2570 }],
});

/** Pictures to learn from and to watch the training by. */
export interface PictureData {
  train: { x: tf.Tensor4D; y: tf.Tensor2D };
  validation: { x: tf.Tensor4D; y: tf.Tensor2D };
}

/** Turns each picture clockwise by 0 to 3 quarters; their number is the new label. */
function turnedGarments(count: number, seed: number): ImageSet {
  const set = garments({ count, seed });
  const random = new Random(seed);
  const [, height, width] = set.shape;
  const area = height * width;
  const images = new Uint8Array(set.images.length);
  const labels = Uint8Array.from({ length: count }, () => random.integer(0, 4));
  for (let i = 0; i < images.length; i++) {
    const picture = Math.floor(i / area);
    let [row, column] = [Math.floor((i % area) / width), i % width];
    // Where the pixel came from: a quarter turn clockwise brings (height − 1 − column, row) to (row, column).
    for (let quarter = 0; quarter < (labels[picture] ?? 0); quarter++)
      [row, column] = [height - 1 - column, row];
    images[i] = set.images[picture * area + row * width + column] ?? 0;
  }
  return { images, labels, shape: set.shape };
}

function tensorsOf(set: ImageSet, classes: number): PictureData["train"] {
  return { x: imagesToTensor(set), y: labelsToTensor(set.labels, classes) };
}

/** The share of hidden pictures that a model recognises. */
function shareOf(model: tf.LayersModel, { x, labels }: { x: tf.Tensor; labels: Uint8Array }): number {
  const said = tf.tidy(() => {
    const scores = model.predict(x, { batchSize: 200 }) as tf.Tensor;
    return scores.argMax(-1).dataSync();
  });
  return labels.filter((label, i) => label === said[i]).length / labels.length;
}

const turnWish: ModelWish = {
  input: [28, 28, 1],
  outputs: 4,
  layers: ["Conv2D"],
  loss: "categoricalCrossentropy",
};

const relu = { activation: "relu", kernelInitializer: "heUniform" } as const;
const inputShape = [28, 28, 1];

function plainCnn(units: number, { filters = 16, ...hidden }: Record<string, unknown> = relu): tf.Sequential {
  const model = tf.sequential();
  const conv = { kernelSize: 3, padding: "same", ...hidden } as const;
  model.add(tf.layers.conv2d({ inputShape, filters: filters as number, ...conv }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.conv2d({ filters: 2 * (filters as number), ...conv }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 64, ...hidden }));
  model.add(tf.layers.dense({ units, activation: "softmax" }));
  return compiled(model);
}

/** One convolution, and nothing between it and the output. */
function smallCnn(units: number): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape, filters: 16, kernelSize: 3, padding: "same", ...relu }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units, activation: "softmax" }));
  return compiled(model);
}

function plainMlp(units: number): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.flatten({ inputShape }));
  model.add(tf.layers.dense({ units: 128, ...relu }));
  model.add(tf.layers.dense({ units, activation: "softmax" }));
  return compiled(model);
}

function compiled(model: tf.Sequential): tf.Sequential {
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

async function fitted(
  model: tf.Sequential,
  { x, y }: PictureData["train"],
  epochs: number,
): Promise<tf.Sequential> {
  await model.fit(x, y, { epochs, batchSize: 32, verbose: 0 });
  return model;
}

/** Which way is up? */
export const turnModel = trainingProblem<tf.Sequential, PictureData>({
  id: "15-cnn/turn-model",
  variable: "turnModel",
  stub: `const turned = exercises.turnModel.data;
const turnModel: tf.Sequential = todo; // tf.sequential(), then add your layers:
// the first one needs inputShape: [28, 28, 1], the last one has a unit for each class
// turnModel.compile({ optimizer: …, loss: …, metrics: ["accuracy"] });
// await turnModel.fit(turned.train.x, turned.train.y, { epochs: …, validationData: … });`,
  solution: `const turned = exercises.turnModel.data;
const turnModel = tf.sequential();
turnModel.add(
  tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 16, kernelSize: 3, activation: "relu" }),
);
turnModel.add(tf.layers.maxPooling2d({ poolSize: 2 }));
turnModel.add(tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }));
turnModel.add(tf.layers.maxPooling2d({ poolSize: 2 }));
turnModel.add(tf.layers.flatten());
turnModel.add(tf.layers.dense({ units: 64, activation: "relu" }));
turnModel.add(tf.layers.dense({ units: 4, activation: "softmax" }));
turnModel.compile({
  optimizer: "adam",
  loss: "categoricalCrossentropy",
  metrics: ["accuracy"],
});
await turnModel.fit(turned.train.x, turned.train.y, {
  epochs: 10,
  validationData: [turned.validation.x, turned.validation.y],
});`,
  takeaway: "Your own network tells which way is up, and nobody had to label a single picture for it.",
  hints: [
    "The network of the lesson does well here, too. What has to be different about its last layer?",
    "Convolution, pooling, convolution, pooling, flatten, a dense layer with ReLU, and at the end a softmax with as many units as there are turns. Compile it as the lesson does.",
    "If the accuracy is still rising when the training ends, train for more epochs. If the loss does not fall, look whether the hidden layers have an activation and the last one a softmax.",
  ],
  data: () => {
    const [train, validation] = [turnedGarments(3000, 1501), turnedGarments(500, 1502)];
    return { train: tensorsOf(train, 4), validation: tensorsOf(validation, 4) };
  },
  check: (model) => modelFinding(model, turnWish),
  training: {
    metric: "val_acc",
    name: "accuracy",
    // Five seeds each, 10 epochs: this solution 0.922 to 0.943, the lesson's layers 0.931 to 0.955, half of their filters and
    // units 0.908 to 0.920. Three seeds: one convolution of 16 filters and the output alone 0.820 to 0.865, with 64 units
    // between 0.883 to 0.916 (5 epochs: 0.841 to 0.887), of 8 filters with 32 units 0.838 to 0.880; of four filters 0.825.
    // Global average pooling, 15 epochs: 0.814. One epoch of the lesson's layers: 0.755 to 0.786. An MLP is refused by its
    // layers (0.783 to 0.804).
    gate: 0.78,
    direction: "above",
    measuredOn: "1,000 turned garments that the model has never seen",
    measure: (model) => {
      const hidden = turnedGarments(1000, 1503);
      return tf.tidy(() => shareOf(model, { x: imagesToTensor(hidden), labels: hidden.labels }));
    },
    why: "If the accuracy was still rising at the end, train for more epochs. If it stays low, give the network more filters, or a second convolution with pooling after it.",
  },
  right: [
    (data) => fitted(plainCnn(4), data.train, 8),
    (data) => fitted(plainCnn(4, { activation: "relu" }), data.train, 10),
    (data) => fitted(smallCnn(4), data.train, 10),
  ],
  mistakes: [
    { answer: () => plainCnn(4), says: /not trained yet/ },
    { answer: (data) => fitted(plainMlp(4), data.train, 1), says: /a layer of the kind Conv2D/ },
    { answer: () => plainCnn(10), says: /must give 4 numbers/ },
    // Pictures and labels in different orders: nothing can be learned from them.
    {
      answer: ({ train: { x, y } }) => fitted(plainCnn(4), { x, y: y.reverse(0) }, 1),
      says: /more epochs/,
    },
  ],
});

type Counts = number[][];

/** The recall of each class. */
export const recalls = functionProblem<[Counts], number[]>({
  id: "15-cnn/recalls",
  variable: "recalls",
  stub: "function recalls(counts: number[][]): number[] {\n  return todo;\n}",
  solution: `function recalls(counts: number[][]): number[] {
  const result: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    let sum = 0;
    for (const count of counts[i]) sum += count;
    result.push(sum === 0 ? 0 : counts[i][i] / sum);
  }
  return result;
}`,
  reference: (counts) =>
    counts.map((row, k) => {
      const sum = row.reduce((total, count) => total + count, 0);
      return sum === 0 ? 0 : (row[k] ?? 0) / sum;
    }),
  cases: [
    [
      [
        [3, 1],
        [2, 6],
      ],
    ],
    [
      [
        [8, 2, 0],
        [0, 0, 0],
        [1, 5, 4],
      ],
    ],
    [[[7]]],
    [[[0]]],
    [
      [
        [0, 5],
        [3, 0],
      ],
    ],
  ],
  fuzz: (random) => {
    const size = random.integer(2, 7);
    return [
      Array.from({ length: size }, () => {
        const most = random.chance(0.15) ? 1 : 20;
        return Array.from({ length: size }, () => random.integer(0, most));
      }),
    ];
  },
  mayChangeInput: false,
  show: (counts) => `recalls(${JSON.stringify(counts)})`,
  takeaway: "The mean hides the worst class: now you can say which one it is.",
  otherwise: "For each row i: the number on the diagonal, counts[i][i], divided by the sum of that row.",
  hints: [
    "There is one recall for each row. Which number in the row counts the garments that were found?",
    "Add up the row with a loop. If the sum is 0, push 0; else push the diagonal number divided by the sum.",
    "An outer loop over i, an inner one over counts[i], and result.push(…) after the inner one.",
  ],
  mistakes: [
    {
      answer: (counts) =>
        counts.map((row, k) => {
          const sum = counts.reduce((total, other) => total + (other[k] ?? 0), 0);
          return sum === 0 ? 0 : (row[k] ?? 0) / sum;
        }),
      why: "You divide by the sum of the column, that is by all garments for which the network said i. This is the precision; the recall divides by the row.",
    },
    {
      answer: (counts) => {
        const all = counts.flat().reduce((total, count) => total + count, 0);
        return counts.map((row, k) => (all === 0 ? 0 : (row[k] ?? 0) / all));
      },
      why: "You divide by all garments in the table. The recall of a class divides by the garments of this class, the sum of its row.",
    },
    {
      answer: (counts) =>
        counts.map((row, k) => (row[k] ?? 0) / row.reduce((total, count) => total + count, 0)),
      why: "A class without garments divides 0 by 0, which is NaN. Return 0 for it.",
    },
    {
      answer: (counts) =>
        counts.map((row, k) => {
          const others = row.reduce((total, count, j) => total + (j === k ? 0 : count), 0);
          return others === 0 ? 0 : (row[k] ?? 0) / others;
        }),
      why: "You divide by the mistakes of the row alone. The garments that were found belong to the sum as well.",
    },
  ],
  equivalents: [
    (counts) =>
      counts.map(
        (row, k) =>
          (row[k] ?? 0) /
          Math.max(
            1,
            row.reduce((a, b) => a + b, 0),
          ),
      ),
    (counts) => {
      const result = new Array<number>(counts.length).fill(0);
      counts.forEach((row, k) => {
        let sum = 0;
        for (const count of row) sum += count;
        if (sum > 0) result[k] = (row[k] ?? 0) / sum;
      });
      return result;
    },
  ],
});

function sumOf(map: readonly (readonly number[])[]): number {
  return map.flat().reduce((total, value) => total + value, 0);
}

/** Global average pooling of one map. */
export const globalAverage = functionProblem<[number[][]], number>({
  id: "15-cnn/global-average",
  variable: "globalAverage",
  stub: "function globalAverage(map: number[][]): number {\n  return todo;\n}",
  solution: `function globalAverage(map: number[][]): number {
  let sum = 0;
  let count = 0;
  for (const row of map) {
    for (const value of row) {
      sum += value;
      count += 1;
    }
  }
  return sum / count;
}`,
  reference: (map) => sumOf(map) / map.flat().length,
  cases: [
    [
      [
        [0, 4, 0],
        [0, 2, 0],
      ],
    ],
    [
      [
        [0, 0, 4],
        [0, 0, 2],
      ],
    ],
    [[[5]]],
    [[[1, 2, 3, 4]]],
    [[[-3], [1], [0.5]]],
  ],
  fuzz: (random) => {
    const [rows, columns] = [random.integer(1, 6), random.integer(1, 9)];
    return [Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.uniform(-1, 4)))];
  },
  mayChangeInput: false,
  show: (map) => `globalAverage(${JSON.stringify(map)})`,
  takeaway:
    "Look at the first two cases: the same pattern one place further to the right has the same average. For the layer after it, the garment has not moved.",
  otherwise: "Add up all numbers of the map and divide by how many there are: rows times columns.",
  hints: [
    "Two loops, one inside the other: over the rows, and over the numbers of each row.",
    "Keep two numbers while you loop: the sum, and how many numbers you have seen.",
    "Both start at 0 before the loops; after them, divide one by the other.",
  ],
  mistakes: [
    {
      answer: (map) => Math.max(...map.flat()),
      why: "This is the largest number: global max pooling. The average takes all numbers into account.",
    },
    { answer: (map) => sumOf(map), why: "This is the sum. Divide it by the number of places." },
    {
      answer: (map) => sumOf(map) / map.length,
      why: "You divide by the number of rows. There are rows times columns places.",
    },
    {
      answer: (map) => sumOf(map) / map.length ** 2,
      why: "You divide by the square of the number of rows, but a map may be wider than it is high.",
    },
    {
      answer: (map) => sumOf(map) / (map[0] ?? []).length,
      why: "You divide by the number of columns. There are rows times columns places.",
    },
  ],
  equivalents: [
    (map) => {
      let sum = 0;
      for (const row of map) for (const value of row) sum += value;
      return sum / (map.length * (map[0] ?? []).length);
    },
    (map) => {
      const means = map.map((row) => row.reduce((a, b) => a + b, 0) / row.length);
      return means.reduce((a, b) => a + b, 0) / means.length;
    },
  ],
});

const HOLE = 14;

/** Upright and centred, and without a bar across them. */
function tidyGarments(count: number, seed: number): ImageSet {
  return garments({ count, seed, difficulty: 0 });
}

/** Garments of which a large part is hidden. */
export const sturdyModel = trainingProblem<tf.Sequential, PictureData>({
  id: "15-cnn/sturdy-model",
  variable: "sturdyModel",
  stub: `const covered = exercises.sturdyModel.data;
const sturdyModel: tf.Sequential = todo; // buildCnn(), or layers of your own
// const copies = coverRandomly(covered.train.x, { size: 14, seed: 1 });
// join pictures and labels with tf.concat([…, …]), then compile and fit;
// validationData: [covered.validation.x, covered.validation.y] holds covered garments`,
  solution: `const covered = exercises.sturdyModel.data;
const sturdyModel = buildCnn();
const copies = coverRandomly(covered.train.x, { size: 14, seed: 1 });
sturdyModel.compile({
  optimizer: "adam",
  loss: "categoricalCrossentropy",
  metrics: ["accuracy"],
});
await sturdyModel.fit(
  tf.concat([covered.train.x, copies]),
  tf.concat([covered.train.y, covered.train.y]),
  { epochs: 5, validationData: [covered.validation.x, covered.validation.y] },
);`,
  uses: { buildCnn: () => plainCnn(10), coverRandomly },
  takeaway:
    "The pictures did it, not the layers: a network of the same kind that saw complete garments alone recognises far fewer of the covered ones.",
  hints: [
    "Where did the network of this section learn that a garment may lie off centre? Do the same with covered garments.",
    "`tf.concat([a, b])` puts the pictures of b after those of a. The labels must be joined in the same order; a covered coat is still a coat.",
    "Fit on the complete pictures and their covered copies together, for five epochs or more. Covering them a second time with another seed makes yet more copies.",
  ],
  data: () => {
    const train = tensorsOf(tidyGarments(2000, 1511), 10);
    const complete = tensorsOf(tidyGarments(500, 1512), 10);
    const x = coverRandomly(complete.x, { size: HOLE, seed: 1512 });
    complete.x.dispose();
    return { train, validation: { x, y: complete.y } };
  },
  check: (model) => modelFinding(model, { ...turnWish, outputs: 10 }),
  training: {
    metric: "val_acc",
    name: "accuracy",
    // Five seeds each, complete garments with one covered copy of each, 5 epochs: the lesson's layers 0.904 to 0.946, with
    // default initialisation 0.920 to 0.938, half of the filters 0.900 to 0.939, one convolution 0.915 to 0.952. Three seeds:
    // four filters 0.882 to 0.916, covered copies alone 0.903 to 0.926, copies with a square of 10 0.864 to 0.902. Complete
    // garments alone: the lesson's layers 0.682 to 0.711 (20 epochs), twice the filters 0.688 to 0.754, one convolution
    // 0.683 to 0.728 (12 epochs).
    gate: 0.8,
    direction: "above",
    measuredOn: "1,000 covered garments that the model has never seen",
    measure: (model) => {
      const hidden = tidyGarments(1000, 1513);
      return tf.tidy(() => {
        const x = coverRandomly(imagesToTensor(hidden), { size: HOLE, seed: 1513 });
        return shareOf(model, { x, labels: hidden.labels });
      });
    },
    why: "Train on complete garments and on covered copies of them together, for five epochs or more.",
  },
  right: [
    (data) => fittedOnCovered(plainCnn(10), data, 6),
    (data) => fittedOnCovered(plainCnn(10, { activation: "relu", filters: 8 }), data, 5),
    (data) => fittedOnCovered(smallCnn(10), data, 5),
  ],
  mistakes: [
    { answer: () => plainCnn(10), says: /not trained yet/ },
    { answer: (data) => fitted(plainCnn(10), data.train, 8), says: /covered copies/ },
    { answer: (data) => fittedOnCovered(plainMlp(10), data, 1), says: /a layer of the kind Conv2D/ },
    { answer: () => plainCnn(4), says: /must give 10 numbers/ },
  ],
});

async function fittedOnCovered(
  model: tf.Sequential,
  { train }: PictureData,
  epochs: number,
): Promise<tf.Sequential> {
  const copies = coverRandomly(train.x, { size: HOLE, seed: 5 });
  const both = { x: tf.concat([train.x, copies]), y: tf.concat([train.y, train.y]) };
  await fitted(model, both, epochs);
  tf.dispose([copies, both.x, both.y]);
  return model;
}

/** The exercises by name: `exercises.slid.check(answer)`. */
export const exercises = { slid, onPaper, turnModel, recalls, globalAverage, sturdyModel };
