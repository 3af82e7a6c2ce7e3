/** What danfo's reference says its methods do, tried on our classes: names, arguments, results. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tf } from "../core/tf";
import { loadDanfo } from "./danfo-loader";
import { DataFrame, Series, concat, merge } from "./data-frame";
import { toCSV, toJSON } from "./write";

/** A group of examples: what is tried → [what it gives, what it should give]. */
type Examples = Readonly<Record<string, () => readonly [actual: unknown, expected: unknown]>>;

const fruit = () =>
  new DataFrame(
    {
      name: ["fig", "pear", "plum", "kiwi"],
      price: [3, 2, NaN, 5],
      count: [7, 0, 4, 2],
      ripe: [true, false, true, null],
    },
    { index: ["a", "b", "c", "d"] },
  );
const grid = () =>
  new DataFrame(
    [
      [1, 2],
      [3, 4],
      [1, 2],
      [5, 6],
    ],
    { columns: ["A", "B"] },
  );
const gaps = () => new DataFrame({ x: [1, NaN, 3], y: ["u", null, "w"] });
const numbers = () => new Series([4, 1, 3], { index: ["p", "q", "r"] });
const words = () => new Series(["One two", " three ", null]);
const pairs = () =>
  new DataFrame(
    [
      ["u", 1, 10],
      ["v", 2, 20],
      ["u", 3, 30],
    ],
    { columns: ["k", "m", "n"] },
  );

