/** Every mistake of the table, made in a real kernel: the advice is compared with the page of all sentences. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path = require("node:path");
import { after, before, test } from "node:test";
import { MISTAKES, RUNTIME_MISTAKES } from "../../../kernel/dist/advice/table";
import { courseFolder, KernelClient, type Execution } from "../../../kernel/dist/client.testing";

const ROOT = path.join(courseFolder, "..", "..");
/** All sentences; `UPDATE_SNAPSHOTS=1` writes it anew. */
const PAGE = path.join(courseFolder, "src", "kernel", "mistakes.md");

/** What learners of the course get wrong beside the kernel's own examples. */
const COURSE_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "missing-import": [
    "lineChart([1, 2])",
    "new DataFrame()",
    "const rows1 = loadTable('penguins')",
    "checkEqual(1, 1)",
  ],
  "unknown-module": [
    "import { lineChart } from 'neural-notebooks/chart'",
    "import { lineChart } from 'neural-notebooks/charts/line'",
    "import { exercises } from 'neural-notebooks/grading/problem/01-neurons'",
  ],
  "unknown-export": [
    "import { zed } from 'neural-notebooks/core'",
    "import { lineCharts } from 'neural-notebooks/charts'",
    "import { barChart } from 'neural-notebooks/core'",
  ],
};
const TABLE = [...MISTAKES, ...RUNTIME_MISTAKES].map((mistake) => ({
  ...mistake,
  examples: [...mistake.examples, ...(COURSE_EXAMPLES[mistake.name] ?? [])],
}));

/** Run in the kernel before the examples. */
const SETUP_CELLS: readonly string[] = [
  'import { display, tf } from "neural-notebooks/core";',
  'const age: number = 7;\nconst numbers: number[] = [1, 2, 3];\nconst word: string = "seven";',
  "const loading: Promise<number[]> = Promise.resolve([1, 2, 3]);",
  "const t = tf.tensor([1, 2, 3]);\nconst a = tf.tensor2d([[1, 2], [3, 4]]);\nconst b = tf.tensor2d([[1, 2], [3, 4]]);",
  "const inputs = tf.ones([4, 2]);\nconst targets = tf.ones([4, 1]);",
  "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });",
];

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start({ libraries: [courseFolder] });
  for (const cell of SETUP_CELLS) assert.equal((await kernel.execute(cell)).error, undefined);
});
after(() => kernel?.stop());

const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");

/** The sentence without the names in it, which tells one entry from another. */
const pattern = (sentence: string): string =>
  sentence.replace(/`` .*? ``|`[^`]*`/g, "`…`").replace(/\d+/g, "0");

/** The first line of the traceback is the summary; below the frame stand the original words. */
function sentenceOf({ error }: Execution, source: string): string {
  assert.ok(error, `No error for ${JSON.stringify(source)}`);
  const [first] = plain(error.traceback.join("\n")).split("\n", 1) as [string];
  assert.ok(first.startsWith(`${error.ename}: `), first);
  const summary = first.slice(error.ename.length + 2);
  assert.ok(error.evalue.startsWith(summary), error.evalue);
  return summary.replaceAll(ROOT, "/course");
}

const cellText = (source: string): string =>
  `\`\` ${source.replace(/\|/g, "\\|").replace(/\n/g, " ⏎ ")} \`\``;

test("the table holds at least 45 mistakes, each with an example and a name of its own", () => {
  assert.ok(TABLE.length >= 45, String(TABLE.length));
  assert.equal(new Set(TABLE.map((mistake) => mistake.name)).size, TABLE.length);
  for (const { name, examples, modulesOnly = [], nearMisses = [] } of TABLE) {
    assert.ok(examples.length + modulesOnly.length > 0, name);
    assert.ok(nearMisses.length > 0, name);
  }
});

