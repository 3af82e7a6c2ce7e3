/** The session's side of the debugger: tells the wire thread of scripts, and holds one back until its breakpoints are set. */
import { Shared, type ToSession, type ToWire } from "../bridge";
import type { Script } from "./breakpoints";

/** What the wire thread says about scripts. */
export type ScriptMessage = Extract<ToSession, { kind: "sendScripts" | "scriptReady" }>;

/** So many scripts are kept for a debugger that is attached later. */
const RECENT_SCRIPTS = 200;

/** Tells scripts; costs nothing while nobody debugs. */
export class ScriptTeller {
  private readonly scripts = new Map<string, Script>();
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

  /** Takes what the wire says. */
  receive({ kind }: ScriptMessage): void {
    if (kind === "scriptReady") this.ready?.();
    else this.wire.postMessage({ kind: "scripts", scripts: [...this.scripts.values()].map(copy) });
  }
}

/** A script may make its map when it is first asked for. */
function copy({ count, url, source, map }: Script): Script {
  return { count, url, source, map };
}
