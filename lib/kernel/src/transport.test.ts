/** The ways in which a kernel manager may want to be connected: Unix sockets, and encryption by CurveZMQ. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import * as zmq from "zeromq";
import { installKernelspec } from "./install";
import { addressOf } from "./protocol";
import { KernelClient } from "./client.testing";

const root = path.join(__dirname, "..", "..", "..");
const python = path.join(root, ".venv", "bin", "python");
const unix = process.platform === "win32" ? "Windows has no Unix sockets" : false;

/** Uses every channel of a kernel. */
async function useAllChannels(kernel: KernelClient): Promise<void> {
  kernel.onInput = () => "Ada";
  assert.equal((await kernel.execute("1 + 1")).result, "2");
  const asked = "import { input } from 'tslab-kernel/display';\nawait input('name?')";
  assert.equal((await kernel.execute(asked, { allow_stdin: true })).result, "Ada");
  assert.equal(await kernel.heartbeat("alive"), "alive");
  assert.equal((await kernel.control("kernel_info_request"))["status"], "ok");
}

test("a kernel is reached over Unix sockets, and takes them away at its end", { skip: unix }, async () => {
  const kernel = await KernelClient.start({ transport: "ipc" });
  const { ip } = kernel.connection;
  try {
    await useAllChannels(kernel);
    assert.ok(existsSync(`${ip}-1`), "named as jupyter_client names them");
  } finally {
    await kernel.stop();
  }
  assert.ok(!existsSync(`${ip}-1`));
});

test("with keys in the connection file all channels are encrypted, and a client without them gets nothing", async () => {
  const kernel = await KernelClient.start({ curve: true });
  try {
    await useAllChannels(kernel);
    for (const channel of ["shell_port", "control_port", "stdin_port", "hb_port", "iopub_port"] as const) {
      const plain = channel === "iopub_port" ? new zmq.Subscriber() : new zmq.Dealer();
      const stranger = plain as zmq.Dealer;
      stranger.linger = 0;
      stranger.receiveTimeout = 300;
      if (plain instanceof zmq.Subscriber) plain.subscribe();
      stranger.connect(addressOf(kernel.connection, kernel.connection[channel]));
      if (!(plain instanceof zmq.Subscriber)) {
        stranger.sendTimeout = 300;
        const frames = channel === "hb_port" ? ["", "ping"] : kernel.framesOf("kernel_info_request", {});
        await stranger.send(frames).catch(() => undefined);
      }
      await assert.rejects(stranger.receive(), { code: "EAGAIN" }, channel);
      stranger.close();
    }
    assert.equal((await kernel.execute("'still here'")).result, "still here");
  } finally {
    await kernel.stop();
  }
});

/** Starts the kernel by jupyter_client's own manager, and runs a cell. */
const manage = `
import sys
from jupyter_client.manager import KernelManager
transport, encryption = sys.argv[1:]
manager = KernelManager(kernel_name="tslab", transport=transport)
manager.start_kernel(transport_encryption=encryption)
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=60)
    reply = client.execute_interactive("6 * 7", timeout=60, allow_stdin=False)
    print()
    print(reply["content"]["status"], manager.transport, manager.curve_publickey is not None, client.is_alive())
finally:
    client.stop_channels()
    manager.shutdown_kernel()
`;

for (const [transport, encryption, expected] of [
  ["ipc", "disabled", "ok ipc False True"],
  ["tcp", "required", "ok tcp True True"],
  ["ipc", "required", "ok ipc True True"],
] as const) {
  const skip = existsSync(python)
    ? transport === "ipc" && unix
    : "jupyter_client is not installed: run npm run setup";
  test(
    `jupyter_client's manager runs the kernel over ${transport}, encryption ${encryption}`,
    { skip },
    () => {
      // Short, because the name of a Unix socket has 107 bytes at most.
      const prefix = mkdtempSync(path.join(tmpdir(), "nn-"));
      try {
        installKernelspec({ prefix });
        const env = {
          ...process.env,
          JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
          JUPYTER_RUNTIME_DIR: prefix,
          JUPYTER_DATA_DIR: prefix,
          JUPYTER_CONFIG_DIR: prefix,
        };
        const run = spawnSync(python, ["-c", manage, transport, encryption], {
          cwd: root,
          env,
          encoding: "utf8",
        });
        assert.equal(run.stdout.trim().split("\n").at(-1), expected, run.stderr);
      } finally {
        rmSync(prefix, { recursive: true, force: true });
      }
    },
  );
}

test("a client's first message is the welcome, also while cells print", async () => {
  const kernel = await KernelClient.start();
  try {
    const busy = kernel.execute(
      "const end = Date.now() + 3000;\nwhile (Date.now() < end) { console.log('x'); await new Promise((done) => setTimeout(done)); }",
    );
    const first: unknown[] = [];
    for (let i = 0; i < 100; i++) {
      const client = new zmq.Subscriber();
      client.subscribe();
      client.connect(addressOf(kernel.connection, kernel.connection.iopub_port));
      const frames = (await client.receive()).map(String);
      const header = frames[frames.indexOf("<IDS|MSG>") + 2];
      first.push((JSON.parse(String(header)) as { msg_type?: unknown }).msg_type);
      client.close();
    }
    assert.deepEqual([...new Set(first)], ["iopub_welcome"]);
    await busy;
  } finally {
    await kernel.stop();
  }
});

test("who no longer listens to a topic gets nothing of it", async () => {
  const kernel = await KernelClient.start();
  const client = new zmq.Subscriber();
  try {
    client.receiveTimeout = 1000;
    client.subscribe("");
    client.connect(addressOf(kernel.connection, kernel.connection.iopub_port));
    await client.receive();
    await kernel.execute("1");
    client.unsubscribe("");
    while ((await client.receive().catch(() => undefined)) !== undefined);
    await kernel.execute("2");
    await assert.rejects(client.receive(), { code: "EAGAIN" });
  } finally {
    client.close();
    await kernel.stop();
  }
});
