/** What completion knows of the course: its names, with the import that brings them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { courseFolder, KernelClient } from "../../../kernel/dist/client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start({ libraries: [courseFolder] });
  await kernel.execute("const list = [1, 2, 3];");
});
after(() => kernel?.stop());

const complete = (code: string, cursor = [...code].length) =>
  kernel.request("complete_request", { code, cursor_pos: cursor });

interface Items {
  _jupyter_types_experimental: { text: string; type: string; start: number; end: number }[];
}

/** The types of a completion's matches by their texts. */
async function typesOf(code: string): Promise<Record<string, string>> {
  const { metadata, matches } = await complete(code);
  const items = (metadata as Items)._jupyter_types_experimental;
  assert.deepEqual(
    items.map(({ text }) => text),
    matches,
  );
  return Object.fromEntries(items.map(({ text, type }) => [text, type]));
}

/** The cell after its only completion was taken; `|` is the cursor, before and afterwards. */
async function accepted(marked: string): Promise<string> {
  const at = marked.indexOf("|");
  const code = [...marked.replace("|", "")];
  const { matches, cursor_start, cursor_end } = await complete(
    code.join(""),
    [...marked.slice(0, at)].length,
  );
  assert.deepEqual((matches as string[]).length, 1, marked);
  const [before, after] = [code.slice(0, cursor_start as number), code.slice(cursor_end as number)];
  return `${before.join("")}${(matches as string[])[0]}|${after.join("")}`;
}

test("completion offers what the library exports, with the module to import it from", async () => {
  assert.equal((await typesOf("me"))["meanBaseline"], "import from neural-notebooks/models");
  assert.equal((await typesOf("add(1, mea"))["meanBaseline"], "import from neural-notebooks/models");
  assert.equal((await typesOf("ti"))["timeit"], "import from neural-notebooks/core");
  // Helpers that no door lets out, one letter, and places where no such name can stand.
  for (const code of ["noteOrig", "l", "list.lineCh", "'lineCh", "// lineCh", "const lineCh"])
    assert.deepEqual(
      Object.values(await typesOf(code)).filter((type) => type.startsWith("import from")),
      [],
      code,
    );
  const own = await kernel.execute("const lineChartOfMine = 1; function timeit() { return 1 }");
  assert.equal(own.error, undefined);
  assert.equal((await typesOf("timei"))["timeit"], "alias");
  assert.match((await kernel.execute("lineChart([1])")).error?.evalue ?? "", /not imported yet/);
});

test("the only name that begins so comes with its import", async () => {
  const statement = 'import { barChart } from "neural-notebooks/charts";';
  assert.equal(await accepted("'😀'; barCh|"), `${statement}\n'😀'; barChart|`);
  assert.equal(await accepted("const a = barc|(1);"), `${statement}\nconst a = barChart|(1);`);
  const extended = 'import { a, barChart } from "neural-notebooks/charts";';
  assert.equal(
    await accepted('import { a } from "neural-notebooks/charts";\nbarC|'),
    `${extended}\nbarChart|`,
  );
  // JupyterLab offers words of the cell by itself, at a place of its own.
  assert.deepEqual((await complete("barChart; barC"))["matches"], ["barChart"]);
  const run = await kernel.execute((await accepted("typeof barCh|")).replace("|", ""));
  assert.equal(run.result, "function");
  assert.deepEqual((await complete("barChar"))["matches"], ["barChart"], "it is imported now");
});

test("a name that stands there in full gets its import", async () => {
  const import_ = 'import { rangeTest } from "neural-notebooks/training";';
  assert.equal(await accepted("await rangeTest|(1)"), `${import_}\nawait rangeTest|(1)`);
  const tf = 'import { tf } from "neural-notebooks/core";';
  assert.equal(await accepted("const x = tf|.ones([2]);"), `${tf}\nconst x = tf|.ones([2]);`);
  const danfo = 'import * as dfd from "danfojs-node";';
  assert.equal(await accepted("new dfd|.DataFrame()"), `${danfo}\nnew dfd|.DataFrame()`);
});

test("where a longer name is known, the import comes when the same is asked again", async () => {
  await kernel.execute("const softmaxOfMine = 1;");
  const matches = ["softmaxOfMine", "softmax", "softmaxCrossentropy", "softmaxJacobian"];
  assert.deepEqual((await complete("softmax"))["matches"], matches);
  const statement = 'import { softmax } from "neural-notebooks/models";';
  assert.equal(await accepted("softmax|"), `${statement}\nsoftmax|`);
});

test("a name that a cell has made gets no import", async () => {
  await kernel.execute("const sigmoid = 1; interface Scaler { a: number }");
  for (const code of ["sigmoid", "Scaler", "'softmax", "a.softmax", "let a: softmax", "const softmax"])
    for (const match of (await complete(code))["matches"] as string[])
      assert.ok(!match.includes("import"), `${code}: ${match}`);
});

test("between the quotes of an import the course's modules are listed, the problems too", async () => {
  const { matches, cursor_start, cursor_end } = await complete('import { tf } from "neural-notebooks/"', 37);
  assert.deepEqual((matches as string[]).slice(0, 3), [
    "neural-notebooks/core",
    "neural-notebooks/datasets",
    "neural-notebooks/frames",
  ]);
  assert.deepEqual([cursor_start, cursor_end], [20, 37]);
  const problems = await complete('import * as exercises from "neural-notebooks/grading/problems/0');
  assert.ok((problems["matches"] as string[]).includes("neural-notebooks/grading/problems/03-linear-unit"));
  assert.ok((problems["matches"] as string[]).every((name) => /problems\/0\d-[\w-]+$/.test(name)));
  assert.equal(
    await accepted('import { tf } from "neural-notebooks/co|"'),
    'import { tf } from "neural-notebooks/core|"',
  );
  assert.equal((await typesOf("import * as dfd from 'danfo"))["danfojs-node"], "module");
});

test("the first Tab in a kernel that has just been started is answered", async () => {
  const fresh = await KernelClient.start({ libraries: [courseFolder] });
  try {
    const code = "lineCh";
    const { matches } = await fresh.request("complete_request", { code, cursor_pos: code.length });
    assert.deepEqual(matches, ['import { lineChart } from "neural-notebooks/charts";\nlineChart']);
  } finally {
    await fresh.stop();
  }
});
