/**
 * Runs scripts in V8's REPL mode, through an inspector session on the same thread: names of the top level can be
 * declared again, closures see their new values, and a name keeps its old value when a new initialiser throws.
 */
import { Session as Inspector, type Runtime } from "node:inspector";
import { types } from "node:util";
import vm = require("node:vm");

/** How a script ended. */
export type Ending =
  | { kind: "done" }
  /** It threw; `at` is the place where V8 refused it, for a script that is no JavaScript. */
  | { kind: "thrown"; value: unknown; at?: { line: number; column: number } }
  /** It was ended from outside. */
  | { kind: "stopped" };

/** Name of the global function by which values leave the scripts. */
const SINK = "__cellSink__";
const GROUP = "cells";
/** Name of the evaluator's own scripts: it tells an interrupt that they are nobody's cell. */
const OWN_SCRIPT = "node:cell";

/** The evaluator of one session. */
export class Evaluator {
  private inspector = new Inspector();
  /** Evaluations that have not been answered. */
  private open = 0;
  private taken: unknown;
  private work: () => void = () => undefined;
  private contained: () => void = () => undefined;

  constructor() {
    this.inspector.connect();
    const sink = {
      take: (value: unknown): void => void (this.taken = value),
      work: (): void => this.work(),
      contained: (): void => this.contained(),
    };
    Object.defineProperty(globalThis, SINK, { value: sink, enumerable: false });
  }

  /**
   * Runs a script up to its first await, and returns a promise for its end.
   *
   * @param code - JavaScript.
   * @param options - `name`: the script's name in traces.
   */
  run(code: string, { name }: { name: string }): Promise<Ending> {
    return new Promise((resolve) => {
      this.open++;
      const finish = (answer: Runtime.EvaluateReturnType | undefined): void => {
        this.open--;
        resolve(answer ? this.ending(answer, name) : { kind: "stopped" });
        this.inspector.post("Runtime.releaseObjectGroup", { objectGroup: GROUP });
      };
      const expression = `${code}\n//# sourceURL=${name}`;
      const parameters = { expression, replMode: true, awaitPromise: true, objectGroup: GROUP };
      const ran = this.watched(() =>
        this.inspector.post("Runtime.evaluate", parameters, (error, answer) =>
          finish(error ? undefined : (answer as Runtime.EvaluateReturnType)),
        ),
      );
      if (!ran) finish(undefined);
    });
  }

  /**
   * Gives up a script that was stopped and so never comes to its end. V8 would answer its evaluation when it clears up,
   * in the midst of that, and from Node 22 on this ends the process.
   */
  abandon(): void {
    if (this.open === 0) return;
    this.inspector.disconnect();
    this.inspector = new Inspector();
    this.inspector.connect();
  }

  /**
   * Runs a function so that a signal (SIGINT) ends it.
   *
   * @returns False when it was ended.
   */
  watched(work: () => void): boolean {
    let thrown: { error: unknown } | undefined;
    this.work = () => {
      try {
        work();
      } catch (error) {
        thrown = { error };
      }
    };
    try {
      vm.runInThisContext(`${SINK}.work()`, { breakOnSigint: true, filename: OWN_SCRIPT });
    } catch {
      return false;
    }
    if (thrown) throw thrown.error;
    return true;
  }

  /**
   * Runs a function so that a signal ends it, and so that the debugger's way to end what runs, which otherwise would
   * take along all that called it, goes no further.
   *
   * @returns False when it was ended.
   */
  loading(work: () => void): boolean {
    let ended = true;
    let thrown: { error: unknown } | undefined;
    const ran = this.watched(() => {
      this.contained = () => {
        try {
          work();
        } catch (error) {
          thrown = { error };
        }
        ended = false;
      };
      const expression = `${SINK}.contained()\n//# sourceURL=${OWN_SCRIPT}`;
      this.inspector.post("Runtime.evaluate", { expression, silent: true });
    });
    if (thrown) throw thrown.error;
    return ran && !ended;
  }

  /**
   * Reads names of the scripts' top level.
   *
   * @returns Their values; names without one are left out.
   */
  read(names: Iterable<string>): Map<string, unknown> {
    const list = [...names];
    if (list.length === 0) return new Map();
    const readers = list.map((name) => `() => ${name}`).join(", ");
    this.taken = undefined;
    this.inspector.post("Runtime.evaluate", {
      expression: `${SINK}.take([${readers}].map((read) => { try { return { value: read() } } catch { return undefined } }))`,
      replMode: true,
      silent: true,
    });
    const values = (this.taken ?? []) as readonly ({ value: unknown } | undefined)[];
    this.taken = undefined;
    return new Map(list.flatMap((name, at) => (values[at] ? [[name, values[at].value] as const] : [])));
  }

  /** Lets the values of names of the scripts' top level be collected; a script can only declare a name, never remove it. */
  clear(names: Iterable<string>): void {
    const setters = [...names].map((name) => `() => { ${name} = undefined }`).join(", ");
    this.inspector.post("Runtime.evaluate", {
      // A name without a value yet throws when it is assigned to, and holds nothing.
      expression: `[${setters}].forEach((clear) => { try { clear() } catch {} })`,
      replMode: true,
      silent: true,
    });
  }

  close(): void {
    this.inspector.disconnect();
  }

  private ending({ exceptionDetails }: Runtime.EvaluateReturnType, name: string): Ending {
    if (!exceptionDetails) return { kind: "done" };
    const { exception, url, scriptId, lineNumber, columnNumber } = exceptionDetails;
    const value = this.valueOf(exception);
    // What V8 refuses never ran, so no trace tells its place.
    const refused = types.isNativeError(value) && value instanceof SyntaxError && (url === name || !scriptId);
    const at = refused ? { at: { line: lineNumber + 1, column: columnNumber + 1 } } : {};
    return { kind: "thrown", value, ...at };
  }

  /** The value itself, for the description that the inspector gives. */
  private valueOf(object: Runtime.RemoteObject | undefined): unknown {
    if (!object || object.type === "undefined") return undefined;
    if (object.objectId === undefined) {
      if (object.type === "bigint") return BigInt(String(object.unserializableValue).slice(0, -1));
      return object.unserializableValue === undefined ? object.value : Number(object.unserializableValue);
    }
    this.taken = undefined;
    this.inspector.post("Runtime.callFunctionOn", {
      functionDeclaration: `function (value) { ${SINK}.take(value); }`,
      objectId: object.objectId,
      arguments: [{ objectId: object.objectId }],
      silent: true,
    });
    const value = this.taken;
    this.taken = undefined;
    return value;
  }
}
