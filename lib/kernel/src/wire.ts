/** The wire thread: owns the sockets, keeps order, and can stop the session thread when that is too busy to listen. */
import { readFileSync, writeSync } from "node:fs";
import { inspect } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import * as zmq from "zeromq";
import { Phase, Shared, type ToSession, type ToWire, type WireData } from "./messages";
import { cutText } from "./display/value-text";
import { DebugAdapter } from "./debugger/adapter";
import type { DapRequest } from "./debugger/dap";
import { DescriptorReader } from "./descriptors";
import { kernelInfo } from "./info";
import {
  addressOf,
  Codec,
  serverSecurity,
  textOf,
  type ConnectionInfo,
  type Content,
  type Header,
  type Message,
  type Outgoing,
} from "./protocol";
import { terminate } from "./termination";

/** Tests set this to 0: each interrupt is forced at once then, as on a machine where the session gets no time. */
const SHARE_OF_PATIENCE = Number(process.env["TSLAB_KERNEL_INTERRUPT_PATIENCE"] ?? 1);
/** How long the session may be deaf before an interrupt is forced, in ms. */
const PATIENCE = SHARE_OF_PATIENCE * 150;
/** The same for what runs after an `await`, in ms. */
const PATIENCE_AWAITING = SHARE_OF_PATIENCE * 400;
/** How long an interrupt is forced before we give up, in ms. */
const FORCED_FOR = 12_000;
/** How long the session may take to end itself after a shutdown request, in ms. */
const SHUTDOWN_GRACE = 1500;

if (!parentPort) throw new Error("wire.ts is the wire thread of the kernel; start main.js");
const session = parentPort;
const { connectionFile, shared, packages } = workerData as WireData;
const flags = new Int32Array(shared);
const connection = JSON.parse(readFileSync(connectionFile, "utf8")) as ConnectionInfo;
const codec = new Codec(connection);

const security = serverSecurity(connection);
const shell = new zmq.Router({ sendHighWaterMark: 0, ...security });
const control = new zmq.Router({ sendHighWaterMark: 0, ...security });
const stdin = new zmq.Router({ sendHighWaterMark: 0, ...security });

/** ZMQ_SUBSCRIBE and ZMQ_UNSUBSCRIBE of ZeroMQ's socket options. */
enum SubscriptionOption {
  subscribe = 6,
  unsubscribe = 7,
}

/**
 * A subscription takes effect when the kernel says so: with ZeroMQ's own book-keeping a message could
 * leave between the subscription and its welcome.
 */
class Iopub extends zmq.XPublisher {
  /** For the client whose frame was received last. */
  subscribe(topic: Buffer): void {
    this.setStringOption(SubscriptionOption.subscribe, topic);
  }

  /** For the client whose frame was received last. */
  unsubscribe(topic: Buffer): void {
    this.setStringOption(SubscriptionOption.unsubscribe, topic);
  }
}
const iopub = new Iopub({ sendHighWaterMark: 0, manual: true, ...security });
const heartbeat = new zmq.Reply({ ...security });

/** One socket takes one send at a time, so the sends of each stand in a line. */
class Outbox {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly socket: { send(frames: Buffer[]): Promise<void> }) {}

  /** `before` is done when all earlier messages have left, and nothing leaves between it and this one. */
  send(message: Outgoing, before?: () => void): void {
    const frames = codec.encode(message);
    this.last = this.last
      .then(() => {
        before?.();
        return this.socket.send(frames);
      })
      .catch(report);
  }

  /** Sends when all that was sent before has left. */
  flushed(): Promise<unknown> {
    return this.last;
  }
}

const outboxes = {
  shell: new Outbox(shell),
  control: new Outbox(control),
  stdin: new Outbox(stdin),
  iopub: new Outbox(iopub),
};

/** Lives here, because the session's thread stands still at a breakpoint. */
const debug = new DebugAdapter({
  sendEvent: (event) =>
    publish({ kind: "publish", type: "debug_event", parent: debugParent, content: { ...event } }),
  attachedChanged: (attached) => {
    Atomics.store(flags, Shared.debugging, attached ? 1 : 0);
    if (attached) session.postMessage({ kind: "sendScripts" } satisfies ToSession);
  },
});
/** Events name the newest request of the debugger as their parent, as ipykernel's do. */
let debugParent: Header | undefined;

const descriptors = new DescriptorReader((name, text) => {
  if (newestCell?.content["silent"] === true) return;
  const content = { name, text: cutText(text) };
  publish({ kind: "publish", type: "stream", parent: newestCell?.header, content });
});
/** The execute request that is being answered, or was last. */
let newestCell: Message | undefined;

const queue: Message[] = [];
let current: Message | undefined;
let stopping = false;
/** How many interrupts there have been. */
let interrupts = 0;
let executionCount = 0;

