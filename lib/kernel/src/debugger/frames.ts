/** The call frames that a learner sees where a cell is paused, and the variables in their scopes. */
import type { Debugger } from "node:inspector";
import path = require("node:path");
import type { Breakpoints, KnownScript } from "./breakpoints";
import type { DapVariable } from "./dap";
import type { Variables } from "./variables";

/** A call frame with its position in a cell or a file of the learner's, counted from 1. */
export interface Frame {
  id: number;
  call: Debugger.CallFrame;
  script: KnownScript;
  line: number;
  column: number;
}

/** Makes frames from the inspector's call frames, and gives them ids. */
export class Frames {
  private lastId = 0;

  constructor(
    private readonly breakpoints: Breakpoints,
    private readonly variables: Variables,
  ) {}

  /** The calls of the learner's code among all calls, innermost first. */
  visible(calls: readonly Debugger.CallFrame[]): Frame[] {
    return calls.flatMap((call) => {
      const script = this.breakpoints.scriptAt(call.location);
      const { lineNumber, columnNumber = 0 } = call.location;
      const position = script?.sourceMap.originalPosition({ line: lineNumber, column: columnNumber });
      if (!script || !position) return [];
      this.lastId++;
      return [{ id: this.lastId, call, script, line: position.line + 1, column: position.column + 1 }];
    });
  }

  /** The scopes of a frame: local, closure, global. */
  scopes({ call }: Frame): Record<string, unknown>[] {
    const chain = call.scopeChain.filter(({ type }) => type !== "script" && type !== "global");
    const outer = chain.findIndex(({ type }) => type === "closure" || type === "module");
    const inner = outer < 0 ? chain : chain.slice(0, outer);
    const { type, subtype = "", className } = call.this;
    // In a plain function `this` is the global object, or the object in which tslab keeps names.
    const isOwn = type === "object" && className !== "global" && !["null", "proxy"].includes(subtype);
    const extras: DapVariable[] = [];
    if (isOwn && inner.some((scope) => scope.type === "local"))
      extras.push(this.variables.toVariable("this", call.this));
    if (call.returnValue) extras.push(this.variables.toVariable("(returned)", call.returnValue));
    const idsOf = (scopes: readonly Debugger.Scope[]): string[] =>
      scopes.flatMap(({ object }) => object.objectId ?? []);
    const scopes: Record<string, unknown>[] = [];
    if (inner.length > 0)
      scopes.push({
        name: "Local",
        presentationHint: "locals",
        variablesReference: this.variables.scopesReference(idsOf(inner), extras),
      });
    if (outer >= 0)
      scopes.push({
        name: "Closure",
        variablesReference: this.variables.scopesReference(idsOf(chain.slice(outer))),
      });
    scopes.push({ name: "Global", variablesReference: this.variables.globalsReference() });
    return scopes.map((scope) => ({ ...scope, expensive: false }));
  }
}

/** The body of a `stackTrace` response: frames from `startFrame` on, at most `levels` of them. */
export function stackTrace(
  frames: readonly Frame[],
  { startFrame = 0, levels }: { startFrame?: number; levels?: number },
): Record<string, unknown> {
  const shown = frames.slice(startFrame, levels ? startFrame + levels : undefined);
  return {
    totalFrames: frames.length,
    stackFrames: shown.map(({ id, call, script, line, column }) => ({
      id,
      name: call.functionName || topLevelName(script),
      source: sourceOf(script),
      line,
      column,
    })),
  };
}

/** A cell or file as a `Source` of the protocol. */
export function sourceOf({ count, path: file }: KnownScript): { name: string; path: string } {
  return { name: count === undefined ? path.basename(file) : `Cell In [${count}]`, path: file };
}

/** Line, function and depth of the innermost frame as one text; a step ends when it has changed. */
export function lineKey(frames: readonly Frame[]): string {
  const [top] = frames;
  return top
    ? `${frames.length} ${top.script.url} ${top.line} ${top.call.functionLocation?.lineNumber ?? ""}`
    : "";
}

function topLevelName({ count, path: file }: KnownScript): string {
  return count === undefined ? `module ${path.basename(file)}` : `cell ${count}`;
}