const groups: Readonly<Record<string, Examples>> = {
  "new DataFrame": {
    "of rows as objects": () => [
      new DataFrame([
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ]).values,
      [
        [1, "x"],
        [2, "y"],
      ],
    ],
    "of columns": () => [new DataFrame({ a: [1, 2], b: [3, 4] }).shape, [2, 2]],
    "of arrays, with names and types": () => {
      const frame = new DataFrame(
        [
          [1, 2.5],
          [3, 4],
        ],
        { columns: ["a", "b"], index: ["r", "s"], dtypes: ["int32", "float32"] },
      );
      return [
        [frame.columns, frame.index, frame.dtypes],
        [
          ["a", "b"],
          ["r", "s"],
          ["int32", "float32"],
        ],
      ];
    },
    "of arrays, without names": () => [grid().copy() && new DataFrame([[1, 2]]).columns, ["0", "1"]],
    "of a tensor": () => {
      const tensor = tf.tensor2d([
        [1, 2],
        [3, 4],
      ]);
      const { values } = new DataFrame(tensor);
      tensor.dispose();
      return [
        values,
        [
          [1, 2],
          [3, 4],
        ],
      ];
    },
    "of columns of Series": () => [new DataFrame({ a: new Series([1, 2]) }).values, [[1], [2]]],
    "of nothing": () => [new DataFrame().shape, [0, 0]],
    "of nothing, with names": () => [new DataFrame([], { columns: ["a", "b"] }).shape, [0, 2]],
    "of text that dtypes make numbers": () => [
      new DataFrame([["1"], ["2"]], { dtypes: ["int32"] }).values,
      [[1], [2]],
    ],
    "of a frame of danfo": () => {
      const theirs = new (loadDanfo().DataFrame as unknown as new (data: unknown) => object)([[1, 2]]);
      return [new DataFrame(theirs).values, [[1, 2]]];
    },
  },
  properties: {
    "shape, ndim, size": () => [
      [grid().shape, grid().ndim, grid().size],
      [[4, 2], 2, 8],
    ],
    axis: () => [fruit().loc({ columns: ["name"] }).axis, { index: ["a", "b", "c", "d"], columns: ["name"] }],
    dtypes: () => [fruit().dtypes, ["string", "float32", "int32", "boolean"]],
    ctypes: () => [
      [fruit().ctypes.index, fruit().ctypes.values],
      [
        ["name", "price", "count", "ripe"],
        ["string", "float32", "int32", "boolean"],
      ],
    ],
    values: () => [fruit().values[2], ["plum", NaN, 4, true]],
    getColumnData: () => [
      grid().getColumnData,
      [
        [1, 3, 1, 5],
        [2, 4, 2, 6],
      ],
    ],
    "a column as a property": () => [fruit().name.values, ["fig", "pear", "plum", "kiwi"]],
    "a column by brackets": () => [fruit()["count"].constructor === Function, true],
    "setting a column": () => {
      const frame = grid();
      (frame as unknown as Record<string, unknown>)["A"] = [9, 8, 7, 6];
      return [frame.column("A").values, [9, 8, 7, 6]];
    },
    tensor: () => {
      const { tensor } = grid();
      const seen = [tensor.dtype, tensor.shape, Array.from(tensor.dataSync()).slice(0, 2)];
      tensor.dispose();
      return [seen, ["float32", [4, 2], [1, 2]]];
    },
    T: () => [grid().T.shape, [2, 4]],
  },
  "taking rows and columns": {
    "head and tail": () => [
      [grid().head(1).values, grid().tail(1).index],
      [[[1, 2]], [3]],
    ],
    "head of five": () => [grid().head().shape, [4, 2]],
    "loc by names": () => [
      fruit().loc({ rows: ["c", "a"], columns: ["count", "name"] }).values,
      [
        [4, "plum"],
        [7, "fig"],
      ],
    ],
    "loc by a slice of names, its end included": () => [fruit().loc({ rows: ["b:c"] }).index, ["b", "c"]],
    "loc by a slice of columns": () => [
      fruit().loc({ columns: ["price:"] }).columns,
      ["price", "count", "ripe"],
    ],
    "loc by truth values": () => [fruit().loc({ rows: [true, false, false, true] }).index, ["a", "d"]],
    "loc by a condition": () => [
      fruit().loc({ rows: fruit().column("count").gt(3), columns: ["name"] }).values,
      [["fig"], ["plum"]],
    ],
    "loc by numbers as names": () => [
      grid().loc({ rows: [3, 0] }).values,
      [
        [5, 6],
        [1, 2],
      ],
    ],
    "iloc by places": () => [fruit().iloc({ rows: [1], columns: [0, 2] }).values, [["pear", 0]]],
    "iloc by slices, their ends left out": () => [
      fruit().iloc({ rows: ["1:3"], columns: [":2"] }).values,
      [
        ["pear", 2],
        ["plum", NaN],
      ],
    ],
    "iloc by truth values": () => [grid().iloc({ rows: [false, true, false, false] }).values, [[3, 4]]],
    "at and iat": () => [
      [fruit().at("b", "price"), fruit().iat(3, 0)],
      [2, "kiwi"],
    ],
    "query by a list": () => [grid().query([true, false, true, true]).index, [0, 2, 3]],
    "query by a condition": () => [
      grid().query(grid().A.gt(2)).values,
      [
        [3, 4],
        [5, 6],
      ],
    ],
    "query by conditions": () => [grid().query(grid().A.gt(2).and(grid().B.lt(5))).values, [[3, 4]]],
    "query in place": () => {
      const frame = grid();
      frame.query(frame.A.gt(2), { inplace: true });
      return [
        [frame.index, frame.A.values],
        [
          [1, 3],
          [3, 5],
        ],
      ];
    },
    selectDtypes: () => [fruit().selectDtypes(["string", "boolean"]).columns, ["name", "ripe"]],
    column: () => [fruit().column("count").sum(), 13],
    "drop columns": () => [fruit().drop({ columns: ["ripe", "price"] }).columns, ["name", "count"]],
    "drop one column in place": () => {
      const frame = grid();
      frame.drop({ columns: "A", inplace: true });
      return [
        [frame.columns, "A" in frame],
        [["B"], false],
      ];
    },
    "drop rows": () => [fruit().drop({ index: ["a", "c"] }).index, ["b", "d"]],
  },
  "sorting and naming": {
    sortValues: () => [fruit().sortValues("count").index, ["b", "d", "c", "a"]],
    "sortValues downwards in place": () => {
      const frame = fruit();
      frame.sortValues("price", { ascending: false, inplace: true });
      return [frame.index, ["d", "a", "b", "c"]];
    },
    sortIndex: () => [fruit().sortIndex({ ascending: false }).index, ["d", "c", "b", "a"]],
    "setIndex by names": () => [grid().setIndex({ index: ["w", "x", "y", "z"] }).index, ["w", "x", "y", "z"]],
    "setIndex by a column that is dropped": () => {
      const frame = fruit().setIndex({ column: "name", drop: true });
      return [
        [frame.index[0], frame.columns],
        ["fig", ["price", "count", "ripe"]],
      ];
    },
    resetIndex: () => [fruit().resetIndex().index, [0, 1, 2, 3]],
    "rename columns": () => [grid().rename({ A: "a", B: "b" }).columns, ["a", "b"]],
    "rename columns in place": () => {
      const frame = grid();
      frame.rename({ A: "a" }, { inplace: true });
      return [
        [frame.columns, (frame as unknown as { a: Series }).a.values],
        [
          ["a", "B"],
          [1, 3, 1, 5],
        ],
      ];
    },
    "rename rows": () => [grid().rename({ 0: "a", 1: "b" }, { axis: 0 }).index, ["a", "b", 2, 3]],
    addColumn: () => [grid().addColumn("C", [1, 2, 3, 4]).columns, ["A", "B", "C"]],
    "addColumn at a place": () => [
      grid().addColumn("C", [1, 2, 3, 4], { atIndex: 0 }).columns,
      ["C", "A", "B"],
    ],
    "addColumn before a name, in place": () => {
      const frame = grid();
      frame.addColumn("C", new Series(["a", "b", "c", "d"]), { atIndex: "B", inplace: true });
      return [
        [frame.columns, frame.iat(1, 1)],
        [["A", "C", "B"], "b"],
      ];
    },
    "append a row": () => [grid().append([7, 8], ["new"]).tail(1).index, ["new"]],
    "append rows of a frame": () => [
      grid().append(
        new DataFrame([
          [7, 8],
          [9, 10],
        ]),
        ["a", "b"],
      ).shape,
      [6, 2],
    ],
    "append a Series in place": () => {
      const frame = grid();
      frame.append(new Series([7, 8]), 4, { inplace: true });
      return [frame.values[4], [7, 8]];
    },
    asType: () => [new DataFrame([[1, 2.7]], { columns: ["A", "B"] }).asType("B", "int32").values, [[1, 2]]],
    "asType text": () => [grid().asType("A", "string").column("A").values, ["1", "3", "1", "5"]],
    replace: () => [grid().replace(2, 5).column("B").values, [5, 4, 5, 6]],
    "replace in some columns": () => [
      grid()
        .replace(1, 9, { columns: ["B"] })
        .column("A").values,
      [1, 3, 1, 5],
    ],
    transpose: () => [
      [grid().transpose().index, grid().transpose().columns],
      [
        ["A", "B"],
        ["0", "1", "2", "3"],
      ],
    ],
    copy: () => [fruit().copy().values, fruit().values],
  },
  "missing values": {
    isNa: () => [
      gaps().isNa().values,
      [
        [false, false],
        [true, true],
        [false, false],
      ],
    ],
    "dropNa of rows": () => [gaps().dropNa().index, [0, 2]],
    "dropNa of columns": () => [fruit().dropNa({ axis: 0 }).columns, ["name", "count"]],
    "dropNa in place": () => {
      const frame = gaps();
      frame.dropNa({ axis: 1, inplace: true });
      return [
        frame.values,
        [
          [1, "u"],
          [3, "w"],
        ],
      ];
    },
    "fillNa with one value": () => [gaps().fillNa(0).values[1], [0, "0"]],
    "fillNa by columns": () => [gaps().fillNa([9, "?"], { columns: ["x", "y"] }).values[1], [9, "?"]],
    "fillNa in place": () => {
      const frame = gaps();
      frame.fillNa(7, { columns: ["x"], inplace: true });
      return [frame.values[1], [7, null]];
    },
  },
  arithmetic: {
    "add a number": () => [grid().add(1).values[0], [2, 3]],
    "sub one for each column": () => [grid().sub([1, 2]).values[1], [2, 2]],
    "mul by one for each row": () => [grid().mul([1, 2, 3, 4], { axis: 0 }).values[3], [20, 24]],
    "div by a Series": () => [grid().div(new Series([2, 2])).values[0], [0.5, 1]],
    "pow, mod": () => [
      [grid().pow(2).values[3], grid().mod(3).values[3]],
      [
        [25, 36],
        [2, 0],
      ],
    ],
    "add a frame in place": () => {
      const frame = grid();
      frame.add(grid(), { inplace: true });
      return [frame.values[3], [10, 12]];
    },
    divNoNan: () => [new DataFrame([[1, 4]]).divNoNan([0, 2]).values, [[0, 2]]],
    "lt, gt, le, ge, eq, ne": () => {
      const frame = new DataFrame([[1, 2, 3]]);
      return [
        [frame.lt(2), frame.gt(2), frame.le(2), frame.ge(2), frame.eq(2), frame.ne(2)].map(({ values }) =>
          values[0]?.map(Number).join(""),
        ),
        ["100", "001", "110", "011", "010", "101"],
      ];
    },
    "abs and round": () => [
      [new DataFrame([[-1.26, 2]]).abs().values, new DataFrame([[-1.26, 2]]).round(1).values],
      [[[1.26, 2]], [[-1.3, 2]]],
    ],
    "cumSum along rows and columns": () => [
      [grid().cumSum().values[0], grid().cumSum({ axis: 0 }).values[3]],
      [
        [1, 3],
        [10, 14],
      ],
    ],
    "cumMax, cumMin, cumProd": () => [
      [grid().cumMax({ axis: 0 }), grid().cumMin({ axis: 0 }), grid().cumProd({ axis: 0 })].map(
        ({ values }) => values[3],
      ),
      [
        [5, 6],
        [1, 2],
        [15, 96],
      ],
    ],
    "diff of rows": () => [
      grid().diff(1).values.slice(0, 2),
      [
        [NaN, NaN],
        [2, 2],
      ],
    ],
    "pctChange of rows": () => [grid().pctChange(1).values[1], [2, 1]],
  },
  statistics: {
    "mean of rows and columns": () => [
      [grid().mean().values, grid().mean({ axis: 0 }).values],
      [
        [1.5, 3.5, 1.5, 5.5],
        [2.5, 3.5],
      ],
    ],
    "median, mode": () => [
      [grid().median({ axis: 0 }).values, grid().mode({ axis: 0 }).values],
      [
        [2, 3],
        [1, 2],
      ],
    ],
    "min, max, sum, count": () => [
      [
        grid().min({ axis: 0 }),
        grid().max({ axis: 0 }),
        grid().sum({ axis: 0 }),
        grid().count({ axis: 0 }),
      ].map(({ values }) => values),
      [
        [1, 2],
        [5, 6],
        [10, 14],
        [4, 4],
      ],
    ],
    "var and std": () => [
      [grid().var({ axis: 0 }).values, grid().std({ axis: 0 }).index],
      [
        [11 / 3, 11 / 3],
        ["A", "B"],
      ],
    ],
    nUnique: () => [
      [grid().nUnique().values, grid().nUnique(0).values],
      [
        [2, 2, 2, 2],
        [3, 3],
      ],
    ],
    describe: () => {
      const told = grid().describe();
      return [
        [told.index, told.column("A").values.map((value) => Math.round(Number(value) * 1000) / 1000)],
        [
          ["count", "mean", "std", "min", "median", "max", "variance"],
          [4, 2.5, 1.915, 1, 2, 5, 3.667],
        ],
      ];
    },
    "apply to rows and columns": () => [
      [
        grid().apply((row) => Number(row[0]) + Number(row[1])).values,
        grid().apply((column) => column.length, { axis: 0 }).values,
      ],
      [
        [3, 7, 3, 11],
        [4, 4],
      ],
    ],
    applyMap: () => [grid().applyMap((cell) => Number(cell) ** 2).values[3], [25, 36]],
  },
  groups: {
    "mean of a column": () => [
      pairs().groupby(["k"]).col(["m"]).mean().values,
      [
        ["u", 2],
        ["v", 2],
      ],
    ],
    "sum of all columns": () => [
      [pairs().groupby(["k"]).sum().columns, pairs().groupby(["k"]).sum().values],
      [
        ["k", "m_sum", "n_sum"],
        [
          ["u", 4, 40],
          ["v", 2, 20],
        ],
      ],
    ],
    "count, min, max": () => [
      [
        pairs().groupby(["k"]).col(["m"]).count(),
        pairs().groupby(["k"]).col(["m"]).min(),
        pairs().groupby(["k"]).col(["m"]).max(),
      ].map(({ values }) => values[0]),
      [
        ["u", 2],
        ["u", 1],
        ["u", 3],
      ],
    ],
    "std and var": () => [
      [pairs().groupby(["k"]).col(["m"]).std().values, pairs().groupby(["k"]).col(["m"]).var().values[0]],
      [
        [
          ["u", Math.SQRT2],
          ["v", NaN],
        ],
        ["u", 2],
      ],
    ],
    agg: () => [
      pairs()
        .groupby(["k"])
        .agg({ m: ["mean", "sum"], n: "count" }).columns,
      ["k", "m_mean", "m_sum", "n_count"],
    ],
    "several keys": () => [pairs().groupby(["k", "m"]).col(["n"]).sum().shape, [3, 3]],
    getGroup: () => [
      pairs().groupby(["k"]).getGroup(["u"]).values,
      [
        ["u", 1, 10],
        ["u", 3, 30],
      ],
    ],
    "groups and ngroups": () => [
      [pairs().groupby(["k"]).groups["v"], pairs().groupby(["k"]).ngroups],
      [{ k: ["v"], m: [2], n: [20] }, 2],
    ],
    iteration: () => [
      Array.from(pairs().groupby(["k"]), ({ key, frame }) => [key["k"], frame.shape[0]]),
      [
        ["u", 2],
        ["v", 1],
      ],
    ],
    "apply, frames": () => [
      pairs()
        .groupby(["k"])
        .apply((group) => group.head(1)).columns,
      ["k_Group", "k", "m", "n"],
    ],
    "apply, series": () => [
      pairs()
        .groupby(["k"])
        .apply((group) => group.loc({ columns: ["m", "n"] }).sum({ axis: 0 })).values,
      [
        ["u", 4, 40],
        ["v", 2, 20],
      ],
    ],
    "first, last, size": () => [
      [
        pairs().groupby(["k"]).first().values[0],
        pairs().groupby(["k"]).last().values[0],
        pairs().groupby(["k"]).size().values,
      ],
      [
        ["u", "u", 1, 10],
        ["u", "u", 3, 30],
        [
          ["u", 2],
          ["v", 1],
        ],
      ],
    ],
    cumSum: () => [
      pairs().groupby(["k"]).col(["m"]).cumSum().values,
      [
        ["u", 1],
        ["u", 4],
        ["v", 2],
      ],
    ],
  },
  joining: {
    "merge, inner": () => [
      merge({ left: pairs(), right: new DataFrame({ k: ["u"], z: [5] }), on: ["k"], how: "inner" }).values,
      [
        ["u", 1, 10, 5],
        ["u", 3, 30, 5],
      ],
    ],
    "merge, left": () => [
      merge({ left: pairs(), right: new DataFrame({ k: ["u"], z: [5] }), on: ["k"], how: "left" }).values[1],
      ["v", 2, 20, NaN],
    ],
    "merge, right": () => [
      merge({ left: pairs(), right: new DataFrame({ k: ["w"], z: [5] }), on: ["k"], how: "right" }).values,
      [["w", NaN, NaN, 5]],
    ],
    "concat below": () => [concat({ dfList: [grid(), grid()], axis: 0 }).shape, [8, 2]],
    "concat beside": () => [
      concat({ dfList: [grid(), numbers().resetIndex()], axis: 1 }).columns,
      ["A", "B", "0"],
    ],
    "concat of series": () => [
      concat({ dfList: [new Series([1]), new Series([2])], axis: 0 }).values,
      [1, 2],
    ],
    getDummies: () => [
      [pairs().getDummies().columns, pairs().getDummies().values[1]],
      [
        ["m", "n", "k_u", "k_v"],
        [2, 20, 0, 1],
      ],
    ],
    "getDummies with prefixes": () => [
      pairs().getDummies({ columns: ["k"], prefix: "is", prefixSeparator: "-" }).columns,
      ["m", "n", "is-u", "is-v"],
    ],
  },
  "new Series": {
    "of values, with names": () => [
      [numbers().values, numbers().index, numbers().dtype, numbers().shape],
      [[4, 1, 3], ["p", "q", "r"], "int32", [3, 1]],
    ],
    "of text and of truth values": () => [
      [new Series(["a"]).dtype, new Series([true]).dtype, new Series([1.5]).dtype],
      ["string", "boolean", "float32"],
    ],
    tensor: () => {
      const { tensor } = numbers();
      const seen = [tensor.dtype, Array.from(tensor.dataSync())];
      tensor.dispose();
      return [seen, ["int32", [4, 1, 3]]];
    },
    "head, tail, iloc, loc": () => [
      [
        numbers().head(1),
        numbers().tail(1),
        numbers().iloc([0, 2]),
        numbers().iloc(["1:3"]),
        numbers().loc(["q"]),
      ].map(({ values }) => values),
      [[4], [3], [4, 3], [1, 3], [1]],
    ],
    "at, iat": () => [
      [numbers().at("q"), numbers().iat(0)],
      [1, 4],
    ],
    "add, sub, mul, div, pow, mod": () => [
      [
        numbers().add(1),
        numbers().sub([1, 1, 1]),
        numbers().mul(2),
        numbers().div(2),
        numbers().pow(2),
        numbers().mod(2),
      ].map(({ values }) => values[0]),
      [5, 3, 8, 2, 16, 0],
    ],
    "add in place": () => {
      const series = numbers();
      series.add(1, { inplace: true });
      return [series.values, [5, 2, 4]];
    },
    "maximum, minimum": () => [
      [numbers().maximum([0, 5, 5]).values, numbers().minimum(3).values],
      [
        [4, 5, 5],
        [3, 1, 3],
      ],
    ],
    "mean, median, mode, min, max, sum, count": () => {
      const series = numbers();
      return [
        [
          series.mean(),
          series.median(),
          series.mode(),
          series.min(),
          series.max(),
          series.sum(),
          series.count(),
        ],
        [8 / 3, 3, [1, 3, 4], 1, 4, 8, 3],
      ];
    },
    "std and var": () => [
      [numbers().var(), numbers().std()],
      [7 / 3, Math.sqrt(7 / 3)],
    ],
    "round and abs": () => [
      [new Series([1.26, NaN]).round(1).values, new Series([-2]).abs().values],
      [[1.3, NaN], [2]],
    ],
    "isNa, dropNa, fillNa": () => [
      [words().isNa().values, words().dropNa().index, words().fillNa("?").values[2]],
      [[false, false, true], [0, 1], "?"],
    ],
    "sortValues and argSort": () => [
      [
        numbers().sortValues().index,
        numbers().sortValues({ ascending: false }).values,
        numbers().argSort().values,
      ],
      [
        ["q", "r", "p"],
        [4, 3, 1],
        [1, 2, 0],
      ],
    ],
    "argMax, argMin": () => [
      [numbers().argMax(), numbers().argMin()],
      [0, 1],
    ],
    "unique, nUnique, valueCounts": () => {
      const series = new Series(["b", "a", "b"]);
      return [
        [series.unique().values, series.nUnique(), series.valueCounts().index, series.valueCounts().values],
        [["b", "a"], 2, ["b", "a"], [2, 1]],
      ];
    },
    dropDuplicates: () => [
      [
        new Series([1, 2, 1]).dropDuplicates().index,
        new Series([1, 2, 1]).dropDuplicates({ keep: "last" }).index,
      ],
      [
        [0, 1],
        [1, 2],
      ],
    ],
    "map by a function and by an object": () => [
      [numbers().map((value) => value * 2).values, new Series(["a", "b"]).map({ a: "A" }).values],
      [
        [8, 2, 6],
        ["A", "b"],
      ],
    ],
    apply: () => [numbers().apply((value) => `${value}!`).values, ["4!", "1!", "3!"]],
    "cumSum, cumMax, cumMin, cumProd": () => [
      [numbers().cumSum(), numbers().cumMax(), numbers().cumMin(), numbers().cumProd()].map(
        ({ values }) => values,
      ),
      [
        [4, 5, 8],
        [4, 4, 4],
        [4, 1, 1],
        [4, 4, 12],
      ],
    ],
    "lt, gt, le, ge, eq, ne": () => [
      [
        numbers().lt(3),
        numbers().gt(3),
        numbers().le([4, 0, 3]),
        numbers().ge(3),
        numbers().eq(new Series([4, 2, 3])),
        numbers().ne(1),
      ].map(({ values }) => values.map(Number).join("")),
      ["010", "100", "101", "101", "101", "101"],
    ],
    "and, or": () => [
      [new Series([true, false]).and([true, true]).values, new Series([true, false]).or(false).values],
      [
        [true, false],
        [true, false],
      ],
    ],
    "replace, append, asType": () => [
      [
        numbers().replace(1, 9).values,
        numbers().append(5, "s").index,
        new Series([1.7]).asType("int32").values,
        numbers().asType("string").values,
      ],
      [[4, 9, 3], ["p", "q", "r", "s"], [1], ["4", "1", "3"]],
    ],
    "setIndex, resetIndex, copy": () => [
      [numbers().setIndex([7, 8, 9]).index, numbers().resetIndex().index, numbers().copy().values],
      [
        [7, 8, 9],
        [0, 1, 2],
        [4, 1, 3],
      ],
    ],
    describe: () => [
      [numbers().describe().index, numbers().describe().values[0]],
      [["count", "mean", "std", "min", "median", "max", "variance"], 3],
    ],
    getDummies: () => [
      [
        new Series(["b", "a"]).getDummies({ prefix: "is" }).columns,
        new Series(["b", "a"]).getDummies().values,
      ],
      [
        ["is_a", "is_b"],
        [
          [0, 1],
          [1, 0],
        ],
      ],
    ],
  },
  "series.str": {
    case: () => [
      [
        words().str.toUpperCase().values,
        words().str.toLowerCase().values[0],
        words().str.capitalize().values[0],
      ],
      [["ONE TWO", " THREE ", null], "one two", "One two"],
    ],
    search: () => [
      [
        words().str.includes("t").values,
        words().str.startsWith("One").values,
        words().str.endsWith("two").values,
        words().str.indexOf("t").values,
        words().str.search(/t/).values,
      ],
      [
        [true, true, null],
        [true, false, null],
        [true, false, null],
        [4, 1, NaN],
        [4, 1, NaN],
      ],
    ],
    parts: () => [
      [
        words().str.slice(0, 3),
        words().str.substring(4, 7),
        words().str.substr(4, 3),
        words().str.charAt(1),
        words().str.split(" "),
      ].map(({ values }) => values[0]),
      ["One", "two", "two", "n", "One,two"],
    ],
    making: () => [
      [
        words().str.trim().values[1],
        words().str.concat("!").values[0],
        words().str.join("x", "-").values[0],
        words().str.repeat(2).values[1],
        words().str.replace("two", "2").values[0],
        words().str.len().values,
      ],
      ["three", "One two!", "One two-x", " three  three ", "One 2", [7, 7, NaN]],
    ],
    "in place": () => {
      const series = words();
      series.str.trim({ inplace: true });
      return [series.values[1], "three"];
    },
  },
  "series.dt": {
    "year, month, day": () => {
      const { dt } = new Series(["2019-01-01", "2020-02-29", null]);
      return [
        [dt.year().values, dt.month().values, dt.dayOfMonth().values, dt.monthName().values],
        [
          [2019, 2020, NaN],
          [1, 2, NaN],
          [1, 29, NaN],
          ["January", "February", null],
        ],
      ];
    },
    weekday: () => {
      const { dt } = new Series(["2019-01-01"]);
      return [
        [dt.dayOfWeek().values, dt.dayOfWeekName().values, dt.weekday().values],
        [[2], ["Tuesday"], [1]],
      ];
    },
    "time of day": () => {
      const { dt } = new Series(["2019-01-01T12:34:56"]);
      return [
        [dt.hours().values, dt.minutes().values, dt.seconds().values, dt.date().values],
        [[12], [34], [56], ["2019-01-01"]],
      ];
    },
  },
  writing: {
    toCSV: () => [
      [
        toCSV(pairs(), { sep: ";" }).split("\n")[1],
        toCSV(pairs(), { header: false }).split("\n")[0],
        pairs().toCSV().split("\n")[0],
      ],
      ["u;1;10", "u,1,10", "k,m,n"],
    ],
    toJSON: () => [
      [toJSON(grid())[1], toJSON(grid(), { format: "row" })],
      [
        { A: 3, B: 4 },
        { A: [1, 3, 1, 5], B: [2, 4, 2, 6] },
      ],
    ],
    series: () => [
      [toCSV(numbers()), toJSON(numbers())],
      ["4,1,3", { 0: [4, 1, 3] }],
    ],
    "as text": () => [
      String(new DataFrame({ a: [1] }, { index: ["r"] })),
      "        a\n   number\nr       1\n1 row × 1 column",
    ],
  },
};

