/** The calls that a learner sees where a cell stands, and the variables in sight of each. */
import type { Debugger } from "node:inspector";
import path = require("node:path");
import type { Breakpoints, KnownScript } from "./breakpoints";
import type { DapVariable } from "./dap";
import type { Variables } from "./variables";

/** A call with its place in a cell or a file of the learner's, counted from 1. */
export interface Frame {
  id: number;
  call: Debugger.CallFrame;
  script: KnownScript;
  line: number;
  column: number;
}

/** Gives calls their numbers. */
export class Frames {
  private last = 0;

  constructor(
    private readonly breakpoints: Breakpoints,
    private readonly variables: Variables,
  ) {}

  /** The calls of the learner's code among all calls, innermost first. */
  visible(calls: readonly Debugger.CallFrame[]): Frame[] {
    return calls.flatMap((call) => {
      const script = this.breakpoints.script(call.location);
      const { lineNumber, columnNumber = 0 } = call.location;
      const place = script?.places.written({ line: lineNumber, column: columnNumber });
      if (!script || !place) return [];
      this.last++;
      return [{ id: this.last, call, script, line: place.line + 1, column: place.column + 1 }];
    });
  }

  /** The names of the call itself, of the calls around it, and of all cells. */
  scopes({ call }: Frame): Record<string, unknown>[] {
    const chain = call.scopeChain.filter(({ type }) => type !== "script" && type !== "global");
    const outer = chain.findIndex(({ type }) => type === "closure" || type === "module");
    const inner = outer < 0 ? chain : chain.slice(0, outer);
    const { type, subtype = "", className } = call.this;
    // In a plain function it is the global object, or what tslab keeps names in.
    const isOwn = type === "object" && className !== "global" && !["null", "proxy"].includes(subtype);
    const extras: DapVariable[] = [];
    if (isOwn && inner.some((scope) => scope.type === "local"))
      extras.push(this.variables.line("this", call.this));
    if (call.returnValue) extras.push(this.variables.line("(returned)", call.returnValue));
    const idsOf = (scopes: readonly Debugger.Scope[]): string[] =>
      scopes.flatMap(({ object }) => object.objectId ?? []);
    const scopes: Record<string, unknown>[] = [];
    if (inner.length > 0)
      scopes.push({
        name: "Local",
        presentationHint: "locals",
        variablesReference: this.variables.ofScopes(idsOf(inner), extras),
      });
    if (outer >= 0)
      scopes.push({
        name: "Closure",
        variablesReference: this.variables.ofScopes(idsOf(chain.slice(outer))),
      });
    scopes.push({ name: "Global", variablesReference: this.variables.ofLearner() });
    return scopes.map((scope) => ({ ...scope, expensive: false }));
  }
}

/** Calls as a front end gets them, from `startFrame` on, at most `levels` of them. */
export function stackTrace(
  frames: readonly Frame[],
  { startFrame = 0, levels }: { startFrame?: number; levels?: number },
): Record<string, unknown> {
  const shown = frames.slice(startFrame, levels ? startFrame + levels : undefined);
  return {
    totalFrames: frames.length,
    stackFrames: shown.map(({ id, call, script, line, column }) => ({
      id,
      name: call.functionName || topLevelOf(script),
      source: sourceOf(script),
      line,
      column,
    })),
  };
}

/** A cell or file as front ends name it. */
export function sourceOf({ count, path: file }: KnownScript): { name: string; path: string } {
  return { name: count === undefined ? path.basename(file) : `Cell In [${count}]`, path: file };
}

/** Line and depth: what a step must leave. */
export function placeOf(frames: readonly Frame[]): string {
  const [top] = frames;
  return top
    ? `${frames.length} ${top.script.url} ${top.line} ${top.call.functionLocation?.lineNumber ?? ""}`
    : "";
}

function topLevelOf({ count, path: file }: KnownScript): string {
  return count === undefined ? `module ${path.basename(file)}` : `cell ${count}`;
}
