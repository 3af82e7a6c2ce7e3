/** The session's side of the debugger: tells the wire thread of scripts, and holds one back until its breakpoints are set. */
import { Shared, type ToSession, type ToWire } from "../messages";
import type { Script } from "./breakpoints";

/** What the wire thread says about scripts. */
export type ScriptMessage = Extract<ToSession, { kind: "sendScripts" | "scriptReady" }>;

/** So many scripts of cells are kept for a debugger that is attached later. */
const RECENT_SCRIPTS = 200;

/** How long the load of a file waits for its breakpoints, in ms: the front end may be gone. */
const PATIENCE = 1500;
/** How long the thread sleeps before it listens to the inspector again, in ms. */
const NAP = 1;

/** Tells scripts; costs nothing while nobody debugs. */
export class ScriptTeller {
  private readonly scripts = new Map<string, Script>();
  private readonly files = new Map<string, Script>();
  private ready: (() => void) | undefined;

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

  /** To be called before a script runs; while nobody debugs it resolves at once, else when the breakpoints are set. */
  starting(script: Script): Promise<void> {
    this.scripts.set(script.url, script);
    for (const url of this.scripts.keys()) {
      if (this.scripts.size <= RECENT_SCRIPTS) break;
      this.scripts.delete(url);
    }
    if (!this.debugging) return Promise.resolve();
    const ready = new Promise<void>((resolve) => (this.ready = resolve));
    this.wire.postMessage({ kind: "script", script: copy(script) });
    return ready;
  }

  /**
   * To be called before a file of the learner's runs; while somebody debugs, it returns when the breakpoints are set.
   *
   * What `require` loads cannot wait for a message. Breakpoints are set through the inspector, which V8 lets in
   * between two rounds of a loop.
   */
  loading(script: Script): void {
    this.files.set(script.url, script);
    if (!this.debugging) return;
    Atomics.store(this.flags, Shared.loading, 1);
    this.wire.postMessage({ kind: "script", script: copy(script) });
    const end = performance.now() + PATIENCE;
    while (Atomics.load(this.flags, Shared.loading) === 1 && performance.now() < end)
      Atomics.wait(this.flags, Shared.loading, 1, NAP);
  }

  /** Takes what the wire says. */
  receive({ kind }: ScriptMessage): void {
    if (kind === "scriptReady") this.ready?.();
    else {
      const scripts = [...this.files.values(), ...this.scripts.values()].map(copy);
      this.wire.postMessage({ kind: "scripts", scripts });
    }
  }
}

/** A script may make its map when it is first asked for. */
function copy({ count, url, source, map }: Script): Script {
  return { count, url, source, map };
}
