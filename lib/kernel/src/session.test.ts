/** The session over real sockets: what runs, what is shown, what fails, what stays. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient } from "./client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(() => kernel?.stop());

const plain = (lines: readonly string[]): string => lines.join("\n").replace(/\u001b\[[0-9;]*m/g, "");

test("a cell is busy, echoed, shown and idle, in this order", async () => {
  const { order, result, reply } = await kernel.execute("6 * 7");
  assert.deepEqual(order, ["busy", "execute_input", "execute_result", "idle"]);
  assert.equal(result, "42");
  assert.equal(reply["status"], "ok");
});

test("undefined shows nothing, null is shown", async () => {
  assert.deepEqual((await kernel.execute("undefined")).order, ["busy", "execute_input", "idle"]);
  assert.equal((await kernel.execute("null")).result, "null");
});

test("names live on in later cells and can be declared again with another type", async () => {
  await kernel.execute("const again: number = 1; interface Point { x: number }");
  await kernel.execute("const again = 'text'; const point: Point = { x: 2 };");
  assert.equal((await kernel.execute("again.length + point.x")).result, "6");
});

test("export before a declaration is allowed, as every name is shared anyway", async () => {
  await kernel.execute("export const shared = 5;\nexport function twice(): number { return shared * 2 }");
  assert.equal((await kernel.execute("twice()")).result, "10");
});

test("the counter grows by one a cell, and stands still for silent, unstored and empty cells", async () => {
  const first = (await kernel.execute("1")).reply["execution_count"] as number;
  assert.equal((await kernel.execute("1", { silent: true })).reply["execution_count"], first);
  assert.equal((await kernel.execute("1", { store_history: false })).reply["execution_count"], first);
  assert.equal((await kernel.execute("  \n")).reply["execution_count"], first);
  assert.equal((await kernel.execute("1")).reply["execution_count"], first + 1);
});

test("a silent cell shows nothing at all", async () => {
  const { order } = await kernel.execute("console.log('x'); 1", { silent: true });
  assert.deepEqual(order, ["busy", "idle"]);
});

test("user expressions are evaluated after the cell, each with its own result or error", async () => {
  const { reply } = await kernel.execute("const side = 3;", {
    user_expressions: { area: "side * side", wrong: "nosuch" },
  });
  const found = reply["user_expressions"] as Record<
    string,
    { status: string; data?: Record<string, string>; ename?: string }
  >;
  assert.equal(found["area"]?.data?.["text/plain"], "9");
  assert.equal(found["wrong"]?.status, "error");
  assert.equal(found["wrong"]?.ename, "TS2304");
});

test("a thrown error names itself and points at the cell's own line", async () => {
  const { error, reply, order } = await kernel.execute(
    "interface Only { types: number }\n\nfunction fail(): never {\n  throw new RangeError('too far');\n}\nfail();",
  );
  assert.deepEqual(order, ["busy", "execute_input", "error", "idle"]);
  assert.equal(error?.ename, "RangeError");
  assert.equal(error?.evalue, "too far");
  const text = plain(error?.traceback ?? []);
  assert.match(text, /> 4 \| {3}throw new RangeError\('too far'\);\n\s+\|\s+\^/);
  assert.match(text, /at fail \(Cell In \[\d+\], line 4:9\)\n\s+at Cell In \[\d+\], line 6:1$/);
  assert.doesNotMatch(text, /node:|tslab|dist/);
  assert.deepEqual(
    { ...reply, payload: 0, user_expressions: 0 },
    { status: "error", ...error, execution_count: reply["execution_count"], payload: 0, user_expressions: 0 },
  );
});

test("an error thrown by a function of an earlier cell points into that cell", async () => {
  const { reply } = await kernel.execute("\nconst thrower = () => {\n  throw new Error('from before');\n};");
  const { error } = await kernel.execute("\n\nthrower();");
  const text = plain(error?.traceback ?? []);
  assert.match(
    text,
    new RegExp(`at thrower \\(Cell In \\[${String(reply["execution_count"])}\\], line 3:9\\)`),
  );
  assert.match(text, /Cell In \[\d+\], line 3:1/);
});

test("an error after an await points at the cell's own line, too", async () => {
  const { error } = await kernel.execute(
    "type T = { a: number };\nawait new Promise((resolve) => setTimeout(resolve, 5));\nJSON.parse('{');",
  );
  assert.equal(error?.ename, "SyntaxError");
  assert.match(plain(error?.traceback ?? []), /> 3 \| JSON\.parse\('\{'\);/);
});

test("a type error is named by its code, marked in its line, and nothing of the cell runs", async () => {
  const { error, stdout } = await kernel.execute("console.log('ran');\nconst n: number = 'text';");
  assert.equal(error?.ename, "TS2322");
  assert.equal(error?.evalue, "Type 'string' is not assignable to type 'number'. (line 2)");
  assert.match(plain(error?.traceback ?? []), /> 2 \| const n: number = 'text';\n\s+\| {7}\^/);
  assert.equal(stdout, "");
});

test("cells are checked strictly, as the lessons' sources are", async () => {
  assert.equal((await kernel.execute("const loose = (x) => x;")).error?.ename, "TS7006");
});

test("text, numbers and plain objects can be thrown", async () => {
  const { error } = await kernel.execute("throw 'only text';");
  assert.deepEqual([error?.ename, error?.evalue], ["Thrown", "only text"]);
});

test("a cause is told", async () => {
  const { error } = await kernel.execute("throw new Error('outer', { cause: new TypeError('inner') });");
  assert.match(plain(error?.traceback ?? []), /Caused by TypeError: inner/);
});

test("names declared before a throw are kept, names after it are unknown", async () => {
  await kernel.execute(
    "const early = 1;\nclass Kept { x = 2 }\nthrow new Error('stop');\nconst late: number = 3;",
  );
  assert.equal((await kernel.execute("early + new Kept().x")).result, "3");
  const { error } = await kernel.execute("late");
  assert.match(error?.ename ?? "", /^TS/);
});

test("an import is kept when its cell throws later", async () => {
  await kernel.execute("import * as os from 'node:os';\nthrow new Error('stop');");
  assert.equal((await kernel.execute("typeof os.cpus")).result, "function");
});

test("await works in parentheses, in loops and in for await", async () => {
  assert.equal((await kernel.execute("await (Promise.resolve(5))")).result, "5");
  assert.equal(
    (
      await kernel.execute(
        "let sum = 0; for (const p of [1, 2, 3]) sum += await (Promise.resolve(p) as Promise<number>); sum",
      )
    ).result,
    "6",
  );
  const code =
    "async function* numbers() { yield 1; yield 2; }\nconst seen: number[] = [];\nfor await (const n of numbers()) seen.push(n);\nseen";
  assert.equal((await kernel.execute(code)).result, "[ 1, 2 ]");
  assert.equal(
    (
      await kernel.execute(
        "const got: number[] = [];\nfor await (const n of [Promise.resolve(7)]) got.push(n);\ngot",
      )
    ).result,
    "[ 7 ]",
  );
});

test("the word await in a text or an inner function does not make a cell wait", async () => {
  assert.equal(
    (await kernel.execute("const inner = async () => await Promise.resolve('await'); 'await'")).result,
    "await",
  );
});

test("a rejected await is an error of its cell", async () => {
  assert.equal((await kernel.execute("await Promise.reject(new TypeError('no'))")).error?.ename, "TypeError");
});

test("process.exit is an error and the kernel lives on", async () => {
  const { error } = await kernel.execute("process.exit(3)");
  assert.equal(error?.ename, "ExitError");
  assert.equal((await kernel.execute("'alive'")).result, "alive");
});

test("a rejection that nobody awaits is an error of its cell", async () => {
  const { error, reply } = await kernel.execute("Promise.reject(new Error('stray')); 1");
  assert.equal(error?.evalue, "stray");
  assert.equal(reply["status"], "error");
});

test("what is thrown by a timer after the cell has ended is told under the cell that started it", async () => {
  const first = await kernel.execute("void setTimeout(() => { throw new RangeError('late') }, 60);");
  const id = first.outputs[0]?.parentId as string;
  const second = await kernel.execute("await new Promise((resolve) => setTimeout(resolve, 250)); 'quiet'");
  assert.equal(second.error, undefined);
  assert.equal(second.result, "quiet");
  const late = kernel.of(id).find((message) => message.header.msg_type === "error");
  assert.equal(late?.content["evalue"], "late");
});

test("late output of two cells goes to the cell that printed it", async () => {
  const a = (await kernel.execute("void setTimeout(() => console.log('from a'), 120);")).outputs[0]
    ?.parentId as string;
  const b = (await kernel.execute("void setTimeout(() => console.log('from b'), 60);")).outputs[0]
    ?.parentId as string;
  const own = await kernel.execute(
    "await new Promise((resolve) => setTimeout(resolve, 350)); console.log('own');",
  );
  const printed = (id: string): string =>
    kernel
      .of(id)
      .filter((message) => message.header.msg_type === "stream")
      .map((message) => message.content["text"])
      .join("");
  assert.equal(own.stdout, "own\n");
  assert.equal(printed(a), "from a\n");
  assert.equal(printed(b), "from b\n");
});

test("10,000 lines arrive, joined into few messages, and the idle after them", async () => {
  const { stdout, outputs, order } = await kernel.execute(
    "for (let i = 0; i < 10_000; i++) console.log('line ' + i);",
  );
  assert.equal(stdout.split("\n").length - 1, 10_000);
  assert.ok(stdout.endsWith("line 9999\n"));
  assert.ok(outputs.filter((message) => message.header.msg_type === "stream").length <= 50);
  assert.equal(order.at(-1), "idle");
});

test("ten messages in a row over 300 printing cells lose nothing", async () => {
  for (let i = 0; i < 60; i++) {
    const { stdout, order } = await kernel.execute(`console.log('a${i}'); process.stdout.write('b${i}\\n');`);
    assert.equal(stdout, `a${i}\nb${i}\n`);
    assert.equal(order.at(-1), "idle");
  }
});

test("1 MB/s for three seconds arrives whole while it is printed", async () => {
  const code =
    "const line = 'x'.repeat(1023);\nfor (let i = 0; i < 3 * 1024; i++) {\n  console.log(line);\n  if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 9));\n}";
  const { stdout, order } = await kernel.execute(code);
  assert.equal(stdout.length, 3 * 1024 * 1024);
  assert.equal(order.at(-1), "idle");
});

test("stdout and stderr keep their order", async () => {
  const { outputs } = await kernel.execute("console.log('1'); console.error('2'); console.log('3');");
  const streams = outputs
    .filter((message) => message.header.msg_type === "stream")
    .map((message) => [message.content["name"], message.content["text"]]);
  assert.deepEqual(streams, [
    ["stdout", "1\n"],
    ["stderr", "2\n"],
    ["stdout", "3\n"],
  ]);
});

test("a character that is split over two writes arrives whole", async () => {
  const { stdout } = await kernel.execute(
    "const bytes = Buffer.from('😀');\nprocess.stdout.write(bytes.subarray(0, 2)); process.stdout.write(bytes.subarray(2));",
  );
  assert.equal(stdout, "😀");
});

test("the library shows bundles, updates them in place, clears, and pages", async () => {
  const code = [
    "import { clearOutput, display, displaySymbol, page } from 'tslab-kernel/display';",
    "const shown = { [displaySymbol]: () => ({ 'text/plain': 'plain', 'application/x-test': { a: 1 } }) };",
    "display(shown, { id: 'one' }).update('second');",
    "clearOutput({ wait: true });",
    "page('long text');",
    "shown",
  ].join("\n");
  const { outputs, reply } = await kernel.execute(code);
  const [first, update, clear, result] = outputs.slice(1);
  assert.equal(first?.header.msg_type, "display_data");
  assert.deepEqual(first?.content, {
    data: { "text/plain": "plain", "application/x-test": { a: 1 } },
    metadata: {},
    transient: { display_id: "one" },
  });
  assert.equal(update?.header.msg_type, "update_display_data");
  assert.deepEqual(update?.content["transient"], { display_id: "one" });
  assert.deepEqual([clear?.header.msg_type, clear?.content], ["clear_output", { wait: true }]);
  assert.deepEqual(result?.content["data"], { "text/plain": "plain", "application/x-test": { a: 1 } });
  assert.deepEqual(reply["payload"], [{ source: "page", data: { "text/plain": "long text" }, start: 0 }]);
});

test("tslab's own display works", async () => {
  const { outputs } = await kernel.execute(
    "import * as tslab from 'tslab';\ntslab.display.html('<b>bold</b>');",
  );
  assert.deepEqual(outputs.at(-1)?.content["data"], { "text/html": "<b>bold</b>" });
});

test("a cell can ask for a line of text", async () => {
  kernel.onInput = (prompt) => `answer to ${prompt}`;
  const { result } = await kernel.execute(
    "import { input } from 'tslab-kernel/display';\nawait input('name?')",
    { allow_stdin: true },
  );
  assert.equal(result, "answer to name?");
});

test("a cell that may not ask gets an error that says so", async () => {
  const { error } = await kernel.execute("await input('name?')", { allow_stdin: false });
  assert.match(error?.evalue ?? "", /Cannot ask for input/);
});

test("importing TensorFlow prints nothing into the cell", async () => {
  const { stdout, stderr, result } = await kernel.execute(
    "import * as tf from '@tensorflow/tfjs-node';\ntf.tensor1d([1, 2]).sum().dataSync()[0]",
  );
  assert.deepEqual([stdout, stderr, result], ["", "", "3"]);
});

test("300 cells that declare run in one session; the times are printed", async (t) => {
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const { result, milliseconds } = await kernel.execute(`const value${i} = ${i};\nvalue${i} * 2`);
    assert.equal(result, String(2 * i));
    times.push(milliseconds);
  }
  const median = (from: number): string =>
    [...times.slice(from, from + 50)].sort((a, b) => a - b)[25]?.toFixed(1) ?? "";
  const figures = [0, 50, 100, 150, 200, 250].map((from) => `${from + 1}–${from + 50}: ${median(from)} ms`);
  t.diagnostic(`median of cells ${figures.join(", ")}`);
});
