/** The declarations that cells start with say the same as those of Node, which take their place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type * as TypeScript from "typescript";
import { CONSOLE_ONLY } from "./globals";
import { Language } from "./language";

/** The members of `console` with their types, as a program with the given globals sees them. */
function consoleMembers(globals: { text: string; types: string[] }): Record<string, string> {
  const ts = require("typescript") as typeof TypeScript;
  const name = `${__dirname}/globals-of-test.ts`;
  const options = { types: globals.types, lib: ["lib.es2023.d.ts"], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) =>
    file === name
      ? ts.createSourceFile(name, `${globals.text}\nconst it = console;`, ts.ScriptTarget.ES2022)
      : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(name) as TypeScript.SourceFile;
  const last = file.statements[file.statements.length - 1] as TypeScript.VariableStatement;
  const [declaration] = last.declarationList.declarations;
  const type = checker.getTypeAtLocation(declaration as TypeScript.VariableDeclaration);
  return Object.fromEntries(
    checker
      .getPropertiesOfType(type)
      .map((member) => [member.name, checker.typeToString(checker.getTypeOfSymbol(member))]),
  );
}

/** The codes of what is wrong with a cell. */
function codes(language: Language, cell: string): number[] {
  const compiled = language.compile(cell, { count: 1 });
  if ("diagnostics" in compiled) return compiled.diagnostics.map(({ code }) => code);
  language.commit(compiled);
  return [];
}

test("console has the types of @types/node before these are read", () => {
  const ours = consoleMembers({ text: CONSOLE_ONLY, types: [] });
  const nodes = consoleMembers({ text: "", types: ["node"] });
  assert.ok(Object.keys(ours).length > 15);
  for (const [name, type] of Object.entries(ours)) assert.equal(type, nodes[name], name);
});

test("cells that use nothing of Node but console are compiled without its declarations", () => {
  const language = new Language();
  for (const cell of ["1 + 1", "const answer: number = 42; console.log(answer)", "class A { #b = [answer] }"])
    assert.deepEqual(codes(language, cell), [], cell);
  assert.equal(language.hasAllDeclarations, false);
});

test("a cell that uses more of Node, or imports, or is asked about, brings all of it", () => {
  const uses: ((language: Language) => void)[] = [
    (language) => assert.deepEqual(codes(language, "setTimeout(() => {}, 1).unref()"), []),
    (language) => assert.deepEqual(codes(language, "console.dir({}, { depth: 1 })"), []),
    (language) => assert.deepEqual(codes(language, "import fs from 'node:fs'"), []),
    (language) => assert.ok(language.complete("proc", 4).items.some((item) => item.text === "process")),
    (language) => assert.match(language.inspect("Buffer", 3)?.signature ?? "", /Buffer/),
    (language) => assert.match(language.inspect("console.log", 9)?.documentation ?? "", /Prints to `stdout`/),
  ];
  for (const use of uses) {
    const language = new Language();
    assert.deepEqual(codes(language, "const before = 1"), []);
    assert.equal(language.hasAllDeclarations, false);
    use(language);
    assert.equal(language.hasAllDeclarations, true);
    // One program holds one of the two: console's methods have no second overload.
    assert.doesNotMatch(language.inspect("console.log", 9)?.signature ?? "", /overload/);
    assert.deepEqual(codes(language, "before + 1; process.pid"), []);
  }
});

test("what is wrong with all of Node, too, is told once and at its line", () => {
  const language = new Language();
  const wrong = language.compile("const right = 1;\nconst wrong: string = right + unknown_name;", {
    count: 1,
  });
  assert.ok("diagnostics" in wrong);
  assert.deepEqual(
    wrong.diagnostics.map(({ code, start }) => [code, start.line]),
    [[2304, 1]],
  );
});