test("every example gets its sentence in the kernel, and no near miss gets it", async () => {
  const rows: string[] = [];
  for (const { name, examples, nearMisses = [] } of TABLE) {
    const sentences: string[] = [];
    for (const source of examples) {
      const sentence = sentenceOf(await kernel.execute(source), source);
      sentences.push(sentence);
      rows.push(`| ${name} | ${cellText(source)} | ${sentence.replace(/\|/g, "\\|")} |`);
    }
    const patterns = new Set(sentences.map(pattern));
    for (const source of nearMisses) {
      const run = await kernel.execute(source);
      if (run.error) assert.ok(!patterns.has(pattern(sentenceOf(run, source))), `${name}: ${source}`);
    }
  }
  const page = [
    "# Mistakes and what is said about them",
    "",
    "Written by `advice.test.ts`, which makes each mistake in a kernel.",
    "",
    "<!-- prettier-ignore-start -->",
    "",
    "| Mistake | Cell | First line |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
  if (process.env["UPDATE_SNAPSHOTS"]) writeFileSync(PAGE, page);
  assert.equal(page, readFileSync(PAGE, "utf8"));
});

test("the advice comes first, then the cell's line with a caret, then the compiler's own words", async () => {
  const { error } = await kernel.execute('const first = 1;\nprint("x")');
  assert.equal(error?.ename, "TS2304");
  assert.match(error?.evalue ?? "", /^`print` is Python; .* \(line 2\)$/);
  const lines = (error?.traceback ?? []).join("\n").split("\n");
  assert.match(plain(lines[0] ?? ""), /^TS2304: `print` is Python/);
  assert.match(plain(lines.join("\n")), /> 2 \| print\("x"\)\n\s+\| \^{5}\n/);
  assert.equal(lines.at(-1), "\u001b[2mTS2304, line 2: Cannot find name 'print'.\u001b[0m");
});

test("a thrown error keeps its name, points at the cell's line and ends with its own words", async () => {
  const { error } = await kernel.execute("const nobody: any = undefined;\n\nnobody.name;");
  assert.equal(error?.ename, "TypeError");
  const text = plain((error?.traceback ?? []).join("\n"));
  assert.match(text, /> 3 \| nobody\.name;/);
  assert.match(text, /\nTypeError: Cannot read properties of undefined \(reading 'name'\)$/);
});

test("types stand without the files that they come from", async () => {
  const { error } = await kernel.execute("const wrong: { a: string } = t;");
  const text = plain((error?.traceback ?? []).join("\n"));
  assert.match(text, /Tensor/);
  assert.doesNotMatch(text, /import\(|node_modules/);
});

test("an error of a layer's shape names the layer and the cell's own line", async () => {
  const { error } = await kernel.execute("const wide = tf.ones([2, 5]);\n\nmodel.layers[0]?.apply(wide);");
  assert.equal(error?.ename, "ShapeError");
  assert.match(error?.evalue ?? "", /the layer "dense_Dense1" \(Dense\) on shape \[2, 5\]/);
  assert.match(plain((error?.traceback ?? []).join("\n")), /> 3 \| model\.layers\[0\]\?\.apply\(wide\);/);
});

test("an operation in a function of an earlier cell names its shapes and that cell's line", async () => {
  await kernel.execute("const product = () => {\n  return tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]));\n};");
  const { error } = await kernel.execute("product();");
  assert.match(error?.evalue ?? "", /received \[2, 3\] and \[2, 3\], 3 columns and 2 rows/);
  assert.match(plain((error?.traceback ?? []).join("\n")), /> 2 \| {3}return tf\.matMul/);
});

test("training on wrong inputs points at the line of fit", async () => {
  const { error } = await kernel.execute(
    "model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });\nawait model.fit(tf.ones([4, 3]), targets);",
  );
  assert.match(error?.evalue ?? "", /each example must have shape \[2\] .*; received \[3\]/);
  assert.match(plain((error?.traceback ?? []).join("\n")), /> 2 \| await model\.fit/);
});
