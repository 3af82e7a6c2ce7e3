/** Where danfo 1.2 is wrong: one example for each fault, run by danfo and by our classes, and what pandas gives. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { runInThisContext } from "node:vm";
import { loadDanfo } from "./danfo-loader";
import * as frames from "./index";

/** One fault. */
export interface Fault {
  /** danfo's method. */
  method: string;
  /** An expression of danfo's names, and of `file(text)`, which gives the path of a CSV file. */
  example: string;
  /** What pandas gives, as it is written out here; words where pandas has no such call. */
  pandas: unknown;
  /** What danfo does, in words. */
  fault: string;
}

/** What an example gave, written out. */
export interface Tried {
  danfo: string;
  ours: string;
}

export const faults: readonly Fault[] = [
  {
    method: "new DataFrame",
    example: "new DataFrame([{ a: 1, b: 2 }, { b: 3, a: 4 }]).values",
    pandas: [
      [1, 2],
      [4, 3],
    ],
    fault: "takes the cells of a row by their order, not by their names",
  },
  {
    method: "new DataFrame",
    example: "new DataFrame([{ a: 1 }, { a: 2, b: 3 }]).columns",
    pandas: ["a", "b"],
    fault: "knows the columns of the first row only",
  },
  {
    method: "new DataFrame",
    example: 'new DataFrame([[1, 2]], { columns: ["shape", "b"] }).shape',
    pandas: [1, 2],
    fault: "a column hides the property of its name",
  },
  {
    method: "dtypes",
    example: 'new Series(["1", "2"]).dtype',
    pandas: "string",
    fault: "calls text that reads like numbers int32, and then adds it up as text",
  },
  {
    method: "describe",
    example: 'new DataFrame({ x: [1, NaN, 3] }).describe().column("x").values',
    pandas: [2, 2, Math.SQRT2, 1, 2, 3, 2],
    fault: "gives NaN, or fails, where a value is missing",
  },
  {
    method: "DataFrame.sortValues",
    example: 'new DataFrame({ x: [2, NaN, 1] }).sortValues("x").column("x").values',
    pandas: [1, 2, NaN],
    fault: "sorts wrongly where a value is missing",
  },
  {
    method: "DataFrame.sortValues",
    example: 'new DataFrame({ s: ["b", "B", "a"] }).sortValues("s").column("s").values',
    pandas: ["B", "a", "b"],
    fault: "takes capital and small letters for the same",
  },
  {
    method: "Series.sortValues",
    example: "new Series([3, 1, 1]).sortValues().index",
    pandas: [1, 2, 0],
    fault: "turns the order of equal values round",
  },
  {
    method: "query",
    example:
      "new DataFrame({ x: [1, 2, 3, 4] }).query([false, true, true, true]).query([true, false, true]).column('x').values",
    pandas: [2, 4],
    fault: "takes the names of rows for their places: the second query takes other rows, or fails",
  },
  {
    method: "iloc",
    example: "new DataFrame({ x: [1, 2] }).iloc({ rows: [2] }).values",
    pandas: "an error",
    fault: "lets the first place behind the end through",
  },
  {
    method: "loc",
    example: 'new DataFrame({ a: [1], b: [2], c: [3] }).loc({ columns: ["a:b"] }).columns',
    pandas: ["a", "b"],
    fault: "leaves the end of a slice out, though its reference says that it is included",
  },
  {
    method: "loc",
    example: 'new DataFrame({ a: [1] }).loc({ columns: ["A"] }).values',
    pandas: "an error",
    fault: "makes a column of nothing where one does not exist",
  },
  {
    method: "drop",
    example: 'new DataFrame([[1, 2]], { columns: ["A", "AB"] }).drop({ columns: "AB" }).columns',
    pandas: ["A"],
    fault: "drops every column whose name is part of the text",
  },
  {
    method: "addColumn",
    example:
      '(() => { const frame = new DataFrame({ a: [1] }); frame.addColumn("a", [2]); return frame.column("a").values; })()',
    pandas: [1],
    fault: "changes the frame itself where the column exists, and returns nothing",
  },
  {
    method: "asType",
    example:
      '(() => { const frame = new DataFrame({ a: [1.5] }); frame.asType("a", "int32"); return frame.values; })()',
    pandas: [[1.5]],
    fault: "changes the frame itself",
  },
  {
    method: "asType",
    example: 'new DataFrame({ a: ["x", null] }).asType("a", "string").values',
    pandas: [["x"], [null]],
    fault: "fails where a cell is missing",
  },
  {
    method: "fillNa",
    example:
      '(() => { const frame = new DataFrame({ a: [1, NaN] }); frame.fillNa(0, { columns: ["a"] }); return frame.values; })()',
    pandas: [[1], [NaN]],
    fault: "with columns, changes the frame itself, asked for or not",
  },
  {
    method: "Series.fillNa",
    example: 'new Series(["a", null]).fillNa("").values',
    pandas: ["a", ""],
    fault: "refuses the empty text",
  },
  {
    method: "dropNa",
    example: 'new DataFrame({ a: ["x", null], b: [1, 2] }).dropNa({ axis: 0 }).columns',
    pandas: ["b"],
    fault: "with axis 0, sees NaN only, not null",
  },
  {
    method: "add",
    example: "new DataFrame([[0.1, 16777217]]).add(0.2).values",
    pandas: [[0.1 + 0.2, 16777217.2]],
    fault: "computes in 32 bits: seven digits, and ids that fall together",
  },
  {
    method: "Series.mod",
    example: "new Series([-1]).mod(3).values",
    pandas: [2],
    fault: "has the sign of the dividend; the same call on a frame has that of the divisor",
  },
  {
    method: "Series.cumSum",
    example: "new Series([1, NaN, 3]).cumSum().values",
    pandas: [1, NaN, 4],
    fault: "is missing from the first missing value on",
  },
  {
    method: "DataFrame.cumSum",
    example: "new DataFrame({ a: [1, NaN, 3], b: [1, 1, 1] }).cumSum({ axis: 0 }).values",
    pandas: [
      [1, 1],
      [NaN, 2],
      [4, 3],
    ],
    fault: "moves values up over the missing ones, into other rows",
  },
  {
    method: "round",
    example: "new Series([0.5, 1.5, 2.5]).round(0).values",
    pandas: [0, 2, 2],
    fault: "rounds all that lies in the middle up",
  },
  {
    method: "apply",
    example: "new DataFrame([[1, NaN]]).apply((row) => row.length).values",
    pandas: [2],
    fault: "leaves missing cells out, so that places mean other columns",
  },
  {
    method: "apply",
    example:
      "new DataFrame({ a: [1, 2], b: [3, 4] }).apply((column) => column.map((x) => x * 10), { axis: 0 }).values",
    pandas: [
      [10, 30],
      [20, 40],
    ],
    fault: "with axis 0, gives columns as rows",
  },
  {
    method: "std",
    example: "new Series([5]).std()",
    pandas: NaN,
    fault: "of one value is 0, though nothing is known about the spread",
  },
  {
    method: "Series.eq",
    example: 'new Series(["a", null]).eq(["a", null]).values',
    pandas: [true, false],
    fault: "takes two missing values for equal",
  },
  {
    method: "Series.gt",
    example: 'new Series(["a", "b"]).gt("a").values',
    pandas: [false, true],
    fault: "does not compare text with a text",
  },
  {
    method: "Series.at",
    example: "new Series([5, 6]).at(1)",
    pandas: 6,
    fault: "refuses names that are numbers, which the names are unless told",
  },
  {
    method: "valueCounts",
    example: 'new Series(["b", "1a", "1a", null]).valueCounts().index',
    pandas: ["1a", "b"],
    fault: "cuts names at the first letter, counts missing values, and does not sort by frequency",
  },
  {
    method: "nUnique",
    example: "new Series([1, NaN, 1]).nUnique()",
    pandas: 1,
    fault: "counts missing values",
  },
  {
    method: "dropDuplicates",
    example:
      '(() => { const series = new Series([1, 2, 3, 1]); series.dropDuplicates({ keep: "last" }); return series.values; })()',
    pandas: [1, 2, 3, 1],
    fault: 'with keep: "last", turns the series itself round',
  },
  {
    method: "getDummies",
    example: 'new DataFrame({ s: ["b", null, "a"] }).getDummies().columns',
    pandas: ["s_a", "s_b"],
    fault: "makes a column of missing values, and does not sort",
  },
  {
    method: "Series.getDummies",
    example: 'new Series(["b", "a"]).getDummies().columns',
    pandas: ["a", "b"],
    fault:
      "numbers the columns by chance of order, though its reference says that the values are their names",
  },
  {
    method: "groupby",
    example:
      'new DataFrame([["a-b", "c", 1], ["a", "b-c", 2]], { columns: ["k", "l", "v"] }).groupby(["k", "l"]).col(["v"]).sum().column("v_sum").values',
    pandas: [2, 1],
    fault: 'joins keys by "-", so that different ones fall together',
  },
  {
    method: "groupby",
    example: 'new DataFrame({ k: ["x", "x"], v: [1, NaN] }).groupby(["k"]).col(["v"]).mean().values',
    pandas: [["x", 1]],
    fault: "is missing where one value of a group is",
  },
  {
    method: "groupby",
    example: 'new DataFrame({ k: ["x", "x"], v: [1, NaN] }).groupby(["k"]).col(["v"]).count().values',
    pandas: [["x", 1]],
    fault: "counts missing values",
  },
  {
    method: "groupby",
    example: 'new DataFrame({ k: ["x", null], v: [1, 2] }).groupby(["k"]).col(["v"]).sum().values',
    pandas: [["x", 1]],
    fault: "makes a group of missing keys",
  },
  {
    method: "groupby",
    example: 'new DataFrame({ k: ["b", "a"], v: [1, 2] }).groupby(["k"]).col(["v"]).sum().values',
    pandas: [
      ["a", 2],
      ["b", 1],
    ],
    fault: "leaves groups in the order in which they come",
  },
  {
    method: "merge",
    example:
      'merge({ left: new DataFrame({ k: ["a_b"], l: ["c"] }), right: new DataFrame({ k: ["a"], l: ["b_c"] }), on: ["k", "l"], how: "inner" }).shape[0]',
    pandas: 0,
    fault: 'joins keys by "_", so that different ones match',
  },
  {
    method: "merge",
    example:
      'merge({ left: new DataFrame({ k: [3, 1], a: [1, 2] }), right: new DataFrame({ k: [1, 3], a: [3, 4] }), on: ["k"], how: "inner" }).values',
    pandas: [
      [3, 1, 4],
      [1, 2, 3],
    ],
    fault: "loses the order of the left side where keys are numbers",
  },
  {
    method: "merge",
    example:
      'merge({ left: new DataFrame({ k: [1], a: [1] }), right: new DataFrame({ k: [1], a: [2] }), on: ["k"], how: "inner" }).columns',
    pandas: ["k", "a_x", "a_y"],
    fault: "does not say which side a name that both have comes from",
  },
  {
    method: "concat",
    example:
      '(() => { const frame = new DataFrame({ a: [1], b: [2] }); concat({ dfList: [frame, frame.copy()], axis: 0 }); return frame.column("a").values; })()',
    pandas: [1],
    fault: "puts the rows of the others into the first frame itself",
  },
  {
    method: "sample",
    example:
      "new DataFrame({ x: [1, 2, 3, 4, 5, 6, 7, 8, 9] }).sample(1, { seed: 4 }).then((frame) => frame.values[0][0] > 2)",
    pandas: "any row, each with the same chance",
    fault: "draws from the first rows only: a sample of one is always the first row",
  },
  {
    method: "dt.month",
    example: 'new Series(["2019-01-01", "2019-02-01"]).dt.month().values',
    pandas: [1, 2],
    fault: "counts months from 0, though its reference says from 1",
  },
  {
    method: "toCSV",
    example: 'toCSV(new DataFrame([["a,b", 1]], { columns: ["x", "y"] }))',
    pandas: 'x,y\n"a,b",1\n',
    fault: "does not put commas, quotes and line ends in quotes",
  },
  {
    method: "readCSV",
    example: 'readCSV(file("id\\n007\\n012\\n")).then((frame) => frame.column("id").values)',
    pandas: 'as with dtype="str": ["007", "012"]',
    fault: "takes leading zeros off codes",
  },
  {
    method: "readCSV",
    example: 'readCSV(file("x\\n1\\nNA\\n3\\n")).then((frame) => frame.column("x").mean())',
    pandas: 2,
    fault: "takes NA for text, and then adds numbers up as text",
  },
];

