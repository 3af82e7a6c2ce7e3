/** What the editor and other clients ask of the kernel: completion, inspection, history, signatures, order, shutdown. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient, RUNS } from "./client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
  await kernel.execute(
    "const list = [1, 2, 3];\n/**\n * Adds two numbers.\n * @param a - The first.\n */\nfunction add(a: number, b: number): number { return a + b; }",
  );
});
after(() => kernel?.stop());

const complete = (code: string, cursor = [...code].length) =>
  kernel.request("complete_request", { code, cursor_pos: cursor });
const inspect = (code: string, cursor = [...code].length) =>
  kernel.request("inspect_request", { code, cursor_pos: cursor, detail_level: 0 });
const isComplete = async (code: string) => (await kernel.request("is_complete_request", { code }))["status"];

test("kernel_info tells true versions and colours cells as TypeScript", async () => {
  const info = await kernel.request("kernel_info_request");
  const language = info["language_info"] as Record<string, string>;
  assert.equal(info["status"], "ok");
  assert.equal(language["version"], (require("typescript/package.json") as { version: string }).version);
  assert.equal(language["mimetype"], "application/typescript");
  assert.equal(language["pygments_lexer"], "typescript");
  assert.equal("codemirror_mode" in language, false);
});

test("kernel_info is answered on control, too, while a cell runs", async () => {
  const running = kernel.submit("await new Promise((resolve) => setTimeout(resolve, 400)); 'done'");
  assert.equal((await kernel.control("kernel_info_request"))["status"], "ok");
  assert.equal((await kernel.result(running)).result, "done");
});

test("completion offers what fits the type, with kinds", async () => {
  const reply = await complete("list.fl");
  assert.deepEqual(reply["matches"], ["flat", "flatMap"]);
  assert.deepEqual([reply["cursor_start"], reply["cursor_end"]], [5, 7]);
  const [first] = (reply["metadata"] as { _jupyter_types_experimental: object[] })
    ._jupyter_types_experimental;
  const { signature, documentation, ...place } = first as Record<string, unknown>;
  assert.deepEqual(place, { text: "flat", type: "method", start: 5, end: 7 });
  assert.match(String(signature), /=> FlatArray<A, D>\[\]$/);
  assert.match(String(documentation), /^Returns a new array with all sub-array elements concatenated/);
});

test("completion counts code points: an emoji before the cursor does not shift it", async () => {
  const reply = await complete("'😀😀'; list.fl");
  assert.deepEqual(
    [reply["matches"], reply["cursor_start"], reply["cursor_end"]],
    [["flat", "flatMap"], 11, 13],
  );
});

test("inspection gives signature and documentation, at the name and within the call", async () => {
  for (const [code, cursor] of [
    ["add(1, 2)", 2],
    ["add(", 4],
    ["add(1, ", 7],
    ["'😀'; add(", 9],
  ] as const) {
    const reply = await inspect(code, cursor);
    const text = (reply["data"] as Record<string, string>)["text/plain"];
    assert.equal(reply["found"], true, code);
    assert.match(text ?? "", /^function add\(a: number, b: number\): number/);
  }
  const documented = await inspect("Math.max(1)", 6);
  assert.match(
    (documented["data"] as Record<string, string>)["text/markdown"] ?? "",
    /```typescript\n[^`]*max[^`]*```\s+Returns the larger/,
  );
});

test("inspection finds the documentation of packages, of their members, and of what those override", async () => {
  await kernel.execute("import { Readable } from 'node:stream';\nconst readable = Readable.from(['a']);");
  for (const [code, documentation] of [
    ["readable.read", /\n\nThe `readable.read\(\)` method reads data/],
    ["Readable.from", /\n\nA utility method for creating Readable Streams out of iterators/],
    // Readable implements this for EventEmitter, where its documentation stands.
    ["readable.eventNames", /\n\nReturns an array listing the events/],
    ["Promise.all", /\n\nCreates a Promise that is resolved with an array of results/],
  ] as const) {
    const reply = await inspect(code);
    assert.match((reply["data"] as Record<string, string>)["text/plain"] ?? "", documentation, code);
  }
});

test("inspection of nothing finds nothing", async () => {
  assert.deepEqual(await inspect("nosuch"), { status: "ok", found: false, data: {}, metadata: {} });
});

test("is_complete tells complete, incomplete and invalid apart", async () => {
  for (const code of ["1 + 1", "await fetch('x')", "class A {}", "const f = () => {\n  return 1;\n};"])
    assert.equal(await isComplete(code), "complete", code);
  for (const code of [
    "function f() {",
    "`open",
    "/* open",
    "const x =",
    "foo(1,",
    "for (const x of [1]) {\n  x",
  ])
    assert.equal(await isComplete(code), "incomplete", code);
  for (const code of ["const = 3", "}", "let s = 'open\nlet t = 1;"])
    assert.equal(await isComplete(code), "invalid", code);
});

test("history answers tail, range and search with patterns", async () => {
  await kernel.execute("111 + 0");
  const { reply } = await kernel.execute("222 + 0");
  await kernel.execute("222 + 0");
  const count = reply["execution_count"] as number;
  const ask = async (content: object) =>
    (await kernel.request("history_request", { raw: true, output: false, ...content }))["history"];
  assert.deepEqual(await ask({ hist_access_type: "tail", n: 2 }), [
    [1, count, "222 + 0"],
    [1, count + 1, "222 + 0"],
  ]);
  assert.deepEqual(
    await ask({ hist_access_type: "range", session: 0, start: count - 1, stop: count, output: true }),
    [[1, count - 1, ["111 + 0", "111"]]],
  );
  assert.deepEqual(await ask({ hist_access_type: "search", pattern: "2?2*", unique: true }), [
    [1, count + 1, "222 + 0"],
  ]);
});

