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

/** tslab keeps the TypeScript that it was first given, so each language here gets a tslab of its own. */
function freshLanguage(): Language {
  for (const file of Object.keys(require.cache))
    if (/[\\/]tslab[\\/]dist[\\/]/.test(file)) delete require.cache[file];
  return new Language();
}

test("console has the types of @types/node before these are read", () => {
  const ours = consoleMembers({ text: CONSOLE_ONLY, types: [] });
  const nodes = consoleMembers({ text: "", types: ["node"] });
  assert.ok(Object.keys(ours).length > 15);
  for (const [name, type] of Object.entries(ours)) assert.equal(type, nodes[name], name);
});

test("cells that use nothing of Node but console are compiled without its declarations", () => {
  const language = freshLanguage();
  const { converter } = language;
  for (const cell of ["1 + 1", "const answer: number = 42; console.log(answer)", "class A { #b = [answer] }"])
    assert.deepEqual(converter.convert("", cell).diagnostics, [], cell);
  assert.equal(language.knowsNode, false);
  language.close();
});

test("a cell that uses more of Node, or imports, or is asked about, brings all of it", () => {
  const uses: ((language: Language) => void)[] = [
    ({ converter }) =>
      assert.deepEqual(converter.convert("", "setTimeout(() => {}, 1).unref()").diagnostics, []),
    ({ converter }) =>
      assert.deepEqual(converter.convert("", "console.dir({}, { depth: 1 })").diagnostics, []),
    ({ converter }) => assert.deepEqual(converter.convert("", "import fs from 'node:fs'").diagnostics, []),
    (language) => assert.ok(language.complete("proc", 4).items.some((item) => item.text === "process")),
    (language) => assert.match(language.inspect("Buffer", 3)?.signature ?? "", /Buffer/),
    (language) => assert.match(language.inspect("console.log", 9)?.documentation ?? "", /Prints to `stdout`/),
  ];
  for (const use of uses) {
    const language = freshLanguage();
    assert.deepEqual(language.converter.convert("", "const before = 1").diagnostics, []);
    assert.equal(language.knowsNode, false);
    use(language);
    assert.equal(language.knowsNode, true);
    // One program holds one of the two: console's methods have no second overload.
    assert.doesNotMatch(language.inspect("console.log", 9)?.signature ?? "", /overload/);
    assert.deepEqual(language.converter.convert("", "before + 1; process.pid").diagnostics, []);
    language.close();
  }
});

test("what is wrong with all of Node, too, is told once and at its line", () => {
  const language = freshLanguage();
  const { diagnostics } = language.converter.convert(
    "",
    "const right = 1;\nconst wrong: string = right + unknown_name;",
  );
  assert.deepEqual(
    diagnostics.map(({ code, start }) => [code, start.line]),
    [[2304, 1]],
  );
  language.close();
});