for (const [group, examples] of Object.entries(groups)) {
  describe(`danfo's reference, ${group}`, () => {
    for (const [name, example] of Object.entries(examples)) {
      it(name, () => {
        const [actual, expected] = example();
        assert.deepEqual(actual, expected);
      });
    }
  });
}

describe("danfo's reference, drawing rows", () => {
  it("sample gives so many rows, the same for the same seed, none twice", async () => {
    const frame = new DataFrame({ x: Array.from({ length: 50 }, (_, at) => at) });
    const [first, second] = [await frame.sample(20, { seed: 3 }), await frame.sample(20, { seed: 3 })];
    assert.deepEqual(first.values, second.values);
    assert.equal(new Set(first.x.values).size, 20);
    assert.deepEqual(first.index, first.x.values);
    assert.equal((await new Series([1, 2, 3]).sample(-1)).length, 3);
  });
});

describe("our classes", () => {
  it("are danfo's: instanceof holds, for what methods give as well", () => {
    const danfo = loadDanfo();
    for (const frame of [grid(), grid().head(2), grid().groupby(["A"]).sum(), grid().T])
      assert.ok(frame instanceof danfo.DataFrame && frame instanceof DataFrame);
    for (const series of [numbers(), grid().A, grid().mean(), numbers().gt(1), words().str.len()])
      assert.ok(series instanceof danfo.Series && series instanceof Series);
  });

  it("work in danfo's own functions", () => {
    const danfo = loadDanfo() as unknown as Record<string, (...values: unknown[]) => unknown>;
    assert.equal(danfo["toCSV"]?.(grid()), "A,B\n1,2\n3,4\n1,2\n5,6\n");
    const merged = danfo["merge"]?.({ left: grid(), right: grid(), on: ["A"], how: "inner" }) as {
      shape: number[];
    };
    assert.deepEqual(merged.shape, [6, 3]);
  });
});
