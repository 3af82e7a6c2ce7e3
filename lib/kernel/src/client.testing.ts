/** A Jupyter client for tests: starts a kernel process and speaks to it over real sockets. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path = require("node:path");
import * as zmq from "zeromq";
import type { DapEvent, DapResponse } from "./debugger/dap";
import { addressOf, Codec, type ConnectionInfo, type Content, type Message } from "./protocol";

/** A message with the header of what it answers. */
export interface Received extends Message {
  parentId: string;
}

/** What one execution brought. */
export interface Execution {
  reply: Content;
  /** Everything on iopub between busy and idle, in order, status messages left out. */
  outputs: Received[];
  /** All text printed to stdout. */
  stdout: string;
  stderr: string;
  /** Text of the result, if there was one. */
  result: string | undefined;
  error: { ename: string; evalue: string; traceback: string[] } | undefined;
  /** Names of all iopub messages, with `busy` and `idle` for status. */
  order: string[];
  milliseconds: number;
}

/** Options of an `execute_request`. */
export interface ExecuteOptions {
  silent?: boolean;
  store_history?: boolean;
  stop_on_error?: boolean;
  user_expressions?: Record<string, string>;
  allow_stdin?: boolean;
  /** The cell's name in its notebook, as JupyterLab tells it. */
  cellId?: string;
}

/** What a message carries beside its content. */
export interface Extras {
  metadata?: Content;
  buffers?: Buffer[];
}

/** How a kernel is started. */
export interface StartOptions {
  /** The folder it works in; the clone's root, so that packages are found. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The script that is the kernel; this package's. */
  main?: string;
  transport?: "tcp" | "ipc";
  /** Encrypts the transport. */
  curve?: boolean;
  /** Folders of packages that the kernel is told of (none). */
  libraries?: readonly string[];
}

/** The clone. */
const root = path.join(__dirname, "..", "..", "..");
/** The course's library, for tests of both. */
export const courseFolder = path.join(root, "lib", "neural-notebooks");

/** How long a test waits for one message, in ms; generous, because machines are busy. */
const MESSAGE_TIMEOUT_MS = 60_000;

/** A statement by which a cell tells that it runs; past `console`, whose text waits for a loop to end. */
export const RUNS = 'require("node:fs").writeSync(1, "it runs");';

/** One kernel process and its sockets. */
export class KernelClient {
  readonly iopub: Received[] = [];
  private readonly replies = new Map<string, Received>();
  private readonly listeners = new Set<() => void>();
  private readonly sockets = {
    shell: new zmq.Dealer(),
    control: new zmq.Dealer(),
    stdin: new zmq.Dealer(),
    iopub: new zmq.Subscriber(),
    heartbeat: new zmq.Request(),
  };
  private readonly sender: Codec;
  private debugSeq = 0;
  /** Called for each input request; returns what the learner types, or `undefined` for no answer. */
  onInput: (prompt: string) => string | undefined = () => "";

  private constructor(
    readonly process: ChildProcess,
    readonly connection: ConnectionInfo,
    private readonly folder: string,
    readonly log: string[],
  ) {
    this.sender = new Codec(connection);
  }

