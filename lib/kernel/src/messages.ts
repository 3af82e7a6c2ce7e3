/** The messages and the shared memory between the wire thread and the session thread. */
import type { Script } from "./debugger/breakpoints";
import type { Pipes } from "./descriptors";
import type { Content, Header } from "./protocol";

/** From the wire to the session. */
export type ToSession =
  | {
      kind: "request";
      header: Header;
      content: Content;
      metadata: Content;
      buffers: Uint8Array[];
      /** True: a newer message of the same comm is queued. */
      superseded: boolean;
    }
  /** Sent again until it is acknowledged: terminating the learner's code may also terminate the session's handling of it. */
  | { kind: "interrupt"; id: number }
  | { kind: "inputReply"; value: string }
  | { kind: "shutdown" }
  /** A debugger was attached: the session answers with `scripts`. */
  | { kind: "sendScripts" }
  /** The breakpoints of the last `script` are set: it may run. */
  | { kind: "scriptReady" }
  /** Pipes to which the process' own descriptors are redirected; answered with `descriptorsRedirected`. */
  | { kind: "descriptors"; pipes: Pipes };

/** From the session to the wire. */
export type ToWire =
  | {
      kind: "publish";
      type: string;
      parent: Header | undefined;
      /** An object, or its JSON. */
      content: Content | string;
      metadata?: Content;
      buffers?: Uint8Array[];
    }
  | { kind: "reply"; type: string; content: Content; metadata?: Content }
  | { kind: "askInput"; parent: Header; prompt: string; password: boolean }
  /**
   * Sent before a script runs, while {@link Shared.debugging} is 1; the session waits for `scriptReady`, and where a file is
   * loaded, for {@link Shared.loading} to become 0.
   */
  | { kind: "script"; script: Script }
  /** Scripts that ran before a debugger was attached. */
  | { kind: "scripts"; scripts: readonly Script[] }
  | { kind: "descriptorsRedirected" }
  /** For the server's log. */
  | { kind: "log"; text: string };

/** What the wire thread is started with. */
export interface WireData {
  connectionFile: string;
  /** Shared cells, see {@link Shared}. */
  shared: SharedArrayBuffer;
  /** Names and versions of the packages that the kernel was started with. */
  packages: readonly string[];
}

/** Indices into the shared memory: the state of the session, which the wire reads while the session is too busy to answer. */
export const Shared = {
  /** One of {@link Phase}. */
  phase: 0,
  /** The id of the newest interrupt that the session has carried out. */
  acknowledged: 1,
  /** 1 while a debugger is attached. */
  debugging: 2,
  /** 1 while the load of a file of the learner's waits for its breakpoints. */
  loading: 3,
} as const;

/** How many 32-bit integers the shared memory has. */
export const SHARED_LENGTH = 4;

/** What the session is doing. */
export const Phase = {
  /** Waiting for a request; timers of earlier cells may run. */
  idle: 0,
  /** Compiling or answering: must not be terminated by an interrupt. */
  kernel: 1,
  /** In the synchronous part of a cell, which Node's own SIGINT handling terminates cleanly. */
  script: 2,
  /** After the first `await`. */
  awaiting: 3,
} as const;

/** The name of the session's global function that the wire calls just before it terminates a cell. */
export const CLEAR_ASYNC_IDS = "__tslabKernelClearAsyncIds";
