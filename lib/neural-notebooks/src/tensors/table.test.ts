import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DataError, ShapeError, UnknownNameError } from "../core/errors";
import { DataFrame } from "../frames";
import * as dfd from "danfojs-node";
import { OutlierClipper } from "./clip";
import { OneHotEncoder } from "./encode";
import { SimpleImputer } from "./impute";
import { OrdinalEncoder } from "./ordinal";
import { MinMaxScaler, StandardScaler } from "./scale";
import { isCells, type TableLike } from "./table";

const columns = { age: [20, 40, NaN], sex: ["female", "male", null], "10": [5, 5, 5] };
const makers: Readonly<Record<string, (columns: Readonly<Record<string, never[]>>) => TableLike>> = {
  "a frame": (values) => new DataFrame(values),
  "danfo's DataFrame": (values) => new dfd.DataFrame(values),
};

/** A table's content, column by column. */
function contentOf(table: TableLike): [string, unknown[]][] {
  return table.columns.map((name) => {
    const column = table.column(name);
    return [name, Array.from(isCells(column) ? column : column.values)];
  });
}

for (const [kind, make] of Object.entries(makers)) {
  const table = (values: object): TableLike => make(values as Record<string, never[]>);

  describe(`steps of data preparation with ${kind}`, () => {
    it("give a table of the same class with the same columns, and leave theirs alone", () => {
      const numbers = table({ age: [1, 3], height: [2, 2] });
      const scaled = new StandardScaler().fitTransform(numbers);
      assert.equal(scaled.constructor, numbers.constructor);
      assert.deepEqual(contentOf(scaled), [
        ["age", [-1, 1]],
        ["height", [0, 0]],
      ]);
      assert.deepEqual(contentOf(numbers), [
        ["age", [1, 3]],
        ["height", [2, 2]],
      ]);
      const range = new MinMaxScaler().fit(numbers);
      assert.deepEqual(contentOf(range.inverseTransform(range.transform(numbers))), contentOf(numbers));
      assert.deepEqual(
        contentOf(new OutlierClipper({ factor: 0 }).fitTransform(table({ a: [0, 1, 2, 3, 9] }))),
        [["a", [1, 1, 2, 3, 3]]],
      );
    });

    it("fill missing numbers and words by column", () => {
      const filled = new SimpleImputer({ strategy: "mostFrequent" }).fitTransform(table(columns));
      assert.equal(filled.constructor, table(columns).constructor);
      assert.deepEqual(contentOf(filled), [
        ["10", [5, 5, 5]],
        ["age", [20, 40, 20]],
        ["sex", ["female", "male", "female"]],
      ]);
    });

    it("name the columns of categories as getDummies does", () => {
      const encoder = new OneHotEncoder().fit(table({ sex: ["male", "female"], deck: [2, 1] }));
      const made = encoder.transform(table({ sex: ["female"], deck: [2] }));
      assert.deepEqual(contentOf(made), [
        ["sex_female", [1]],
        ["sex_male", [0]],
        ["deck_1", [0]],
        ["deck_2", [1]],
      ]);
      assert.deepEqual(encoder.getFeatureNamesOut(), ["sex_female", "sex_male", "deck_1", "deck_2"]);
      assert.deepEqual(contentOf(encoder.inverseTransform(made)), [
        ["sex", ["female"]],
        ["deck", [2]],
      ]);
      const codes = new OrdinalEncoder().fit(table({ size: ["s", "l"] }));
      const coded = codes.transform(table({ size: ["s", "s", "l"] }));
      assert.deepEqual(contentOf(coded), [["size", [1, 1, 0]]]);
      assert.deepEqual(contentOf(codes.inverseTransform(coded)), [["size", ["s", "s", "l"]]]);
    });

    it("keep names that look like numbers in their order", () => {
      const years = new OneHotEncoder({ drop: "first" }).fitTransform(table({ b: [1, 2], "7": [1, 2] }));
      assert.deepEqual(years.columns, ["7_2", "b_2"]);
      const scaled = new StandardScaler().fit(table({ "7": [1, 3], b: [1, 3] }));
      assert.deepEqual(scaled.transform(table({ "7": [2], b: [2] })).columns, ["7", "b"]);
    });

    it("take truth values as 0 and 1", () => {
      assert.deepEqual(contentOf(new MinMaxScaler().fitTransform(table({ wet: [true, false] }))), [
        ["wet", [1, 0]],
      ]);
    });

    it("give a tensor at once", () => {
      const scaler = new StandardScaler().fit(table({ a: [1, 3], b: [0, 10] }));
      const tensor = scaler.toTensor(table({ a: [3, 2], b: [10, 5] }));
      assert.deepEqual(tensor.arraySync(), [
        [1, 1],
        [0, 0],
      ]);
      assert.equal(tensor.dtype, "float32");
      tensor.dispose();
    });

    it("take an empty table", () => {
      const scaler = new StandardScaler().fit(table({ a: [1, 3] }));
      const none = kind === "a frame" ? table({ a: [1] }) : new dfd.DataFrame([], { columns: ["a"] });
      const empty = none instanceof DataFrame ? (none.iloc({ rows: [] }) as TableLike) : none;
      assert.deepEqual([scaler.transform(empty).shape[0], scaler.transform(empty).columns], [0, ["a"]]);
    });

    it("say which column is wrong", () => {
      assert.throws(
        () => new StandardScaler().fit(table({ age: [1], sex: ["male"] })),
        (error) =>
          error instanceof DataError &&
          /Cannot fit StandardScaler: column "sex" must be numbers; received "male".*OneHotEncoder/.test(
            error.message,
          ),
      );
      assert.throws(
        () => new StandardScaler().fit(table({ age: [1, NaN] })),
        /column "age", row 1,.*SimpleImputer/,
      );
      assert.throws(
        () => new OneHotEncoder().fit(table({ sex: ["a", null] })),
        /column "sex", row 1,.*SimpleImputer/,
      );
      const scaler = new StandardScaler().fit(table({ age: [1, 2], height: [1, 2] }));
      assert.throws(
        () => scaler.transform(table({ age: [1], weight: [2] })),
        (error) =>
          error instanceof UnknownNameError &&
          /received "height" missing and "weight" added/.test(error.message),
      );
      assert.throws(
        () => scaler.transform(table({ age: [1], Height: [2] })),
        /Is "Height" meant to be "height"\?/,
      );
      assert.throws(() => scaler.transform(table({ age: [1] })), /received "height" missing\. Select/);
      assert.throws(
        () => scaler.transform(table({ age: [1], height: [2], weight: [3] })),
        /received "weight" added\. Select/,
      );
      assert.throws(
        () => scaler.transform(table({ height: [1], age: [2] })),
        (error) =>
          error instanceof ShapeError &&
          /in the training part's order \("age", "height"\)/.test(error.message),
      );
      assert.throws(
        () => new OneHotEncoder().fit(table({ sex: ["male"] })).transform(table({ sex: ["mal"] })),
        /the category in column "sex", row 0, must be one of "male"; received "mal"\. Did you mean "male"\?/,
      );
    });
  });
}

