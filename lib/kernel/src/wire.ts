/** The wire thread: owns the sockets, queues requests, and terminates cells when the session thread is too busy to be interrupted. */
import { readFileSync, writeSync } from "node:fs";
import { inspect } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import * as zmq from "zeromq";
import { Phase, Shared, type ToSession, type ToWire, type WireData } from "./messages";
import { truncateText } from "./display/value-text";
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

/** Scales the grace periods of interrupts; tests set it to 0, so that a cell is terminated at once, as on a busy machine. */
const GRACE_FACTOR = Number(process.env["TSLAB_KERNEL_INTERRUPT_GRACE"] ?? 1);
/** How long the session may take to acknowledge an interrupt before its code is terminated, in ms. */
const INTERRUPT_GRACE_MS = GRACE_FACTOR * 150;
/** The same for code after an `await`, in ms. */
const AWAITING_INTERRUPT_GRACE_MS = GRACE_FACTOR * 400;
/** How long termination is tried, in ms. */
const FORCED_INTERRUPT_LIMIT_MS = 12_000;
/** How long the session may take to end itself after a shutdown request, in ms. */
const SHUTDOWN_GRACE_MS = 1500;

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
 * The kernel applies subscriptions itself: where ZeroMQ does, a message could be sent between the subscription and its
 * welcome.
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

/** A queue of messages for one socket, which can send only one at a time. */
class Outbox {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly socket: { send(frames: Buffer[]): Promise<void> }) {}

  /** `before` is called when all earlier messages are sent; nothing is sent between it and this message. */
  send(message: Outgoing, before?: () => void): void {
    const frames = codec.encode(message);
    this.last = this.last
      .then(() => {
        before?.();
        return this.socket.send(frames);
      })
      .catch(report);
  }

  /** Resolves when all messages so far are sent. */
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

/** Runs in this thread, because the session's is paused at a breakpoint. */
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
  if (newestExecuteRequest?.content["silent"] === true) return;
  const content = { name, text: truncateText(text) };
  publish({ kind: "publish", type: "stream", parent: newestExecuteRequest?.header, content });
});
/** The execute request that is being answered, or was last. */
let newestExecuteRequest: Message | undefined;

const queue: Message[] = [];
let currentRequest: Message | undefined;
let stopping = false;
/** How many interrupts there have been. */
let interruptCount = 0;
let executionCount = 0;

session.on("message", (message: ToWire) => {
  if (message.kind === "publish") publish(message);
  else if (message.kind === "reply") finishRequest(message.type, message.content, message.metadata);
  else if (message.kind === "askInput") askInput(message);
  else if (message.kind === "log") report(message.text);
  else if (message.kind === "descriptorsRedirected") descriptors.unlink();
  else if (message.kind === "scripts") debug.addEarlierScripts(message.scripts).catch(report);
  else void releaseScript(message);
});

/** Lets a script run once its breakpoints are set, or once the debugger is detached. */
async function releaseScript({ script }: Extract<ToWire, { kind: "script" }>): Promise<void> {
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
function serveNext(): void {
  if (currentRequest || stopping) return;
  const message = queue.shift();
  if (!message) return;
  currentRequest = message;
  if (message.header.msg_type === "execute_request") {
    descriptors.drain();
    newestExecuteRequest = message;
  }
  status("busy", message);
  if (message.header.msg_type === "kernel_info_request") {
    // Answered here, so that the kernel is ready before TypeScript has loaded.
    finishRequest("kernel_info_reply", kernelInfo(packages));
    return;
  }
  const { header, content, metadata, buffers } = message;
  const superseded = isSuperseded(message);
  session.postMessage({
    kind: "request",
    header,
    content,
    metadata,
    buffers,
    superseded,
  } satisfies ToSession);
}

/** Whether a newer message of the same comm is queued. */
function isSuperseded({ header, content }: Message): boolean {
  if (header.msg_type !== "comm_msg") return false;
  return queue.some(
    (later) => later.header.msg_type === "comm_msg" && later.content["comm_id"] === content["comm_id"],
  );
}

/** Sends the reply, then `idle`, and aborts the queued cells after a failure. */
function finishRequest(type: string, content: Content, metadata?: Content): void {
  const message = currentRequest;
  if (!message) return;
  if (typeof content["execution_count"] === "number") executionCount = content["execution_count"];
  if (type === "execute_reply") descriptors.drain();
  // A message without a reply, such as comm_open, has an empty type.
  if (type)
    outboxes.shell.send({ type, content, metadata, parent: message.header, identities: message.identities });
  status("idle", message);
  currentRequest = undefined;
  if (type === "execute_reply" && content["status"] === "error" && message.content["stop_on_error"] !== false)
    abortQueued();
  setImmediate(serveNext);
}

/** Answers the queued execute requests without running them, after a failure; later ones run. */
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
    identities: currentRequest?.identities ?? [],
  });
}