  /** Starts a kernel and connects to it. */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const { cwd = root, env = {} } = options;
    const {
      main = path.join(__dirname, "main.js"),
      transport = "tcp",
      curve = false,
      libraries = [],
    } = options;
    const folder = mkdtempSync(path.join(tmpdir(), "tslab-kernel-"));
    const [shell, iopub, stdin, control, hb] = transport === "ipc" ? [1, 2, 3, 4, 5] : await freePorts(5);
    const keys = zmq.curveKeyPair();
    const connection: ConnectionInfo = {
      transport,
      ip: transport === "ipc" ? path.join(folder, "kernel-ipc") : "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      shell_port: shell as number,
      iopub_port: iopub as number,
      stdin_port: stdin as number,
      control_port: control as number,
      hb_port: hb as number,
      ...(curve && { curve_publickey: keys.publicKey, curve_secretkey: keys.secretKey }),
    };
    const file = path.join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const child = spawn(process.execPath, [main, ...libraries.flatMap((each) => ["--library", each]), file], {
      cwd,
      env: { TSLAB_KERNEL_CACHE: path.join(root, ".setup", "kernel"), ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log: string[] = [];
    child.stdout.on("data", (data: Buffer) => log.push(data.toString()));
    child.stderr.on("data", (data: Buffer) => log.push(data.toString()));
    const client = new KernelClient(child, connection, folder, log);
    try {
      await client.connect();
    } catch (error) {
      // Open sockets would keep the test process alive.
      child.kill("SIGKILL");
      client.release();
      throw error;
    }
    return client;
  }

  private async connect(): Promise<void> {
    const at = (port: number): string => addressOf(this.connection, port);
    const { shell, control, stdin, iopub, heartbeat } = this.sockets;
    const { curve_publickey: curvePublicKey, curve_secretkey: curveSecretKey } = this.connection;
    // jupyter_client uses the kernel's own pair, too.
    if (curvePublicKey !== undefined && curveSecretKey !== undefined)
      for (const socket of Object.values(this.sockets))
        Object.assign(socket, { curveServerKey: curvePublicKey, curvePublicKey, curveSecretKey });
    // The same identity on shell and stdin is how a kernel knows whom to ask.
    const identity = randomUUID();
    shell.routingId = identity;
    stdin.routingId = identity;
    iopub.receiveHighWaterMark = 0;
    iopub.subscribe();
    shell.connect(at(this.connection.shell_port));
    control.connect(at(this.connection.control_port));
    stdin.connect(at(this.connection.stdin_port));
    iopub.connect(at(this.connection.iopub_port));
    heartbeat.connect(at(this.connection.hb_port));
    void this.listen(shell, (message) => this.replies.set(message.parentId, message));
    void this.listen(control, (message) => this.replies.set(message.parentId, message));
    void this.listen(iopub, (message) => this.iopub.push(message));
    void this.listen(stdin, (message) => void this.sendInput(message));
    await this.until(() => this.iopub.some((message) => message.header.msg_type === "iopub_welcome"));
    await this.request("kernel_info_request");
  }

  /** Sends a request on the shell channel and waits for its reply. */
  async request(type: string, content: Content = {}): Promise<Content> {
    return (await this.reply(this.send(type, content))).content;
  }

  /** Sends a request on the control channel and waits for its reply. */
  async control(type: string, content: Content = {}): Promise<Content> {
    const id = this.sendOn(this.sockets.control, type, content);
    return (await this.reply(id)).content;
  }

  /** Sends on shell without waiting; returns the message's id. */
  send(type: string, content: Content = {}, extras: Extras = {}): string {
    return this.sendOn(this.sockets.shell, type, content, extras);
  }

  /** Sends a comm message as a front end does, and waits until the kernel has taken it. */
  async comm(
    type: "comm_open" | "comm_msg" | "comm_close",
    content: Content,
    extras: Extras = {},
  ): Promise<string> {
    const id = this.send(type, { data: {}, ...content }, extras);
    await this.until(() => this.of(id).some((message) => message.content["execution_state"] === "idle"));
    return id;
  }

  /** Moves a widget in the front end: sets attributes of its model. */
  move(model: string, state: Content): Promise<string> {
    return this.comm("comm_msg", { comm_id: model, data: { method: "update", state, buffer_paths: [] } });
  }

  /** Sends raw frames, for messages that break the rules. */
  sendFrames(frames: Buffer[]): Promise<void> {
    return this.sockets.shell.send(frames);
  }

  /** Frames of a request as this client would send them. */
  framesOf(type: string, content: Content): Buffer[] {
    return this.sender.encode({ type, content });
  }

  /** Sends a cell without waiting. */
  submit(code: string, { cellId, ...options }: ExecuteOptions = {}): string {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
      ...options,
    };
    return this.send("execute_request", content, cellId === undefined ? {} : { metadata: { cellId } });
  }

  /**
   * Sends a cell that does not end by itself, and waits until it runs: until it has written {@link RUNS}.
   *
   * @returns The cell's id.
   */
  async start(code: string, options: ExecuteOptions = {}): Promise<string> {
    const id = this.submit(code, options);
    await this.until(() => this.of(id).some(({ content }) => String(content["text"]).includes("it runs")));
    return id;
  }

  /** Runs a cell and waits for its reply and its idle. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    return this.result(this.submit(code, options));
  }

  /** Waits for the end of a submitted cell. */
  async result(id: string): Promise<Execution> {
    const started = performance.now();
    const reply = await this.reply(id);
    await this.until(() => this.of(id).some((message) => message.content["execution_state"] === "idle"));
    const messages = this.of(id);
    const outputs = messages.filter((message) => message.header.msg_type !== "status");
    const text = (name: string): string =>
      outputs
        .filter((message) => message.header.msg_type === "stream" && message.content["name"] === name)
        .map((message) => String(message.content["text"]))
        .join("");
    const find = (type: string): Content | undefined =>
      outputs.find((message) => message.header.msg_type === type)?.content;
    return {
      reply: reply.content,
      outputs,
      stdout: text("stdout"),
      stderr: text("stderr"),
      result: (find("execute_result")?.["data"] as Record<string, string> | undefined)?.["text/plain"],
      error: find("error") as Execution["error"],
      order: messages.map((message) =>
        message.header.msg_type === "status"
          ? String(message.content["execution_state"])
          : message.header.msg_type,
      ),
      milliseconds: performance.now() - started,
    };
  }

  /** Presses the stop button, as Jupyter does with `interrupt_mode: message`. */
  interrupt(): Promise<Content> {
    return this.control("interrupt_request");
  }

  /** Sends a request to the debugger and returns its whole answer, see `debugger/dap.ts`. */
  async debug(command: string, given: Content = {}): Promise<DapResponse> {
    this.debugSeq++;
    const request = { type: "request", seq: this.debugSeq, command, arguments: given };
    return (await this.control("debug_request", request)) as unknown as DapResponse;
  }

  /** All events of the debugger so far, or those of one name. */
  debugEvents(event?: string): DapEvent[] {
    return this.iopub
      .filter(
        ({ header, content }) => header.msg_type === "debug_event" && (!event || content["event"] === event),
      )
      .map(({ content }) => content as unknown as DapEvent);
  }

  /** All iopub messages that belong to a request. */
  of(id: string): Received[] {
    return this.iopub.filter((message) => message.parentId === id);
  }

  /** Waits until a condition holds; looks again at every message. */
  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + MESSAGE_TIMEOUT_MS;
    while (!condition()) {
      if (this.process.exitCode !== null || this.process.signalCode)
        throw new Error(
          `The kernel ended (${this.process.exitCode ?? this.process.signalCode}). ${this.log.join("")}`,
        );
      if (Date.now() > deadline)
        throw new Error(`Nothing came within ${MESSAGE_TIMEOUT_MS} ms. ${this.log.join("")}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.listeners.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 50);
        this.listeners.add(wake);
      });
    }
  }

  /** Sends a heartbeat and waits for its echo. */
  async heartbeat(text: string): Promise<string> {
    await this.sockets.heartbeat.send(text);
    const [echo] = await this.sockets.heartbeat.receive();
    return String(echo);
  }

  /** Shuts the kernel down and waits for the end of its process. */
  async stop(options: { restart?: boolean } = {}): Promise<Content> {
    const ended = new Promise<void>((resolve) => this.process.once("exit", () => resolve()));
    const alreadyEnded = this.process.exitCode !== null || this.process.signalCode !== null;
    const reply = alreadyEnded
      ? {}
      : await this.control("shutdown_request", { restart: options.restart ?? false });
    if (!alreadyEnded) await ended;
    this.release();
    return reply;
  }

  private release(): void {
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private sendOn(socket: zmq.Dealer, type: string, content: Content, extras: Extras = {}): string {
    const frames = this.sender.encode({ type, content, ...extras });
    void this.enqueue(socket, frames);
    return (JSON.parse((frames[2] as Buffer).toString()) as { msg_id: string }).msg_id;
  }

  private readonly lines = new Map<zmq.Dealer, Promise<void>>();

  private enqueue(socket: zmq.Dealer, frames: Buffer[]): Promise<void> {
    const line = (this.lines.get(socket) ?? Promise.resolve()).then(() => socket.send(frames));
    this.lines.set(socket, line);
    return line;
  }

  private async reply(id: string): Promise<Received> {
    await this.until(() => this.replies.has(id));
    return this.replies.get(id) as Received;
  }

  private async sendInput(message: Received): Promise<void> {
    if (message.header.msg_type !== "input_request") return;
    const value = this.onInput(String(message.content["prompt"]));
    if (value === undefined) return;
    await this.sockets.stdin.send(
      this.sender.encode({ type: "input_reply", content: { value, status: "ok" }, parent: message.header }),
    );
  }

  private async listen(socket: AsyncIterable<Buffer[]>, take: (message: Received) => void): Promise<void> {
    const codec = new Codec(this.connection);
    for await (const frames of socket) {
      const message = codec.decode(frames);
      if (!message)
        throw new Error(`The kernel sent a message that does not verify: ${frames.map(String).join(" | ")}`);
      const at = frames.findIndex((frame) => String(frame) === "<IDS|MSG>");
      const parent = JSON.parse((frames[at + 3] as Buffer).toString()) as { msg_id?: string };
      take({ ...message, parentId: parent.msg_id ?? "" });
      for (const wake of [...this.listeners]) wake();
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  return ports;
}
