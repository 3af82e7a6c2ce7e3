/** The session's side of the debugger: sends scripts to the wire thread, and delays each until its breakpoints are set. */
import { Shared, type ToSession, type ToWire } from "../messages";
import type { Script } from "./breakpoints";

/** The messages of the wire thread about scripts. */
export type ScriptMessage = Extract<ToSession, { kind: "sendScripts" | "scriptReady" }>;

/** So many scripts of cells are kept for a debugger that is attached later. */
const MAX_SCRIPTS = 200;

/** How long the load of a file waits for its breakpoints, in ms: the front end may have disconnected. */
const BREAKPOINTS_TIMEOUT_MS = 1500;
/** How long the waiting thread sleeps before the inspector can interrupt it again, in ms. */
const POLL_INTERVAL_MS = 1;

/** Sends scripts to the wire thread while a debugger is attached. */
export class ScriptNotifier {
  private readonly scripts = new Map<string, Script>();
  private readonly files = new Map<string, Script>();
  private resolveReady: (() => void) | undefined;

  /**
   * @param wire - The wire thread.
   * @param flags - Memory shared with it.
   */
  constructor(
    private readonly wire: { postMessage(message: ToWire): void },
    private readonly flags: Int32Array,
  ) {}

  /** True while a debugger is attached. */
  get debugging(): boolean {
    return Atomics.load(this.flags, Shared.debugging) === 1;
  }

  /** To be called before a script runs; resolves when its breakpoints are set, at once while no debugger is attached. */
  scriptStarting(script: Script): Promise<void> {
    this.scripts.set(script.url, script);
    for (const url of this.scripts.keys()) {
      if (this.scripts.size <= MAX_SCRIPTS) break;
      this.scripts.delete(url);
    }
    if (!this.debugging) return Promise.resolve();
    const ready = new Promise<void>((resolve) => (this.resolveReady = resolve));
    this.wire.postMessage({ kind: "script", script: copy(script) });
    return ready;
  }

  /**
   * To be called before a file of the learner's runs; while a debugger is attached, returns when the breakpoints are set.
   *
   * `require` is synchronous and cannot wait for a message. Breakpoints are set through the inspector, whose commands V8
   * runs between two iterations of a loop.
   */
  fileLoading(script: Script): void {
    this.files.set(script.url, script);
    if (!this.debugging) return;
    Atomics.store(this.flags, Shared.loading, 1);
    this.wire.postMessage({ kind: "script", script: copy(script) });
    const end = performance.now() + BREAKPOINTS_TIMEOUT_MS;
    while (Atomics.load(this.flags, Shared.loading) === 1 && performance.now() < end)
      Atomics.wait(this.flags, Shared.loading, 1, POLL_INTERVAL_MS);
  }

  /** Handles a message of the wire thread. */
  receive({ kind }: ScriptMessage): void {
    if (kind === "scriptReady") this.resolveReady?.();
    else {
      const scripts = [...this.files.values(), ...this.scripts.values()].map(copy);
      this.wire.postMessage({ kind: "scripts", scripts });
    }
  }
}

/** A plain object: the map of a script may be a getter, which cannot be posted. */
function copy({ count, url, source, map }: Script): Script {
  return { count, url, source, map };
}