test("comms: an unknown target is closed again, the list is empty", async () => {
  const id = kernel.send("comm_open", { comm_id: "c1", target_name: "nosuch", data: {} });
  await kernel.until(() => kernel.of(id).some((message) => message.content["execution_state"] === "idle"));
  const close = kernel.of(id).find((message) => message.header.msg_type === "comm_close");
  assert.deepEqual(close?.content, { comm_id: "c1", data: {} });
  assert.deepEqual(await kernel.request("comm_info_request", {}), { status: "ok", comms: {} });
});

test("a request that is not known is answered with an error", async () => {
  assert.equal((await kernel.request("nosuch_request"))["status"], "error");
});

test("a message with a wrong signature is dropped, and so is one that comes twice", async () => {
  const frames = kernel.framesOf("execute_request", {
    code: "globalThis.hits = (globalThis.hits ?? 0) + 1",
    silent: false,
  });
  const forged = frames.map((frame) => Buffer.from(frame));
  (forged[1] as Buffer).write("0000", "latin1");
  await kernel.sendFrames(forged);
  assert.equal((await kernel.execute("(globalThis as { hits?: number }).hits ?? 0")).result, "0");
  const once = kernel.framesOf("execute_request", {
    code: "(globalThis as { hits?: number }).hits = ((globalThis as { hits?: number }).hits ?? 0) + 1",
    silent: false,
  });
  await kernel.sendFrames(once);
  await kernel.sendFrames(once);
  assert.equal((await kernel.execute("(globalThis as { hits?: number }).hits ?? 0")).result, "1");
});

test("frames that are no message at all are dropped", async () => {
  await kernel.sendFrames([Buffer.from("nonsense")]);
  await kernel.sendFrames([Buffer.from("<IDS|MSG>"), Buffer.from(""), Buffer.from("{")]);
  assert.equal((await kernel.execute("'fine'")).result, "fine");
});

test("after a failure what is queued is not run and says so; what comes later runs", async () => {
  const ids = ["throw new Error('first')", "globalThis.constructor.name", "2"].map((code) =>
    kernel.submit(code),
  );
  const [failed, second, third] = await Promise.all(ids.map((id) => kernel.result(id)));
  assert.equal(failed?.error?.evalue, "first");
  for (const aborted of [second, third]) {
    assert.equal(aborted?.reply["status"], "error");
    assert.equal(aborted?.reply["ename"], "ExecutionAborted");
    assert.deepEqual(aborted?.order, ["busy", "idle"]);
  }
  assert.equal((await kernel.execute("'runs'")).result, "runs");
});

test("a request sent right after an error reply runs, again and again", async () => {
  for (let i = 0; i < 20; i++) {
    assert.equal((await kernel.execute("throw new Error('x')")).reply["status"], "error");
    assert.equal((await kernel.execute(`${i} + 0`)).result, String(i));
  }
});

test("with stop_on_error false everything queued runs", async () => {
  const ids = ["throw new Error('first')", "1 + 1"].map((code) =>
    kernel.submit(code, { stop_on_error: false }),
  );
  const [failed, second] = await Promise.all(ids.map((id) => kernel.result(id)));
  assert.equal(failed?.reply["status"], "error");
  assert.equal(second?.result, "2");
});

test("requests are served strictly in turn", async () => {
  const ids = [
    kernel.submit("await new Promise((resolve) => setTimeout(resolve, 150));"),
    kernel.send("kernel_info_request"),
    kernel.submit("1"),
  ];
  const start = kernel.iopub.length;
  await Promise.all([kernel.result(ids[0] as string), kernel.result(ids[2] as string)]);
  const states = kernel.iopub
    .slice(start)
    .filter((message) => message.header.msg_type === "status" && ids.includes(message.parentId));
  const order = states.map(
    (message) => `${ids.indexOf(message.parentId)} ${String(message.content["execution_state"])}`,
  );
  assert.deepEqual(order, ["0 busy", "0 idle", "1 busy", "1 idle", "2 busy", "2 idle"]);
});

test("the heartbeat answers while a cell is busy", async () => {
  const running = await kernel.start(`${RUNS} while (true);`);
  assert.equal(await kernel.heartbeat("ping"), "ping");
  assert.ok(
    !kernel.of(running).some((message) => message.content["execution_state"] === "idle"),
    "the echo came before the cell ended",
  );
  await kernel.interrupt();
  await kernel.result(running);
});

test("shutdown echoes restart, says so on iopub, and ends the process; a new kernel starts fresh", async () => {
  const one = await KernelClient.start();
  await one.execute("const gone = 1;");
  assert.deepEqual(await one.stop({ restart: true }), { status: "ok", restart: true });
  assert.equal(one.process.exitCode, 0);
  assert.ok(one.iopub.some((message) => message.header.msg_type === "shutdown_reply"));
  const two = await KernelClient.start();
  assert.equal((await two.execute("gone")).error?.ename, "TS2304");
  assert.equal((await two.execute("1")).reply["execution_count"], 2);
  await two.stop();
});

test("shutdown ends a kernel whose cell never ends", async () => {
  const stuck = await KernelClient.start();
  await stuck.start(`${RUNS}\nwhile (true) {}`);
  await stuck.stop();
  assert.equal(stuck.process.signalCode, "SIGKILL");
});