/**
 * Runs an example by both.
 *
 * @returns What each gave, or its error.
 */
export async function tryFault({ example }: Fault): Promise<Tried> {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  const file = (text: string): string => {
    const path = join(folder, "example.csv");
    writeFileSync(path, text);
    return path;
  };
  try {
    const run = async (names: object): Promise<string> => {
      const program = runInThisContext(
        `(({ DataFrame, Series, merge, concat, toCSV, readCSV, file }) => ${example})`,
      ) as (names: object) => unknown;
      try {
        return written(await program({ ...names, file }));
      } catch (error) {
        return error instanceof Error ? `error: ${error.message}` : String(error);
      }
    };
    const danfo = loadDanfo() as unknown as Record<string, unknown>;
    const names = ["DataFrame", "Series", "merge", "concat", "toCSV", "readCSV"] as const;
    const pick = (source: Readonly<Record<string, unknown>>): object =>
      Object.fromEntries(names.map((name) => [name, source[name]]));
    return { danfo: await run(pick(danfo)), ours: await run(pick(frames)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value in one line. */
export function written(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Infinity, compact: true });
}

/** The table of all faults as Markdown. */
export async function faultTable(): Promise<string> {
  const lines: string[] = [];
  lines.push("| method | danfo 1.2 … | example | danfo 1.2 | ours |", "| --- | --- | --- | --- | --- |");
  for (const fault of faults) {
    const { danfo, ours } = await tryFault(fault);
    const cells = [fault.method, fault.fault, code(fault.example), code(shorten(danfo)), code(shorten(ours))];
    lines.push(`| ${cells.join(" | ")} |`);
  }
  return lines.join("\n");
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 90 ? line : `${line.slice(0, 89)}…`;
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
