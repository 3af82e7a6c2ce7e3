/** Data and labels that cannot be trained on are refused at the door of TensorFlow.js' own methods. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ArgumentError, DataError, ShapeError, StateError } from "./errors";
import { tf, type LayersModel, type Tensor } from "./tf";

type Activation = "linear" | "sigmoid" | "softmax";

function modelOf(units: number, activation: Activation, loss: string): LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units, activation, inputShape: [2], name: "out" })],
  });
  model.compile({ optimizer: "sgd", loss });
  return model;
}

/** Inputs of three rows. */
const inputs = (): Tensor =>
  tf.tensor2d([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
const quiet = { epochs: 1, verbose: 0 } as const;

/** What `fit`, `evaluate` and `trainOnBatch` say of labels. */
async function refusals(model: LayersModel, x: Tensor, y: Tensor): Promise<Error[]> {
  const caught: Error[] = [];
  const note = (error: unknown): void => void caught.push(error as Error);
  await model.fit(x, y, quiet).catch(note);
  try {
    model.evaluate(x, y);
  } catch (error) {
    note(error);
  }
  await model.trainOnBatch(x, y).catch(note);
  return caught;
}

describe("labels", () => {
  const refused: [
    name: string,
    model: [number, Activation, string],
    labels: () => Tensor,
    message: RegExp,
  ][] = [
    [
      "classes from 1",
      [3, "softmax", "sparseCategoricalCrossentropy"],
      () => tf.tensor1d([1, 2, 3]),
      /y, row 2, must be a class number from 0 to 2, as the output has 3 units; received 3\. Classes are counted from 0: subtract 1/,
    ],
    [
      "a class too many",
      [3, "softmax", "sparseCategoricalCrossentropy"],
      () => tf.tensor1d([0, 4, 1]),
      /received 4\. For class 4 the output needs 5 units\.$/,
    ],
    [
      "a negative class",
      [3, "softmax", "sparseCategoricalCrossentropy"],
      () => tf.tensor1d([-1, 0, 1]),
      /row 0.*received -1\. Class numbers are 0, 1, 2/,
    ],
    [
      "half a class",
      [3, "softmax", "sparseCategoricalCrossentropy"],
      () => tf.tensor1d([1.5, 0, 1]),
      /row 0.*received 1\.5/,
    ],
    [
      "classes 1 and 2 for yes or no",
      [1, "sigmoid", "binaryCrossentropy"],
      () => tf.tensor1d([1, 2, 1]),
      /y\[1\] must be between 0 and 1.*received 2\. Write the two classes as 0 and 1\.$/,
    ],
    [
      "a row of two classes",
      [2, "softmax", "categoricalCrossentropy"],
      () =>
        tf.tensor2d([
          [1, 0],
          [1, 1],
          [0, 1],
        ]),
      /y, row 1, must be one-hot.*received \[1, 1\]/,
    ],
    [
      "strings",
      [1, "linear", "meanSquaredError"],
      () => tf.tensor1d(["a", "b", "c"]),
      /y must be a tensor of numbers, not of strings.*Number the classes from 0/,
    ],
    [
      "NaN",
      [1, "linear", "meanSquaredError"],
      () => tf.tensor1d([1, NaN, 2]),
      /y\[1, 0\] must be a finite number; received NaN/,
    ],
  ];
  for (const [name, model, labels, message] of refused) {
    test(`${name}: refused by fit, evaluate and trainOnBatch alike`, async () => {
      const [x, y, network] = [inputs(), labels(), modelOf(...model)];
      const errors = await refusals(network, x, y);
      assert.equal(errors.length, 3);
      for (const error of errors) {
        assert.ok(error instanceof DataError, `${error.name}: ${error.message}`);
        assert.match(error.message, message);
      }
      assert.match(errors[1]?.message ?? "", /^Cannot evaluate the model: /);
      // The model is free for the next fit.
      await modelOf(1, "linear", "meanSquaredError").fit(x, tf.ones([3, 1]), quiet);
    });
  }

  const accepted: [name: string, model: [number, Activation, string], labels: () => Tensor][] = [
    [
      "classes as int32",
      [3, "softmax", "sparseCategoricalCrossentropy"],
      () => tf.tensor1d([2, 0, 1], "int32"),
    ],
    ["truth values", [1, "sigmoid", "binaryCrossentropy"], () => tf.tensor1d([true, false, true], "bool")],
    [
      "whole numbers for a float loss",
      [1, "linear", "meanSquaredError"],
      () => tf.tensor1d([1, 0, 3], "int32"),
    ],
    ["softened labels", [1, "sigmoid", "binaryCrossentropy"], () => tf.tensor1d([0.9, 0.1, 0.9])],
    [
      "softened one-hot rows",
      [2, "softmax", "categoricalCrossentropy"],
      () =>
        tf.tensor2d([
          [0.9, 0.1],
          [0.05, 0.95],
          [0.5, 0.5],
        ]),
    ],
    [
      "int32 one-hot rows",
      [2, "softmax", "categoricalCrossentropy"],
      () =>
        tf.tensor2d(
          [
            [1, 0],
            [0, 1],
            [1, 0],
          ],
          [3, 2],
          "int32",
        ),
    ],
    [
      "huge numbers whose sum is beyond float32",
      [1, "linear", "meanAbsoluteError"],
      () => tf.tensor1d([3e38, 3e38, 1]),
    ],
  ];
  for (const [name, model, labels] of accepted) {
    test(`${name}: taken`, async () => {
      assert.deepEqual(await refusals(modelOf(...model), inputs(), labels()), []);
    });
  }
});

describe("an output that does not suit its loss", () => {
  const cases: [model: [number, Activation, string], labels: number[][], message: RegExp][] = [
    [[1, "softmax", "meanSquaredError"], [[1], [0], [1]], /at least 2 units for softmax/],
    [
      [3, "linear", "categoricalCrossentropy"],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      /activation "softmax" for the loss "categoricalCrossentropy".*received "linear"/,
    ],
    [
      [3, "sigmoid", "categoricalCrossentropy"],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      /received "sigmoid"\. Where a row may be of several classes, keep "sigmoid"/,
    ],
    [[1, "sigmoid", "sparseCategoricalCrossentropy"], [[0], [0], [0]], /one unit for each class, at least 2/],
    [
      [1, "linear", "binaryCrossentropy"],
      [[1], [0], [1]],
      /activation "sigmoid" for the loss "binaryCrossentropy"/,
    ],
  ];
  for (const [model, labels, message] of cases) {
    test(model.join(" "), async () => {
      const errors = await refusals(modelOf(...model), inputs(), tf.tensor2d(labels));
      assert.equal(errors.length, 3);
      for (const error of errors) {
        assert.ok(error instanceof ArgumentError, `${error.name}: ${error.message}`);
        assert.match(error.message, message);
      }
    });
  }

  test("is also seen behind an activation layer of its own", async () => {
    const layers = [
      tf.layers.dense({ units: 1, inputShape: [2] }),
      tf.layers.activation({ activation: "softmax" }),
    ];
    const model = tf.sequential({ layers });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await assert.rejects(model.fit(inputs(), tf.ones([3, 1]), quiet), /at least 2 units for softmax/);
  });
});

describe("what is no data", () => {
  const model = modelOf(1, "linear", "meanSquaredError");
  const y = tf.ones([3, 1]);

  test("an array, a table or nothing in the place of a tensor", async () => {
    const given: [unknown, RegExp][] = [
      [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        /^Cannot fit the model: x must be a tensor of shape \[rows, 2\]; received an array of shape \[3, 2\]\. Make a tensor of it/,
      ],
      [undefined, /received undefined/],
      [
        { shape: [3, 2], columns: ["a", "b"], toTensor: () => y },
        /received a frame of shape \[3, 2\]\. Take its columns as a tensor: frame/,
      ],
    ];
    for (const [x, message] of given)
      await assert.rejects(
        model.fit(x as Tensor, y, quiet),
        (error) => error instanceof ShapeError && message.test(error.message),
      );
    assert.throws(
      () => model.predict([[1, 2]] as never),
      /^ShapeError: Cannot predict: x must be a tensor of shape \[rows, 2\]/,
    );
  });

  test("a tensor that was disposed of", async () => {
    const x = inputs();
    x.dispose();
    await assert.rejects(
      model.fit(x, y, quiet),
      (error) =>
        error instanceof StateError &&
        /x must be a tensor that has not been disposed of.*tf\.tidy/.test(error.message),
    );
  });

  test("validation without a row", async () => {
    const validationData: [Tensor, Tensor] = [tf.zeros([0, 2]), tf.zeros([0, 1])];
    await assert.rejects(
      model.fit(inputs(), y, { ...quiet, validationData }),
      /at least one row.*empty after a split/,
    );
  });

  test("a fit inside of tf.tidy", async () => {
    let promise: Promise<unknown> | undefined;
    tf.tidy(() => void (promise = model.fit(inputs(), y, quiet)));
    await assert.rejects(
      promise as Promise<unknown>,
      (error) => error instanceof StateError && /outside of tf\.tidy/.test(error.message),
    );
    const { history } = await model.fit(inputs(), y, quiet);
    assert.equal(history["loss"]?.length, 1);
  });
});

test("the checks leave no tensor behind and change nothing", async () => {
  const [x, y, model] = [
    inputs(),
    tf.tensor1d([0, 1, 2]),
    modelOf(3, "softmax", "sparseCategoricalCrossentropy"),
  ];
  await model.fit(x, y, quiet);
  const before = tf.memory().numTensors;
  await model.fit(x, y, quiet);
  await assert.rejects(
    model.fit(
      x,
      tf.tidy(() => y.add(5)),
      quiet,
    ),
  );
  assert.equal(tf.memory().numTensors, before + 1, "the refused labels are the caller's");
  assert.deepEqual(Array.from(y.dataSync()), [0, 1, 2]);
});