session.on("message", (message: ToWire) => {
  if (message.kind === "publish") publish(message);
  else if (message.kind === "reply") finish(message.type, message.content, message.metadata);
  else if (message.kind === "askInput") askInput(message);
  else if (message.kind === "log") report(message.text);
  else if (message.kind === "descriptorsTaken") descriptors.unlink();
  else if (message.kind === "scripts") debug.earlierScripts(message.scripts).catch(report);
  else void letRun(message);
});

/** Lets a script run once its breakpoints are set, or once nobody debugs any more. */
async function letRun({ script }: Extract<ToWire, { kind: "script" }>): Promise<void> {
  if (debug.attached) await debug.scriptStarting(script).catch(report);
  if (script.count === undefined) {
    Atomics.store(flags, Shared.loading, 0);
    Atomics.notify(flags, Shared.loading);
  } else session.postMessage({ kind: "scriptReady" } satisfies ToSession);
}

function publish(message: Extract<ToWire, { kind: "publish" }>): void {
  const { type, parent, content, metadata, buffers } = message;
  outboxes.iopub.send({
    type,
    parent,
    content,
    metadata,
    identities: [topic(type)],
    buffers: buffers?.map((part) => Buffer.from(part)),
  });
}

function topic(type: string): Buffer {
  return Buffer.from(`kernel.${codec.session}.${type}`);
}

function status(state: "starting" | "busy" | "idle", message: Message | undefined): void {
  outboxes.iopub.send({
    type: "status",
    parent: message?.header,
    content: { execution_state: state },
    identities: [topic("status")],
  });
}

/** Shell requests run strictly one after the other. */
function next(): void {
  if (current || stopping) return;
  const message = queue.shift();
  if (!message) return;
  current = message;
  if (message.header.msg_type === "execute_request") {
    descriptors.drain();
    newestCell = message;
  }
  status("busy", message);
  if (message.header.msg_type === "kernel_info_request") {
    // Answered here, so that the kernel is ready before TypeScript has loaded.
    finish("kernel_info_reply", kernelInfo(packages));
    return;
  }
  const { header, content, metadata, buffers } = message;
  const overtaken = isOvertaken(message);
  session.postMessage({ kind: "request", header, content, metadata, buffers, overtaken } satisfies ToSession);
}

/** Whether a newer message of the same comm is here already. */
function isOvertaken({ header, content }: Message): boolean {
  if (header.msg_type !== "comm_msg") return false;
  return queue.some(
    (later) => later.header.msg_type === "comm_msg" && later.content["comm_id"] === content["comm_id"],
  );
}

/** Sends the reply, then idle, then takes what a failure leaves of the queue. */
function finish(type: string, content: Content, metadata?: Content): void {
  const message = current;
  if (!message) return;
  if (typeof content["execution_count"] === "number") executionCount = content["execution_count"];
  if (type === "execute_reply") descriptors.drain();
  // A message without a reply, such as comm_open, has an empty type.
  if (type)
    outboxes.shell.send({ type, content, metadata, parent: message.header, identities: message.identities });
  status("idle", message);
  current = undefined;
  if (type === "execute_reply" && content["status"] === "error" && message.content["stop_on_error"] !== false)
    abortQueued();
  setImmediate(next);
}

/** After a failure the requests that were already here are answered unrun; later ones run. */
function abortQueued(): void {
  const waiting = queue.splice(0);
  for (const message of waiting) {
    if (message.header.msg_type !== "execute_request") {
      queue.push(message);
      continue;
    }
    status("busy", message);
    const content = {
      status: "error",
      ename: "ExecutionAborted",
      evalue: "Not run, because an earlier cell failed.",
      traceback: [],
      execution_count: executionCount,
    };
    outboxes.shell.send({
      type: "execute_reply",
      content,
      parent: message.header,
      identities: message.identities,
    });
    status("idle", message);
  }
}

function askInput(message: Extract<ToWire, { kind: "askInput" }>): void {
  const { parent, prompt, password } = message;
  outboxes.stdin.send({
    type: "input_request",
    parent,
    content: { prompt, password },
    identities: current?.identities ?? [],
  });
}

async function serveShell(): Promise<void> {
  for await (const frames of shell) {
    const message = codec.decode(frames);
    if (!message) continue;
    queue.push(message);
    // Let everything that is already here be queued first, so that an abort sees it.
    setImmediate(next);
  }
}

async function serveControl(): Promise<void> {
  for await (const frames of control) {
    const message = codec.decode(frames);
    // The debugger may have to wait for the session's thread; an interrupt must not wait behind it.
    if (message?.header.msg_type === "debug_request") answerControl(message).catch(report);
    else if (message) await answerControl(message);
  }
}

