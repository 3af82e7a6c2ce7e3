/** What the wire thread and the session thread say to each other. */
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
      /** A newer message of the same comm waits behind it. */
      overtaken: boolean;
    }
  /** Sent again until it is acknowledged: what tears the learner's code may tear the session's way to the message. */
  | { kind: "interrupt"; id: number }
  | { kind: "inputReply"; value: string }
  | { kind: "shutdown" }
  /** A debugger was attached: the session answers with `scripts`. */
  | { kind: "sendScripts" }
  /** Breakpoints of the script that was told last are set: it may run. */
  | { kind: "scriptReady" }
  /** Pipes that are to take the places of the process' own descriptors; answered with `descriptorsTaken`. */
  | { kind: "descriptors"; pipes: Pipes };

/** From the session to the wire. */
export type ToWire =
  | {
      kind: "publish";
      type: string;
      parent: Header | undefined;
      /** Or its JSON. */
      content: Content | string;
      metadata?: Content;
      buffers?: Uint8Array[];
    }
  | { kind: "reply"; type: string; content: Content; metadata?: Content }
  | { kind: "askInput"; parent: Header; prompt: string; password: boolean }
  /**
   * Told before a script runs, while {@link Shared.debugging}; the session waits for `scriptReady`, and where a file
   * is loaded, for {@link Shared.loading} to become 0.
   */
  | { kind: "script"; script: Script }
  /** Scripts that ran before a debugger was attached. */
  | { kind: "scripts"; scripts: readonly Script[] }
  | { kind: "descriptorsTaken" }
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

/** The places in the shared memory: what the session is doing, read by the wire while the session is too busy to answer. */
export const Shared = {
  /** One of {@link Phase}. */
  phase: 0,
  /** The id of the newest interrupt that the session has carried out. */
  acknowledged: 1,
  /** 1 while a debugger is attached. */
  debugging: 2,
  /** 1 while a file of the learner's waits, in the middle of being loaded, for its breakpoints. */
  loading: 3,
} as const;

/** How many cells of 32 bits the shared memory has. */
export const SHARED_CELLS = 4;

/** What the session is doing. */
export const Phase = {
  /** Waiting for a request; timers of earlier cells may run. */
  idle: 0,
  /** Compiling or answering: must not be torn apart by an interrupt. */
  kernel: 1,
  /** In the first, synchronous run of a cell, which Node's own SIGINT watch ends cleanly. */
  script: 2,
  /** In what follows after the first `await`. */
  awaiting: 3,
} as const;

/** The name of the session's global function that the wire calls just before it forces a stop. */
export const CLEAR_ASYNC_IDS = "__tslabKernelClearAsyncIds";
