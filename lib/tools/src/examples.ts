/** Turns the `@example` blocks of the library's documentation into programs that can be run. */
import { readFileSync } from "node:fs";
import ts = require("typescript");

/** One example of one documented name. */
export interface Example {
  /** The source file. */
  file: string;
  /** The documented name, e.g. `"Frame.select"`. */
  name: string;
  /** The line of the documented name, counted from 1. */
  line: number;
  /** TypeScript, fences taken off. */
  code: string;
}

/** Where an example finds its names. */
export interface Surroundings {
  /** Loads a module by name, as the example's own imports and `neural-notebooks/…`. */
  require: (name: string) => unknown;
  /** Names that are simply there: `assert`, `tf`, the exports of the example's own stage. */
  names: Readonly<Record<string, unknown>>;
}

/**
 * Reads all examples of a source file.
 *
 * @param file - A TypeScript file.
 * @returns The examples in order; several per name are possible.
 */
export function examplesOf(file: string): Example[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Example[] = [];
  const visit = (node: ts.Node, owner: string): void => {
    const own = nameOf(node);
    const name = [owner, own].filter(Boolean).join(".");
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example" || tag.parent.parent !== node) continue;
      const code = stripFences(ts.getTextOfJSDocComment(tag.comment) ?? "");
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      if (code.trim()) found.push({ file, name, line: line + 1, code });
    }
    ts.forEachChild(node, (child) => visit(child, own ? name : owner));
  };
  visit(source, "");
  return found;
}

/**
 * Runs an example.
 *
 * @param example - What to run.
 * @param surroundings - Its names.
 * @throws Whatever the example throws; an example that asserts fails here.
 */
export async function runExample(example: Example, surroundings: Surroundings): Promise<void> {
  const { outputText } = ts.transpileModule(example.code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
    fileName: "example.ts",
  });
  const body = outputText
    .replace(/^"use strict";\s*/, "")
    .replace(/Object\.defineProperty\(exports, "__esModule".*\n/, "");
  // What the example declares or imports itself must not clash with what is simply there.
  const given = Object.keys(surroundings.names).filter((name) => /^[\w$]+$/.test(name) && name !== "default");
  const values = given.map((name) => surroundings.names[name]);
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const program = new AsyncFunction("require", "exports", ...given, `return (async () => {\n${body}\n})()`);
  await program(surroundings.require, {}, ...values);
}

function nameOf(node: ts.Node): string {
  const name = (node as { name?: ts.Node }).name;
  if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) return name.text;
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.map((declaration) => declaration.name.getText()).join(", ");
  if (ts.isConstructorDeclaration(node)) return "constructor";
  return "";
}

function stripFences(text: string): string {
  return text.replace(/^```\w*\n?/gm, "").replace(/^```\s*$/gm, "");
}
