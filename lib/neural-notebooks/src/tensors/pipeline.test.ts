import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tf } from "../core/tf";
import { ArgumentError, DataError, ShapeError, StateError, UnknownNameError } from "../core/errors";
import { DataFrame } from "../frames";
import * as dfd from "danfojs-node";
import { OutlierClipper } from "./clip";
import { OneHotEncoder } from "./encode";
import { SimpleImputer } from "./impute";
import { throughJson } from "./json.testing";
import { ColumnTransformer, Pipeline, columnTransformer, pipeline, transformerFromJSON } from "./pipeline";
import { MinMaxScaler, StandardScaler } from "./scale";

const train = new DataFrame({
  age: [20, NaN, 40, 30],
  sex: ["female", "male", null, "male"],
  fare: [1, 1, 1, 5],
  name: ["Ada", "Bob", "Cy", "Di"],
});
const prepare = (): ColumnTransformer =>
  columnTransformer({
    numbers: [["age"], new SimpleImputer(), new MinMaxScaler()],
    categories: [["sex"], new SimpleImputer({ strategy: "mostFrequent" }), new OneHotEncoder()],
    rest: [["fare"]],
  });

describe("pipeline", () => {
  it("hands to each step what the one before made of the training part", () => {
    const steps = pipeline(new SimpleImputer(), new MinMaxScaler()).fit([[1], [NaN], [3]]);
    assert.deepEqual(steps.transform([[NaN], [5]]), [[0.5], [2]]);
    assert.deepEqual(Object.keys(steps.namedSteps), ["simpleImputer", "minMaxScaler"]);
  });

  it("knows its steps by name", () => {
    const scaler = new StandardScaler();
    const steps = pipeline([
      ["impute", new SimpleImputer({ strategy: "median" })],
      ["scale", scaler],
    ]).fit([[1], [NaN], [3]]);
    assert.equal(steps.namedSteps["scale"], scaler);
    assert.deepEqual(scaler.mean, [2]);
    assert.deepEqual(Object.keys(pipeline(scaler, scaler).namedSteps), [
      "standardScaler",
      "standardScaler-2",
    ]);
  });

  it("is undone from the last step to the first", () => {
    const steps = pipeline(new StandardScaler(), new MinMaxScaler());
    const x = [
      [1, 5],
      [3, 9],
    ];
    assert.deepEqual(steps.inverseTransform(steps.fitTransform(x)), x);
    assert.throws(
      () => pipeline(new OutlierClipper()).fit(x).inverseTransform(x),
      /step "outlierClipper": OutlierClipper must be a step that can be undone/,
    );
  });

  it("gives a table for a table, and a tensor when asked, leaking none", () => {
    const numbers = new dfd.DataFrame({ age: [1, 3], fare: [0, 4] });
    const steps = pipeline(new SimpleImputer(), new StandardScaler()).fit(numbers);
    const scaled = steps.transform(numbers);
    assert.ok(scaled instanceof dfd.DataFrame);
    assert.deepEqual(
      [scaled.columns, scaled.values],
      [
        ["age", "fare"],
        [
          [-1, -1],
          [1, 1],
        ],
      ],
    );
    const before = tf.memory().numTensors;
    const tensor = steps.toTensor(numbers);
    assert.deepEqual(
      [tensor.shape, tensor.dtype, [...tensor.dataSync()]],
      [[2, 2], "float32", [-1, -1, 1, 1]],
    );
    const again = steps.transform(tensor);
    assert.deepEqual(again.shape, [2, 2]);
    tf.dispose([tensor, again]);
    assert.equal(tf.memory().numTensors, before);
  });

  it("says what is wrong, and in which step", () => {
    assert.throws(() => pipeline(), ArgumentError);
    assert.throws(
      () =>
        pipeline([
          ["a", new StandardScaler()],
          ["a", new MinMaxScaler()],
        ]),
      /all different; received "a"/,
    );
    assert.throws(() => pipeline({} as never), ArgumentError);
    assert.throws(() => pipeline(new StandardScaler()).transform([[1]]), StateError);
    assert.throws(() => pipeline(new StandardScaler()).toTensor([[1]]), StateError);
    assert.throws(
      () =>
        pipeline(new SimpleImputer({ strategy: "mostFrequent" }), new StandardScaler()).fit(
          train.loc({ columns: ["sex"] }),
        ),
      (error) =>
        error instanceof DataError &&
        /fit Pipeline, step "standardScaler": column "sex" must be numbers/.test(error.message),
    );
    const steps = pipeline(new StandardScaler()).fit(train.loc({ columns: ["fare"] }));
    assert.throws(() => steps.transform(train.loc({ columns: ["age"] })), UnknownNameError);
    assert.throws(() => steps.transform([[1, 2]]), ShapeError);
    assert.throws(() => pipeline(new StandardScaler()).fit([]), ShapeError);
  });
});