async function serveShell(): Promise<void> {
  for await (const frames of shell) {
    const message = codec.decode(frames);
    if (!message) continue;
    queue.push(message);
    // After all messages that have arrived are queued, so that an abort includes them.
    setImmediate(serveNext);
  }
}

async function serveControl(): Promise<void> {
  for await (const frames of control) {
    const message = codec.decode(frames);
    // The debugger may have to wait for the session's thread; an interrupt must not wait for the debugger.
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
      await debug.withEventsMuted(interrupt);
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

/** Asks the session to interrupt its cell, and terminates the cell where the session is too busy to answer. */
async function interrupt(): Promise<void> {
  const id = ++interruptCount;
  for (const end = performance.now() + FORCED_INTERRUPT_LIMIT_MS; performance.now() < end;) {
    session.postMessage({ kind: "interrupt", id } satisfies ToSession);
    const { stopped } = debug;
    // A long operation between two awaits does not answer either, so it gets more time before it is terminated.
    // A thread that is paused at a breakpoint never answers, so there is no waiting for it.
    if (!stopped)
      await delay(
        Atomics.load(flags, Shared.phase) === Phase.awaiting
          ? AWAITING_INTERRUPT_GRACE_MS
          : INTERRUPT_GRACE_MS,
      );
    if (Atomics.load(flags, Shared.acknowledged) >= id) return;
    const phase = Atomics.load(flags, Shared.phase);
    if (phase === Phase.kernel && !stopped) continue;
    await terminate(() => Atomics.load(flags, Shared.phase) === Phase.kernel);
    await debug.resume();
  }
}

async function shutDown(): Promise<void> {
  stopping = true;
  // A session that is paused at a breakpoint receives no messages.
  if (debug.stopped) await debug.withEventsMuted(interrupt);
  await Promise.all(Object.values(outboxes).map((outbox) => outbox.flushed()));
  // Closed here: a process that ends with open sockets in a second thread is aborted.
  for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
  session.postMessage({ kind: "shutdown" } satisfies ToSession);
  await delay(SHUTDOWN_GRACE_MS);
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

/** Sends `iopub_welcome` to each new subscriber (Jupyter enhancement proposal 65), so that a client knows when it is subscribed. */
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
    // ZeroMQ subscribes the client of the frame that was received last, so the next one is received only afterwards.
    await outboxes.iopub.flushed();
  }
}

async function serveHeartbeat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** Ends a kernel whose Jupyter server has died. */
function watchParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, 2000);
  timer.unref();
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Writes an error of the wire thread to the server's log, never into a cell. */
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
  // Last, so that nobody can subscribe before the first status is sent: a subscriber gets its welcome first.
  await iopub.bind(at(connection.iopub_port));
  status("starting", undefined);
  for (const serve of [serveShell, serveControl, serveStdin, serveSubscriptions, serveHeartbeat])
    serve().catch(report);
  watchParent();
  const pipes = await descriptors.open();
  if (pipes.length > 0) session.postMessage({ kind: "descriptors", pipes } satisfies ToSession);
}

// An error in this thread must not end the kernel, and with it the learner's variables.
process.on("uncaughtException", report);
process.on("unhandledRejection", report);

main().catch((error: unknown) => {
  report(error);
  process.kill(process.pid, "SIGKILL");
});
