/** Turns an expression of TypeScript, as a learner types it into the debugger, into JavaScript. */
import vm = require("node:vm");
import type * as TypeScript from "typescript";
import { loadTypeScript } from "../language/typescript";

/**
 * Takes the types out of an expression.
 *
 * TypeScript is loaded when an expression first needs it: this runs in the wire thread, because the session's, which has
 * loaded it, is paused at a breakpoint.
 *
 * @param expression - An expression, or statements.
 * @returns JavaScript; an expression that is no TypeScript either is returned unchanged, so that V8 reports its error.
 */
export function toJavaScript(expression: string): string {
  if (isJavaScript(expression)) return expression;
  // Within parentheses a brace begins an object literal.
  return withoutTypes(`(${expression}\n)`) ?? withoutTypes(expression) ?? expression;
}

function isJavaScript(expression: string): boolean {
  // JavaScript reads `f<number>(x)` as two comparisons.
  if (/<[^]*>\s*\(/.test(expression)) return false;
  try {
    new vm.Script(`(async () => {\n${expression}\n})`);
    return true;
  } catch {
    return false;
  }
}

function withoutTypes(text: string): string | undefined {
  const { ts } = loadTypeScript();
  const compilerOptions: TypeScript.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    // `await` at the top level is allowed in modules only.
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    compilerOptions,
    reportDiagnostics: true,
  });
  return diagnostics.length > 0 ? undefined : outputText.replace(/^export \{\};$/m, "").trim();
}