describe("columnTransformer", () => {
  it("prepares each group of columns by its own steps, side by side", () => {
    const inputs = prepare();
    const prepared = inputs.fitTransform(train);
    assert.deepEqual(prepared.columns, ["age", "sex_female", "sex_male", "fare"]);
    assert.deepEqual(prepared.values, [
      [0, 1, 0, 1],
      [0.5, 0, 1, 1],
      [1, 0, 1, 1],
      [0.5, 0, 1, 5],
    ]);
    assert.deepEqual(inputs.getFeatureNamesOut(), prepared.columns);
    assert.ok(inputs.namedTransformers["numbers"] instanceof Pipeline);
  });

  it("learns from the training part only, and writes one tensor", () => {
    const inputs = prepare().fit(train);
    const test = new DataFrame({ fare: [2], sex: ["female"], age: [60] });
    const before = tf.memory().numTensors;
    const tensor = inputs.toTensor(test);
    assert.deepEqual(tensor.arraySync(), [[2, 1, 0, 2]]);
    tensor.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it("lets other columns through when asked", () => {
    const all = columnTransformer({ numbers: [["fare"], new MinMaxScaler()] }, { remainder: "passthrough" });
    assert.deepEqual(all.fitTransform(train).columns, ["fare", "age", "sex", "name"]);
    assert.deepEqual(all.transform(train).column("name").values, ["Ada", "Bob", "Cy", "Di"]);
  });

  it("chooses columns of arrays by their places", () => {
    const inputs = columnTransformer({ a: [[1], new MinMaxScaler()], b: [[0]] });
    assert.deepEqual(
      inputs.fitTransform([
        [7, 10],
        [8, 20],
      ]),
      [
        [0, 7],
        [1, 8],
      ],
    );
    assert.throws(() => inputs.transform([[1]]), /a column's place must be a whole number from 0 to 0/);
  });

  it("stands as a step of a pipeline", () => {
    const steps = pipeline(prepare(), new StandardScaler()).fit(train);
    const prepared = steps.transform(train);
    assert.deepEqual(prepared.columns, ["age", "sex_female", "sex_male", "fare"]);
    assert.ok(
      Math.abs(prepared.column("fare").values.reduce<number>((sum, value) => sum + Number(value), 0)) < 1e-12,
    );
  });

  it("says what is wrong, and in which part", () => {
    assert.throws(
      () => columnTransformer({ a: [["agee"], new StandardScaler()] }).fit(train),
      /column must be one of .* received "agee"\. Did you mean "age"\?/,
    );
    assert.throws(
      () => columnTransformer({ a: [["sex"], new StandardScaler()] }).fit(train),
      /part "a": column "sex"/,
    );
    assert.throws(
      () =>
        prepare()
          .fit(train)
          .transform(train.drop({ columns: ["age"] })),
      UnknownNameError,
    );
    assert.throws(
      () =>
        prepare()
          .fit(train)
          .transform(train.drop({ columns: ["age", "sex", "fare"] })),
      UnknownNameError,
    );
    assert.throws(() => columnTransformer({ a: [["age"]] }).fit([[1]]), /a table with names/);
    assert.throws(
      () => columnTransformer({ a: [["age"]], b: [["age"]] }).fitTransform(train),
      /different names; received "age"/,
    );
    assert.throws(() => columnTransformer({}), ArgumentError);
    assert.throws(() => columnTransformer({ a: ["age" as never] }), /For one column write \[name\]/);
    assert.throws(
      () => columnTransformer({ a: [["age"]] }, { remainder: "keep" as never }),
      /"drop" or "passthrough"/,
    );
    assert.throws(
      () =>
        prepare()
          .fit(train)
          .toTensor(train.drop({ columns: ["name"] }).addColumn("fare", ["a", "b", "c", "d"])),
      DataError,
    );
  });
});

describe("what was saved", () => {
  it("makes the same steps anew, nested ones too", () => {
    const steps = pipeline(prepare(), new OutlierClipper(), new StandardScaler()).fit(train);
    const again = Pipeline.fromJSON(throughJson(steps));
    assert.deepEqual(again.transform(train).toRows(), steps.transform(train).toRows());
    assert.deepEqual(again.getFeatureNamesOut(), steps.getFeatureNamesOut());
    const parts = columnTransformer({ a: [["fare"], new MinMaxScaler()] }, { remainder: "passthrough" }).fit(
      train,
    );
    assert.deepEqual(
      ColumnTransformer.fromJSON(throughJson(parts)).transform(train).toRows(),
      parts.transform(train).toRows(),
    );
    assert.ok(transformerFromJSON(throughJson(parts)) instanceof ColumnTransformer);
  });

  it("keeps the columns' names", () => {
    const scaler = StandardScaler.fromJSON(
      throughJson(new StandardScaler().fit(train.loc({ columns: ["fare"] }))),
    );
    assert.deepEqual(scaler.featureNamesIn, ["fare"]);
    assert.throws(() => scaler.transform(train.loc({ columns: ["age"] })), UnknownNameError);
  });

  it("is refused when it is something else", () => {
    assert.throws(() => pipeline(new StandardScaler()).toJSON(), StateError);
    assert.throws(() => Pipeline.fromJSON({} as never), /what toJSON of a Pipeline gave/);
    assert.throws(() => ColumnTransformer.fromJSON(null as never), /what toJSON of a ColumnTransformer gave/);
    assert.throws(() => transformerFromJSON({ type: "Magic" }), /StandardScaler, MinMaxScaler/);
  });
});
