/**
 * Runs scripts in V8's REPL mode, through an inspector session on the same thread: names of the top level can be
 * declared again, closures see their new values, and a name keeps its old value when a new initialiser throws.
 */
import { Session as Inspector, type Runtime } from "node:inspector";
import { types } from "node:util";
import vm = require("node:vm");

/** How an evaluation ended. */
export type EvaluationResult =
  | { kind: "done" }
  /** It threw; `at` is the position of a syntax error of the script itself. */
  | { kind: "thrown"; value: unknown; at?: { line: number; column: number } }
  /** It was terminated from outside. */
  | { kind: "stopped" };

/** Name of the global object through which scripts hand values to the evaluator. */
const SINK = "__cellSink__";
const OBJECT_GROUP = "cells";
/** Name of the evaluator's own scripts, by which an interrupt knows that they belong to no cell. */
const OWN_SCRIPT = "node:cell";

/** The evaluator of one session. */
export class Evaluator {
  private inspector = new Inspector();
  /** Evaluations that have not been answered. */
  private pendingEvaluations = 0;
  private received: unknown;
  private work: () => void = () => undefined;
  private contained: () => void = () => undefined;

  constructor() {
    this.inspector.connect();
    const sink = {
      receive: (value: unknown): void => void (this.received = value),
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
  run(code: string, { name }: { name: string }): Promise<EvaluationResult> {
    return new Promise((resolve) => {
      this.pendingEvaluations++;
      const finish = (answer: Runtime.EvaluateReturnType | undefined): void => {
        this.pendingEvaluations--;
        resolve(answer ? this.toResult(answer, name) : { kind: "stopped" });
        this.inspector.post("Runtime.releaseObjectGroup", { objectGroup: OBJECT_GROUP });
      };
      const expression = `${code}\n//# sourceURL=${name}`;
      const parameters = { expression, replMode: true, awaitPromise: true, objectGroup: OBJECT_GROUP };
      const ran = this.runInterruptible(() =>
        this.inspector.post("Runtime.evaluate", parameters, (error, answer) =>
          finish(error ? undefined : (answer as Runtime.EvaluateReturnType)),
        ),
      );
      if (!ran) finish(undefined);
    });
  }

  /**
   * Gives up an evaluation that was interrupted and so never settles. V8 would answer it during garbage collection, and
   * from Node 22 on this crashes the process.
   */
  abandon(): void {
    if (this.pendingEvaluations === 0) return;
    this.inspector.disconnect();
    this.inspector = new Inspector();
    this.inspector.connect();
  }

  /**
   * Runs a function so that a signal (SIGINT) terminates it.
   *
   * @returns False when it was terminated.
   */
  runInterruptible(work: () => void): boolean {
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
   * Runs a function so that a signal terminates it, and so that the inspector's `terminateExecution` ends this function
   * only, not its callers too.
   *
   * @returns False when it was terminated.
   */
  runContained(work: () => void): boolean {
    let terminated = true;
    let thrown: { error: unknown } | undefined;
    const ran = this.runInterruptible(() => {
      this.contained = () => {
        try {
          work();
        } catch (error) {
          thrown = { error };
        }
        terminated = false;
      };
      const expression = `${SINK}.contained()\n//# sourceURL=${OWN_SCRIPT}`;
      this.inspector.post("Runtime.evaluate", { expression, silent: true });
    });
    if (thrown) throw thrown.error;
    return ran && !terminated;
  }

  /**
   * Reads names of the scripts' top level.
   *
   * @returns Their values; names without one are left out.
   */
  readNames(names: Iterable<string>): Map<string, unknown> {
    const list = [...names];
    if (list.length === 0) return new Map();
    const readers = list.map((name) => `() => ${name}`).join(", ");
    this.received = undefined;
    this.inspector.post("Runtime.evaluate", {
      expression: `${SINK}.receive([${readers}].map((read) => { try { return { value: read() } } catch { return undefined } }))`,
      replMode: true,
      silent: true,
    });
    const values = (this.received ?? []) as readonly ({ value: unknown } | undefined)[];
    this.received = undefined;
    return new Map(list.flatMap((name, at) => (values[at] ? [[name, values[at].value] as const] : [])));
  }

  /** Lets the values of names of the scripts' top level be collected; a script can only declare a name, never remove it. */
  clearNames(names: Iterable<string>): void {
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

  private toResult({ exceptionDetails }: Runtime.EvaluateReturnType, name: string): EvaluationResult {
    if (!exceptionDetails) return { kind: "done" };
    const { exception, url, scriptId, lineNumber, columnNumber } = exceptionDetails;
    const value = this.toValue(exception);
    // A script with a syntax error never ran, so its stack trace has no position.
    const refused = types.isNativeError(value) && value instanceof SyntaxError && (url === name || !scriptId);
    const at = refused ? { at: { line: lineNumber + 1, column: columnNumber + 1 } } : {};
    return { kind: "thrown", value, ...at };
  }

  /** The value that the inspector's description of an object stands for. */
  private toValue(object: Runtime.RemoteObject | undefined): unknown {
    if (!object || object.type === "undefined") return undefined;
    if (object.objectId === undefined) {
      if (object.type === "bigint") return BigInt(String(object.unserializableValue).slice(0, -1));
      return object.unserializableValue === undefined ? object.value : Number(object.unserializableValue);
    }
    this.received = undefined;
    this.inspector.post("Runtime.callFunctionOn", {
      functionDeclaration: `function (value) { ${SINK}.receive(value); }`,
      objectId: object.objectId,
      arguments: [{ objectId: object.objectId }],
      silent: true,
    });
    const value = this.received;
    this.received = undefined;
    return value;
  }
}
