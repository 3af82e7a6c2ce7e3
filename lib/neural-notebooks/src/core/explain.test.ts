/** What a learner reads when shapes do not fit or a name is wrong, and that nothing is lost on the way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, NeuralNotebooksError, ShapeError, UnknownNameError } from "./errors";
import { KNOWN_NAMES } from "./known-names";
import { tf } from "./tf";

/** The error that work throws; no tensor may be left behind. */
function thrownBy(work: () => unknown): NeuralNotebooksError {
  const before = tf.memory().numTensors;
  let found: unknown;
  try {
    tf.tidy(() => void work());
  } catch (error) {
    found = error;
  }
  assert.ok(found instanceof NeuralNotebooksError, String(found));
  assert.equal(tf.memory().numTensors, before);
  return found;
}

test("a product of matrices that do not fit tells both shapes and keeps the native words as cause", () => {
  const error = thrownBy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])));
  assert.ok(error instanceof ShapeError);
  assert.equal(
    error.message,
    "Cannot multiply matrices: the first must have as many columns as the second has rows; received [2, 3] and [2, 3], 3 columns and 2 rows. Did you forget to transpose one of them?",
  );
  assert.ok(error.cause instanceof Error);
});

test("columns and rows are counted as the operation reads them", () => {
  const error = thrownBy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2]), false, true));
  assert.match(error.message, /3 columns and 2 rows/);
});

test("a sum of shapes that do not fit tells the first sizes that differ", () => {
  const error = thrownBy(() => tf.add(tf.ones([2, 3]), tf.ones([4, 3])));
  assert.equal(
    error.message,
    "Cannot add: the shapes [2, 3] and [4, 3] must agree, counted from the right, wherever neither size is 1; received 2 and 4.",
  );
});

test("operations that fit are not touched", () => {
  tf.tidy(() => {
    assert.deepEqual(tf.add(tf.ones([2, 1]), tf.ones([3])).shape, [2, 3]);
    assert.deepEqual(tf.matMul(tf.ones([2, 3]), tf.ones([3, 4])).shape, [2, 4]);
  });
});

test("a layer is named with its class and what it got", () => {
  const layer = tf.layers.conv2d({ filters: 2, kernelSize: 5 });
  // Plain TensorFlow.js, too, has two tensors more after this.
  assert.throws(
    () => tf.tidy(() => void layer.apply(tf.ones([2, 3]))),
    /^ShapeError: Cannot run the layer "conv2d_\w+" \(Conv2D\) on shape \[2, 3\]: its input must have rank 4/,
  );
  const dense = tf.layers.dense({ units: 2 });
  const deep = thrownBy(() => dense.apply(tf.ones([3])));
  assert.match(deep.message, /at least rank 2 with the batch axis, and has 1/);
});

test("a model names the layer, the shape that it needs and the one it got", async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3], name: "hidden" })] });
  model.compile({ loss: "meanSquaredError", optimizer: "sgd" });
  assert.match(
    thrownBy(() => model.predict(tf.ones([2, 5]))).message,
    /^Cannot use these inputs: "hidden" must get shape \[null, 3\] \(null is the number of examples\); received \[2, 5\]/,
  );
  const [x, y] = [tf.ones([2, 3]), tf.ones([2, 5])];
  await assert.rejects(
    model.fit(x, y),
    /^ShapeError: Cannot use these targets: each example must have shape \[4\] for the layer "hidden" \(Dense\); received \[5\]/,
  );
  await assert.rejects(model.fit(x, tf.ones([3, 4])), /received 2 inputs and 3 targets/);
});

test("a wrong name of a loss, optimizer or metric is told with the closest ones and the list", () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const compile = (options: object): string => {
    // TensorFlow.js keeps the optimizer that it has made, so tensors are not counted here.
    const work = () => model.compile({ optimizer: "sgd", loss: "meanSquaredError", ...options });
    let message = "";
    assert.throws(work, (error) => ((message = (error as Error).message), error instanceof UnknownNameError));
    return message;
  };
  assert.match(
    compile({ loss: "mse" }),
    /^Cannot compile the model: "mse" is not the name of a loss\. Did you mean "meanSquaredError"\? Known are "meanSquaredError", /,
  );
  assert.match(compile({ optimizer: "adm" }), /not the name of an optimizer\. Did you mean "adam"\?/);
  assert.match(compile({ metrics: ["acuracy"] }), /not the name of a metric\. Did you mean "accuracy"\?/);
  assert.match(compile({ metrics: ["meanSquaredError"] }), /Did you mean "mse"\?/);
});