async function answerControl(message: Message): Promise<void> {
  const reply = (type: string, content: Content): void =>
    outboxes.control.send({ type, content, parent: message.header, identities: message.identities });
  status("busy", message);
  switch (message.header.msg_type) {
    case "kernel_info_request":
      reply("kernel_info_reply", kernelInfo(packages));
      break;
    case "interrupt_request":
      await debug.quietly(interrupt);
      reply("interrupt_reply", { status: "ok" });
      break;
    case "debug_request":
      debugParent = message.header;
      reply("debug_reply", { ...(await debug.answer(message.content as unknown as DapRequest)) });
      break;
    case "shutdown_request": {
      const content = { status: "ok", restart: message.content["restart"] === true };
      reply("shutdown_reply", content);
      outboxes.iopub.send({
        type: "shutdown_reply",
        content,
        parent: message.header,
        identities: [topic("shutdown_reply")],
      });
      break;
    }
    default:
      reply(message.header.msg_type.replace(/_request$/, "_reply"), {
        status: "error",
        ename: "NotImplemented",
        evalue: `This kernel does not know ${message.header.msg_type}.`,
        traceback: [],
      });
  }
  status("idle", message);
  if (message.header.msg_type === "shutdown_request") await shutDown();
}

/** Asks the session to stop its cell, and forces it where it is too busy to hear. */
async function interrupt(): Promise<void> {
  const id = ++interrupts;
  for (const end = performance.now() + FORCED_FOR; performance.now() < end;) {
    session.postMessage({ kind: "interrupt", id } satisfies ToSession);
    const { stopped } = debug;
    // A long operation between two awaits looks deaf too, so wait longer there before tearing it.
    // A thread that stands at a breakpoint hears nothing however long we wait.
    if (!stopped)
      await pause(Atomics.load(flags, Shared.phase) === Phase.awaiting ? PATIENCE_AWAITING : PATIENCE);
    if (Atomics.load(flags, Shared.acknowledged) >= id) return;
    const phase = Atomics.load(flags, Shared.phase);
    if (phase === Phase.kernel && !stopped) continue;
    await terminate(() => Atomics.load(flags, Shared.phase) === Phase.kernel);
    await debug.resume();
  }
}

async function shutDown(): Promise<void> {
  stopping = true;
  // At a breakpoint the session does not hear.
  if (debug.stopped) await debug.quietly(interrupt);
  await Promise.all(Object.values(outboxes).map((outbox) => outbox.flushed()));
  // Closed here: a process that ends with open sockets in a second thread is aborted.
  for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
  session.postMessage({ kind: "shutdown" } satisfies ToSession);
  await pause(SHUTDOWN_GRACE);
  // The session is too busy to end itself.
  process.kill(process.pid, "SIGKILL");
}

async function serveStdin(): Promise<void> {
  for await (const frames of stdin) {
    const message = codec.decode(frames);
    if (message?.header.msg_type === "input_reply") {
      session.postMessage({
        kind: "inputReply",
        value: textOf(message.content["value"]),
      } satisfies ToSession);
    }
  }
}

/** Greets each new subscriber (Jupyter enhancement proposal 65), so that a client knows when its line is up. */
async function serveSubscriptions(): Promise<void> {
  for await (const [frame] of iopub) {
    if (!frame) continue;
    const topic = frame.subarray(1);
    if (frame[0] === 0) iopub.unsubscribe(topic);
    if (frame[0] !== 1) continue;
    const content = { subscription: topic.toString() };
    outboxes.iopub.send({ type: "iopub_welcome", content, identities: [topic] }, () =>
      iopub.subscribe(topic),
    );
    // The next frame received would be the one that the subscription goes by.
    await outboxes.iopub.flushed();
  }
}

async function serveHeartbeat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** A kernel whose Jupyter server died must not stay behind. */
function watchParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 2000);
  timer.unref();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Trouble of the wire goes to the server's log, never into a cell. */
function report(error: unknown): void {
  try {
    writeSync(
      descriptors.logDescriptor,
      `tslab-kernel: ${typeof error === "string" ? error : inspect(error)}\n`,
    );
  } catch {
    // Nobody reads the log any more.
  }
}

async function main(): Promise<void> {
  const at = (port: number): string => addressOf(connection, port);
  await Promise.all([
    shell.bind(at(connection.shell_port)),
    control.bind(at(connection.control_port)),
    stdin.bind(at(connection.stdin_port)),
    heartbeat.bind(at(connection.hb_port)),
  ]);
  // Last, so that nobody can subscribe before the first status has left: a subscriber is to be greeted first.
  await iopub.bind(at(connection.iopub_port));
  status("starting", undefined);
  for (const serve of [serveShell, serveControl, serveStdin, serveSubscriptions, serveHeartbeat])
    serve().catch(report);
  watchParent();
  const pipes = await descriptors.open();
  if (pipes.length > 0) session.postMessage({ kind: "descriptors", pipes } satisfies ToSession);
}

// Whatever goes wrong here must not end the kernel, and with it the learner's names.
process.on("uncaughtException", report);
process.on("unhandledRejection", report);

main().catch((error: unknown) => {
  report(error);
  process.kill(process.pid, "SIGKILL");
});
