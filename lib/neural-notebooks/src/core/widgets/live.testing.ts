/** A live notebook for tests: a host that records what is shown and sent, and changes widgets as a front end does. */
import { hostSymbol, type CommMessage, type MimeBundle, type NotebookHost } from "../display";

/** One comm as the front end sees it. */
export interface RecordedComm {
  id: string;
  state: Record<string, unknown>;
  /** What the kernel sent after the opening. */
  sent: { data: Record<string, unknown>; buffers: readonly ArrayBufferView[] }[];
  closed: boolean;
}

/** What the fake notebook saw. */
export interface LiveNotebook {
  shown: { data: MimeBundle; id: string; update: boolean }[];
  comms: RecordedComm[];
  /** The comm of the only model of a class, such as `"FloatSlider"`. */
  find(name: string): RecordedComm;
  /** Sends a message of the front end. */
  send(comm: RecordedComm, data: Record<string, unknown>, buffers?: Uint8Array[]): void;
  /** Sets attributes in the front end. */
  move(comm: RecordedComm, state: Record<string, unknown>): void;
  /** Opens a comm as a page does that asks something; gives the kernel's only reply. */
  request(target: string, data: Record<string, unknown>): unknown;
  /** Begins another cell. */
  nextCell(): void;
  remove(): void;
}

/** Installs the fake notebook; `remove` takes it away. */
export function liveNotebook(): LiveNotebook {
  const place = globalThis as { [hostSymbol]?: NotebookHost };
  const messageHandlers = new Map<string, (message: CommMessage) => unknown>();
  const targets = new Map<string, Parameters<NonNullable<NotebookHost["registerTarget"]>>[1]>();
  let cell = 1;
  const live: LiveNotebook = {
    shown: [],
    comms: [],
    find: (name) => {
      const found = live.comms.filter(({ state }) => state["_model_name"] === `${name}Model`);
      if (found.length !== 1) throw new Error(`${found.length} models are a ${name}`);
      return found[0] as RecordedComm;
    },
    send: ({ id }, data, buffers = []) => void messageHandlers.get(id)?.({ data, metadata: {}, buffers }),
    move: (comm, state) => live.send(comm, { method: "update", state, buffer_paths: [] }),
    request: (target, data) => {
      const replies: unknown[] = [];
      const channel = {
        id: "page",
        send: (reply: unknown) => void replies.push(reply),
        close: () => void replies.push("closed"),
        onMessage: () => undefined,
        onClose: () => undefined,
      };
      targets.get(target)?.(channel, { data, metadata: {}, buffers: [] });
      if (replies.length !== 2 || replies[1] !== "closed")
        throw new Error("one reply must come, then the end");
      return replies[0];
    },
    nextCell: () => void cell++,
    remove: () => void delete place[hostSymbol],
  };
  place[hostSymbol] = {
    publish: (data, { id, update }) => void live.shown.push({ data, id, update }),
    clearOutput: () => undefined,
    input: () => Promise.resolve(""),
    page: () => undefined,
    signal: () => new AbortController().signal,
    runToEnd: (work) => work(),
    execution: () => `cell-${cell}`,
    cellNumber: () => cell,
    registerTarget: (target, handler) => void targets.set(target, handler),
    openComm: (_target, data) => {
      const comm: RecordedComm = {
        id: `comm-${live.comms.length}`,
        state: data["state"] as Record<string, unknown>,
        sent: [],
        closed: false,
      };
      live.comms.push(comm);
      return {
        id: comm.id,
        send: (sent, { buffers = [] } = {}) => void comm.sent.push({ data: { ...sent }, buffers }),
        close: () => void (comm.closed = true),
        onMessage: (listener) => void messageHandlers.set(comm.id, listener),
        onClose: () => undefined,
      };
    },
  };
  return live;
}
