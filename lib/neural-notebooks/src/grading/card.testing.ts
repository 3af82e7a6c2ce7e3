/** A live notebook for tests of cards: records what is shown, and presses buttons as a page does. */
import assert from "node:assert/strict";
import { hostSymbol, type CommMessage, type MimeBundle, type NotebookHost } from "../core/display";
import { EXERCISE_MIME, EXERCISE_TARGET, type CardAction, type CardContent } from "./card-content";

/** What the fake notebook saw. */
export interface CardNotebook {
  shown: { data: MimeBundle; id: string; update: boolean; keepId?: boolean }[];
  /** The content that was shown last. */
  content(): CardContent;
  /** Opens a comm as a page does for a button, of the card shown first unless told; gives the kernel's answer. */
  press(action: CardAction, card?: string): unknown;
  /** Begins another cell. */
  nextCell(): void;
  remove(): void;
}

type Target = Parameters<NonNullable<NotebookHost["registerTarget"]>>[1];

/** Installs the fake notebook; `remove` takes it away. */
export function cardNotebook(): CardNotebook {
  const place = globalThis as { [hostSymbol]?: NotebookHost };
  const targets = new Map<string, Target>();
  let cell = 1;
  const live: CardNotebook = {
    shown: [],
    content: () => live.shown.at(-1)?.data[EXERCISE_MIME] as CardContent,
    press: (action, card = live.shown[0]?.id) => {
      const sent: unknown[] = [];
      const message: CommMessage = { data: { card, action }, metadata: {}, buffers: [] };
      let closed = false;
      targets.get(EXERCISE_TARGET)?.(
        {
          id: "comm",
          send: (data) => void sent.push(data),
          close: () => void (closed = true),
          onMessage: () => undefined,
          onClose: () => undefined,
        },
        message,
      );
      assert.equal(sent.length, 1);
      assert.ok(closed, "the comm is closed after its answer");
      return sent[0];
    },
    nextCell: () => void cell++,
    remove: () => void delete place[hostSymbol],
  };
  place[hostSymbol] = {
    publish: (data, options) => void live.shown.push({ data, ...options }),
    clearOutput: () => undefined,
    input: () => Promise.resolve(""),
    page: () => undefined,
    signal: () => new AbortController().signal,
    runToEnd: (work) => work(),
    cellNumber: () => cell,
    bind: (work) => work,
    openComm: () => assert.fail("a page opens the comm"),
    registerTarget: (target, handler) => void targets.set(target, handler),
  };
  return live;
}