test("a wrong name of an activation, initializer or regularizer is told where the layer is made", () => {
  const dense = (options: object): string =>
    thrownBy(() => tf.layers.dense({ units: 1, ...options })).message;
  assert.match(
    dense({ activation: "rellu" }),
    /^Cannot make the layer tf\.layers\.dense: "rellu" is not the name of an activation\. Did you mean "relu"/,
  );
  assert.match(dense({ kernelInitializer: "he_normal" }), /Did you mean "heNormal"/);
  assert.match(dense({ kernelRegularizer: "l2" }), /tf\.regularizers\.l2\(\{ l2: 0\.01 \}\)/);
});

test("every name of the lists is one that TensorFlow.js takes", () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  for (const loss of KNOWN_NAMES["loss"] ?? []) model.compile({ optimizer: "sgd", loss });
  for (const optimizer of KNOWN_NAMES["optimizer"] ?? [])
    model.compile({ optimizer: optimizer, loss: "meanSquaredError" });
  for (const metric of KNOWN_NAMES["metric"] ?? [])
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics: [metric] });
  const dense = (options: object) => tf.layers.dense({ units: 1, ...options });
  for (const activation of KNOWN_NAMES["activation"] ?? []) dense({ activation });
  for (const kernelInitializer of KNOWN_NAMES["initializer"] ?? []) dense({ kernelInitializer });
  for (const kernelRegularizer of KNOWN_NAMES["regularizer"] ?? []) dense({ kernelRegularizer });
  for (const kernelConstraint of KNOWN_NAMES["constraint"] ?? []) dense({ kernelConstraint });
});

test("ragged rows are refused with the first row that differs", () => {
  const error = thrownBy(() => tf.tensor([[1, 2], [3]]));
  assert.ok(error instanceof DataError);
  assert.equal(
    error.message,
    "Cannot make a tensor: all rows must be of the same length; values[1] has 1 value, and values[0] has 2. Fill or cut the row at [1] before you call tf.tensor.",
  );
  const deep = thrownBy(() =>
    tf.tensor3d([
      [[1], [2]],
      [[3], [4, 5]],
    ]),
  );
  assert.match(deep.message, /values\[1\]\[1\] has 2 values, and values\[0\]\[0\] has 1/);
  // As many values as the shape wants: only the rows tell.
  assert.throws(() => tf.tensor([[1, 2], [3], [4, 5, 6]]), /values\[1\] has 1 value/);
});

test("rows of different depth are refused", () => {
  assert.throws(() => tf.tensor([1, [2]] as never), /values\[1\] is an array where others are numbers/);
  assert.throws(() => tf.tensor([[1], 2] as never), /values\[1\] is a single value where others are arrays/);
});

test("even rows, typed arrays, texts and empty arrays pass, and the array is not changed", () => {
  tf.tidy(() => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    assert.deepEqual(tf.tensor(rows).arraySync(), rows);
    assert.deepEqual(
      tf.tensor2d([new Float32Array([1, 2]), new Float32Array([3, 4])] as never).shape,
      [2, 2],
    );
    assert.deepEqual(tf.tensor([["a"], ["b"]]).shape, [2, 1]);
    assert.deepEqual(tf.tensor([]).shape, [0]);
    assert.deepEqual(tf.tensor(5).shape, []);
  });
});

test("a model whose compile failed is not compiled", async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  assert.throws(() => model.compile({ loss: "mse", optimizer: "sgd" }), UnknownNameError);
  const [x, y] = [tf.ones([4, 2]), tf.ones([4, 1])];
  await assert.rejects(async () => model.fit(x, y), /must compile|needs to be compiled/);
  assert.throws(() => model.evaluate(x, y), /must compile|needs to be compiled/);
  model.compile({ loss: "meanSquaredError", optimizer: "sgd" });
  assert.equal((await model.fit(x, y, { verbose: 0 })).epoch.length, 1);
  tf.dispose([x, y]);
  model.dispose();
});