describe("steps of data preparation with danfo", () => {
  it("keep the rows' names", () => {
    const frame = new dfd.DataFrame({ a: [1, 3] }, { index: ["x", "y"] });
    assert.deepEqual(new StandardScaler().fitTransform(frame).index, ["x", "y"]);
    assert.deepEqual(new OneHotEncoder().fitTransform(frame).index, ["x", "y"]);
  });

  it("take and give a Series with its name", () => {
    const series = new dfd.Series([1, 3, NaN], { columns: ["age"] });
    const filled = new SimpleImputer().fitTransform(series);
    assert.ok(filled instanceof dfd.Series);
    assert.deepEqual([filled.columns, filled.values], [["age"], [1, 3, 2]]);
    const scaler = new StandardScaler().fit(filled);
    assert.deepEqual(scaler.featureNamesIn, ["age"]);
    assert.deepEqual(scaler.inverseTransform(scaler.transform(filled)).values, [1, 3, 2]);
    const words = new dfd.Series(["b", "a"]);
    assert.deepEqual(new OrdinalEncoder().fitTransform(words).values, [1, 0]);
    assert.deepEqual(new OneHotEncoder().fitTransform(words), [
      [0, 1],
      [1, 0],
    ]);
  });

  it("follow a table's columns in arrays as well", () => {
    const scaler = new StandardScaler().fit(new dfd.DataFrame({ a: [1, 3] }));
    assert.deepEqual(scaler.transform([[2]]), [[0]]);
    assert.throws(() => scaler.transform([[2, 3]]), ShapeError);
  });

  it("keep the type of dates in a frame", () => {
    const frame = new DataFrame({ day: ["2024-01-01", null, "2024-01-01"] });
    const filled = new SimpleImputer({ strategy: "mostFrequent" }).fitTransform(frame);
    assert.deepEqual([filled.types.day, filled.column("day").values[1]], ["date", "2024-01-01"]);
  });
});
