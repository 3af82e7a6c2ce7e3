/** The recognisers without a kernel: cells checked by TypeScript alone, each as a module of its own. */
import assert from "node:assert/strict";
import path = require("node:path");
import { test } from "node:test";
import ts from "typescript";
import type { Diagnostic } from "../language/diagnostics";
import type { TS } from "../language/typescript";
import { adviseDiagnostics, adviseShown, adviseThrown, readableType } from ".";
import { SETUP_DECLARATIONS } from "./setup.testing";
import { MISTAKES } from "./table";

/** TypeScript with its internal functions, which the recognisers do not use. */
const compiler = ts as unknown as TS;
const ROOT = path.join(__dirname, "..", "..", "..", "..");
const CELL = path.join(ROOT, "notebooks", "cell.ts");
const SETUP = path.join(ROOT, "notebooks", "setup.d.ts");

let source = "";
let version = 0;
const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => ({
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    moduleDetection: ts.ModuleDetectionKind.Force,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ["node"],
  }),
  getScriptFileNames: () => [SETUP, CELL],
  getScriptVersion: (file) => (file === CELL ? String(version) : "1"),
  getScriptSnapshot: (file) => {
    const text = { [CELL]: source, [SETUP]: SETUP_DECLARATIONS }[file] ?? ts.sys.readFile(file);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => path.join(ROOT, "notebooks"),
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  fileExists: (file) => file === SETUP || file === CELL || ts.sys.fileExists(file),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
};
const service = ts.createLanguageService(host);

/** The advice on a cell; also which mistake was recognised. */
function adviceOn(cell: string): ReturnType<typeof adviseDiagnostics> {
  source = cell;
  version++;
  const found = [...service.getSyntacticDiagnostics(CELL), ...service.getSemanticDiagnostics(CELL)];
  const diagnostics = found.map((each): Diagnostic => {
    const at = (offset: number): Diagnostic["start"] => ({
      offset,
      ...(each.file as ts.SourceFile).getLineAndCharacterOfPosition(offset),
    });
    const start = each.start ?? 0;
    return {
      start: at(start),
      end: at(start + (each.length ?? 0)),
      messageText: ts.flattenDiagnosticMessageText(each.messageText, "\n"),
      category: each.category,
      code: each.code,
    };
  });
  if (diagnostics.length === 0) return undefined;
  return adviseDiagnostics(cell, diagnostics, {
    ts: compiler,
    names: ["age", "numbers", "word"],
    typeAt: (offset) =>
      service
        .getQuickInfoAtPosition(CELL, offset)
        ?.displayParts?.map((part) => part.text)
        .join(""),
  });
}

test("each example is recognised as its own mistake, unfinished cells, too", () => {
  const wrong: string[] = [];
  for (const { name, examples, modulesOnly = [] } of MISTAKES) {
    for (const cell of [...examples, ...modulesOnly]) {
      const found = adviceOn(cell)?.mistake;
      if (found !== name) wrong.push(`${name}: ${JSON.stringify(cell)} is ${String(found)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("no near miss is taken for the mistake", () => {
  const wrong: string[] = [];
  for (const { name, nearMisses = [] } of MISTAKES)
    for (const cell of nearMisses)
      if (adviceOn(cell)?.mistake === name) wrong.push(`${name}: ${JSON.stringify(cell)}`);
  assert.deepEqual(wrong, []);
});

test("paths of types are stripped", () => {
  assert.equal(
    readableType(
      'Type \'import("/a/tensor").Tensor<import("/a/types").Rank>\' is not \'typeof import("/x/@tensorflow/tfjs-node/dist/index")\'.',
    ),
    "Type 'Tensor' is not 'tf'.",
  );
  assert.equal(
    readableType("Type 'string' is not assignable to type 'number'."),
    "Type 'string' is not assignable to type 'number'.",
  );
});

test("what no cell threw itself, and what is no error, gets no advice", () => {
  assert.equal(adviseThrown("text", { ts: compiler }), undefined);
  assert.equal(adviseThrown(new Error("anything"), { ts: compiler }), undefined);
  const inner = new TypeError("Cannot read properties of undefined (reading 'slice')");
  assert.equal(adviseThrown(inner, { ts: compiler, isInside: true }), undefined);
  assert.match(adviseThrown(inner, { ts: compiler })?.summary ?? "", /has no `slice`/);
});

test("a promise that is to be shown is told to be waited for; other values are not", () => {
  const waiting = Promise.resolve([1]);
  assert.equal(
    adviseShown(waiting, "const x = 1;\nt.data();\n")?.summary,
    "This is a promise and not yet its value: wait for it with `await t.data()`.",
  );
  assert.equal(adviseShown([1], "numbers"), undefined);
});
