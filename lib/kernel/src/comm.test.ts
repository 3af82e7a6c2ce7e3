/** Comms of a real kernel over real sockets: opened by either side, with buffers, and with handlers that fail or never end. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Content } from "./protocol";
import { KernelClient, type Received } from "./client.testing";

/** A cell's way to the kernel, without the library. */
const HOST = `const host = (globalThis as any)[Symbol.for("tslab-kernel.host")];`;

describe("comms", () => {
  let kernel: KernelClient;

  before(async () => {
    kernel = await KernelClient.start();
    await kernel.execute(HOST);
  });
  after(() => kernel.stop());

  const of = (type: string, id: string): Received[] =>
    kernel.iopub.filter((message) => message.header.msg_type === type && message.content["comm_id"] === id);
  const opened = (outputs: readonly Received[]): Received =>
    outputs.find((message) => message.header.msg_type === "comm_open") as Received;
  const idOf = (message: Received): string => String(message.content["comm_id"]);
  const dataOf = (message: Received | undefined): Content => (message?.content["data"] ?? {}) as Content;

  test("the kernel opens a comm with data, metadata and buffers, and is answered with buffers", async () => {
    const run = await kernel.execute(`
      const channel = host.openComm("my.target", { a: 1 }, { metadata: { version: "1" }, buffers: [new Float32Array([1.5, -2])] });
      channel.onMessage(({ data, metadata, buffers }: any) => {
        console.log(JSON.stringify(data), JSON.stringify(metadata), [...new Float32Array(buffers[0].slice().buffer)]);
        channel.send({ doubled: 2 * data.n }, { buffers: [buffers[0], new Uint8Array([7])] });
      });`);
    const open = opened(run.outputs);
    assert.deepEqual(
      [open.content["target_name"], dataOf(open), open.metadata],
      ["my.target", { a: 1 }, { version: "1" }],
    );
    assert.deepEqual([...new Float32Array(new Uint8Array(open.buffers[0] as Buffer).buffer)], [1.5, -2]);
    const content = { comm_id: idOf(open), data: { n: 4 } };
    const sent = await kernel.comm("comm_msg", content, {
      metadata: { from: "page" },
      buffers: [Buffer.from(new Float32Array([0.25]).buffer)],
    });
    await kernel.until(() => kernel.iopub.some((message) => message.content["name"] === "stdout"));
    const printed = kernel.iopub.find((message) => message.content["name"] === "stdout") as Received;
    assert.equal(printed.content["text"], '{"n":4} {"from":"page"} [ 0.25 ]\n');
    assert.equal(
      printed.parentId,
      open.parentId,
      "what a handler prints belongs to the cell that registered it",
    );
    const [answer] = of("comm_msg", idOf(open));
    assert.deepEqual(dataOf(answer), { doubled: 8 });
    assert.equal(answer?.parentId, sent, "what it sends answers the message");
    assert.deepEqual(
      answer?.buffers.map((buffer) => [...buffer]),
      [[0, 0, 128, 62], [7]],
    );
  });

  test("a front end opens a comm for an offered target; one that nobody offers is closed", async () => {
    await kernel.execute(`host.registerTarget("echo", (channel: any, { data }: any) => {
      channel.send({ hello: data.name });
      channel.onClose(() => console.log("closed", data.name));
    });`);
    await kernel.comm("comm_open", { comm_id: "page-1", target_name: "echo", data: { name: "Ada" } });
    assert.deepEqual(dataOf(of("comm_msg", "page-1")[0]), { hello: "Ada" });
    const info = await kernel.request("comm_info_request", { target_name: "echo" });
    assert.deepEqual(info["comms"], { "page-1": { target_name: "echo" } });
    await kernel.comm("comm_close", { comm_id: "page-1" });
    await kernel.until(() => kernel.iopub.some((message) => message.content["text"] === "closed Ada\n"));
    assert.deepEqual((await kernel.request("comm_info_request", { target_name: "echo" }))["comms"], {});
    await kernel.comm("comm_open", { comm_id: "page-2", target_name: "nobody" });
    assert.equal(of("comm_close", "page-2").length, 1);
  });

  test("the kernel closes a comm, and nothing is sent through it afterwards", async () => {
    const run = await kernel.execute(
      `const shut = host.openComm("my.target", {}); shut.close({ why: "done" }); shut.send({ late: true });`,
    );
    const id = idOf(opened(run.outputs));
    assert.deepEqual(of("comm_close", id).map(dataOf), [{ why: "done" }]);
    assert.equal(of("comm_msg", id).length, 0);
    await kernel.comm("comm_msg", { comm_id: id, data: {} });
    assert.equal((await kernel.execute("1 + 1")).result, "2");
  });

  test("an error in a handler shows up in its cell and the kernel goes on", async () => {
    for (const handler of [
      `() => { throw new RangeError("too far"); }`,
      `async () => { await null; throw new RangeError("too far"); }`,
    ]) {
      const run = await kernel.execute(
        `const failing = host.openComm("my.target", {}); failing.onMessage(${handler});`,
      );
      const open = opened(run.outputs);
      await kernel.comm("comm_msg", { comm_id: idOf(open) });
      const errors = () => kernel.of(open.parentId).filter((message) => message.header.msg_type === "error");
      await kernel.until(() => errors().length === 1);
      assert.deepEqual(
        [errors()[0]?.content["ename"], errors()[0]?.content["evalue"]],
        ["RangeError", "too far"],
      );
    }
    assert.equal((await kernel.execute("2 + 2")).result, "4");
  });

  test("a handler that never ends is stopped by the stop button, and the next message is handled", async () => {
    const run = await kernel.execute(`
      const busy = host.openComm("my.target", {});
      busy.onMessage(({ data }: any) => { if (data.loop) for (;;); busy.send({ alive: true }); });`);
    const id = idOf(opened(run.outputs));
    const sent = kernel.send("comm_msg", { comm_id: id, data: { loop: true } });
    await kernel.until(() => kernel.of(sent).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await kernel.interrupt();
    await kernel.comm("comm_msg", { comm_id: id, data: {} });
    assert.deepEqual(of("comm_msg", id).map(dataOf), [{ alive: true }]);
    assert.equal((await kernel.execute("3 + 3")).result, "6");
  });

  test("jupyter.widget.control tells the states of all widgets, with what either side changed and binary parts", async () => {
    const run = await kernel.execute(`
      const widget = host.openComm("jupyter.widget", {
        state: { _model_name: "M", _model_module: "m", _model_module_version: "1.0.0", value: 1, deep: { list: [null] } },
        buffer_paths: [["pixels"], ["deep", "list", 0]],
      }, { buffers: [new Uint8Array([1, 2]), new Uint8Array([3])] });
      widget.send({ method: "update", state: { value: 2 }, buffer_paths: [["pixels"]] }, { buffers: [new Uint8Array([9])] });`);
    const id = idOf(opened(run.outputs));
    await kernel.move(id, { more: "from the page" });
    await kernel.comm("comm_open", { comm_id: "control-1", target_name: "jupyter.widget.control" });
    await kernel.comm("comm_msg", { comm_id: "control-1", data: { method: "request_states" } });
    const [answer] = of("comm_msg", "control-1");
    const { method, states, buffer_paths } = dataOf(answer) as {
      method: string;
      states: Record<string, Content>;
      buffer_paths: unknown[];
    };
    assert.equal(method, "update_states");
    assert.deepEqual(states[id], {
      model_name: "M",
      model_module: "m",
      model_module_version: "1.0.0",
      state: {
        _model_name: "M",
        _model_module: "m",
        _model_module_version: "1.0.0",
        value: 2,
        deep: { list: [null] },
        more: "from the page",
      },
    });
    const parts = Object.fromEntries(
      buffer_paths.map((place, i) => [JSON.stringify(place), [...(answer?.buffers[i] ?? [])]]),
    );
    assert.deepEqual(parts, {
      [JSON.stringify([id, "state", "deep", "list", 0])]: [3],
      [JSON.stringify([id, "state", "pixels"])]: [9],
    });
    await kernel.comm("comm_msg", { comm_id: id, data: { method: "request_state" } });
    assert.equal((dataOf(of("comm_msg", id).at(-1))["state"] as Content)["more"], "from the page");
  });
});
