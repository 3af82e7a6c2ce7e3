/** The language's library says the same in two parts as whole, and the core can stand alone. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, test } from "node:test";
import type * as TypeScript from "typescript";
import { Language } from "./language";
import { loadLibrary, splitLibrary, fullLibrary } from "./library";

const ts = require("typescript") as typeof TypeScript;
const root = mkdtempSync(path.join(tmpdir(), "neural-notebooks-library-"));
after(() => rmSync(root, { recursive: true, force: true }));

const whole = fullLibrary();
const { core, rest } = splitLibrary(ts, whole);

function programOf(texts: readonly string[]): TypeScript.Program {
  const files = new Map(
    texts.map((text, index) => {
      const name = `/part-${index}.d.ts`;
      return [name, ts.createSourceFile(name, text, ts.ScriptTarget.Latest)] as const;
    }),
  );
  const options = { noLib: true, strict: true, types: [] };
  const host: TypeScript.CompilerHost = {
    getSourceFile: (name) => files.get(name),
    getDefaultLibFileName: () => "/none.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => files.has(name),
    readFile: () => undefined,
  };
  return ts.createProgram({ rootNames: [...files.keys()], options, host });
}

/** Every global name with its kind, its members and their types, overloads in their order. */
function describe(texts: readonly string[]): Map<string, string> {
  const program = programOf(texts);
  const checker = program.getTypeChecker();
  const [file] = program.getSourceFiles();
  // The order of members is no part of what a type says, and is another one where interfaces are merged.
  const typeText = (type: TypeScript.Type): string =>
    checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).split("; ").sort().join("; ");
  // Names of symbols end with a number that each program gives anew.
  const plain = (name: string): string => name.replace(/@\d+$/, "");
  const names = checker.getSymbolsInScope(file as TypeScript.Node, ~0);
  return new Map(
    names.map((symbol) => {
      const type =
        symbol.flags & ts.SymbolFlags.Type
          ? checker.getDeclaredTypeOfSymbol(symbol)
          : checker.getTypeOfSymbol(symbol);
      const members = checker
        .getPropertiesOfType(type)
        .map((member) => `${plain(member.name)}: ${typeText(checker.getTypeOfSymbol(member))}`)
        .sort();
      const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()].map((each) =>
        checker.signatureToString(each),
      );
      return [
        `${symbol.name} ${symbol.flags & ~ts.SymbolFlags.Transient}`,
        [...signatures, ...members].join("\n"),
      ];
    }),
  );
}

test("both parts together declare what the whole declares", () => {
  const expected = describe([whole]);
  assert.ok(expected.size > 150, `${expected.size} names`);
  assert.deepEqual(describe([core, ...rest]), expected);
});

test("the core is less than half of the whole and mentions nothing that is missing", () => {
  assert.ok(core.length < whole.length / 2);
  const program = programOf([core]);
  const intrinsic = 2795;
  const wrong = [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()].filter(
    ({ code }) => code !== intrinsic,
  );
  assert.deepEqual(
    wrong.map(({ messageText }) => messageText),
    [],
  );
});

test("an overload that mentions a rare name takes the others of its member with it", () => {
  const text = `
    interface Intl {}
    interface Text { cut(at: Intl): string; cut(at: number): number; length: number }
    type Locale = Intl | string;
    interface Reader extends Iterator<Locale> { read(): void }
    interface Iterator<T> { next(): T }
  `;
  const parts = splitLibrary(ts, text);
  assert.doesNotMatch(parts.core, /cut|Intl|Locale|Reader/);
  assert.match(parts.core, /length[^]*next/);
  assert.match(
    parts.rest.join(""),
    /interface Text \{ cut\(at: Intl\): string; cut\(at: number\): number;\s*\}/,
  );
});

test("the first start reads the whole and keeps the parts; damaged ones are made again", () => {
  const folder = path.join(root, "kept");
  const first = loadLibrary(ts, { folder });
  assert.equal(first.core, whole);
  assert.deepEqual(first.rest, []);
  first.saveToCache();
  const second = loadLibrary(ts, { folder });
  assert.deepEqual([second.core, second.rest], [core, rest]);
  const [name] = readdirSync(folder);
  writeFileSync(path.join(folder, name as string), "damaged");
  assert.equal(loadLibrary(ts, { folder }).core, whole);
});

test("cells that use what is rare are judged by the whole", () => {
  // Where no kernel has run since the build, the whole is read at first.
  loadLibrary(ts).saveToCache();
  const codesOf = (language: Language, cell: string): number[] => {
    const compiled = language.compile(cell, { count: 1 });
    return "diagnostics" in compiled ? compiled.diagnostics.map(({ code }) => code) : [];
  };
  const cells: [cell: string, codes: number[]][] = [
    ["const weights = new Float32Array([1, 2]); weights.map((weight) => weight * 2)", []],
    ["const weights: number[] = new Float32Array(2)", [2740]],
    ["new Date(0).toLocaleDateString('en', { month: 'short' })", []],
    ["new Date(0).toLocaleDateString(3)", [2769]],
    ["(1e6).toLocaleString('en', { maximumFractionDigits: 'two' })", [2769]],
    ["const big: bigint = BigInt(2) ** 64n; big.toString(16)", []],
    ["Reflect.ownKeys({ a: 1 }).length + new Proxy({ a: 1 }, {}).a", []],
  ];
  for (const [cell, codes] of cells) {
    const language = new Language();
    assert.deepEqual(codesOf(language, cell), codes, cell);
    assert.ok(language.hasAllDeclarations, cell);
  }
});
