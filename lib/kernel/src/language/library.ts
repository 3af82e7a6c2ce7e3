/**
 * The language's own library, in two parts: what nearly every cell needs, and the rest. A kernel that has just been
 * started has run none of TypeScript's code yet and would read the whole at a tenth of its later speed.
 */
import { readFileSync, statSync } from "node:fs";
import path = require("node:path");
import type * as TypeScript from "typescript";
import { KEPT_FOLDER, readKept, writeKept } from "./kept";

type TS = typeof TypeScript;

/** The texts of declaration files which together are the library. */
export interface Library {
  core: string;
  rest: readonly string[];
  /** Makes the two parts, where they are not kept yet, for later starts. */
  keep(): void;
}

/** The newest library that cells may use. */
const NEWEST = "lib.es2023.d.ts";

/** Files of the rest have about this many characters, so that each is read in a few milliseconds. */
const REST_LENGTH = 40_000;

/** Matches the global names that few cells mention; they make up half of the library. */
const RARE =
  /^(?:Intl|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array|.*ArrayBuffer|ArrayBuffer\w+|DataView|Atomics|BigInt|Reflect|Proxy|WeakRef|FinalizationRegistry|BigIntToLocaleStringOptions|Class\w*Decorator\w*|Decorator\w*)(?:Constructor)?$|^ProxyHandler$/;

/**
 * Loads the library that belongs to a TypeScript: in two parts where an earlier start has kept them, else whole.
 *
 * @param ts - TypeScript.
 * @param options.folder - Where the parts are kept.
 */
export function loadLibrary(ts: TS, { folder = KEPT_FOLDER }: { folder?: string } = {}): Library {
  const store = path.join(folder, `library-${ts.version}.json`);
  const { size, mtimeMs } = statSync(__filename);
  const key = `${ts.version} ${size} ${mtimeMs}`;
  const kept = readKept(store, key);
  if (kept) return { ...(JSON.parse(kept.toString()) as Omit<Library, "keep">), keep: () => undefined };
  const whole = wholeLibrary();
  const keep = (): void => writeKept(store, key, Buffer.from(JSON.stringify(splitLibrary(ts, whole))));
  return { core: whole, rest: [], keep };
}

/**
 * The library as one text. In its many files nearly every interface is declared several times, and each program would
 * merge them anew.
 */
export function wholeLibrary(): string {
  const folder = path.dirname(require.resolve("typescript"));
  const seen = new Set<string>();
  const collect = (name: string): string => {
    if (seen.has(name)) return "";
    seen.add(name);
    const text = readFileSync(path.join(folder, name), "utf8");
    const before = [...text.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm)].map(([, lib]) =>
      collect(`lib.${lib}.d.ts`),
    );
    return [...before, text.replace(/^\/\/\/ <reference.*$/gm, "")].join("\n");
  };
  return collect(NEWEST);
}

/**
 * Takes the library apart. The core never mentions the rest: a member that does is left to the rest, with all its
 * overloads, where an interface of the same name adds it. So what a cell calls has the same type with the core as with
 * the whole; a cell that needs more does not pass, and is checked with the whole. (An object written out as one of the
 * language's own interfaces, such as `Date`, may pass with fewer members.)
 */
export function splitLibrary(ts: TS, whole: string): { core: string; rest: string[] } {
  const file = ts.createSourceFile("library.d.ts", whole, ts.ScriptTarget.Latest, true);
  const { rare, members } = findRare(ts, file);
  const core: string[] = [];
  const rest: string[] = [];
  for (const statement of file.statements) {
    const name = nameOf(ts, statement);
    if (rare.has(name)) rest.push(statement.getFullText());
    else if (!ts.isInterfaceDeclaration(statement)) core.push(statement.getFullText());
    else {
      const isRare = (member: TypeScript.TypeElement): boolean => members.has(keyOf(name, member));
      core.push(withMembers(statement, (member) => !isRare(member)));
      if (statement.members.some(isRare)) rest.push(withMembers(statement, isRare));
    }
  }
  return { core: core.join(""), rest: joinUpTo(REST_LENGTH, rest) };
}

/** The names that are left to the rest, and the members of other interfaces that mention such names. */
function findRare(ts: TS, file: TypeScript.SourceFile): { rare: Set<string>; members: Set<string> } {
  const rare = new Set(file.statements.map((each) => nameOf(ts, each)).filter((name) => RARE.test(name)));
  const members = new Set<string>();
  const mentions = (node: TypeScript.Node): boolean =>
    ts.isIdentifier(node) ? rare.has(node.text) : (ts.forEachChild(node, mentions) ?? false);
  let before: number;
  do {
    before = rare.size;
    for (const statement of file.statements) {
      const name = nameOf(ts, statement);
      if (rare.has(name)) continue;
      if (!ts.isInterfaceDeclaration(statement)) {
        if (mentions(statement)) rare.add(name);
        continue;
      }
      if ([...(statement.typeParameters ?? []), ...(statement.heritageClauses ?? [])].some(mentions))
        rare.add(name);
      for (const member of statement.members.filter(mentions)) members.add(keyOf(name, member));
    }
  } while (rare.size > before);
  return { rare, members };
}

/** An interface with only some of its members, in the words of its declaration. */
function withMembers(
  declaration: TypeScript.InterfaceDeclaration,
  keep: (member: TypeScript.TypeElement) => boolean,
): string {
  const { text } = declaration.getSourceFile();
  const head = text.slice(declaration.getFullStart(), declaration.members.pos);
  return [head, ...declaration.members.filter(keep).map((member) => member.getFullText()), "\n}"].join("");
}

function nameOf(ts: TS, statement: TypeScript.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText()).join();
  return (statement as TypeScript.DeclarationStatement).name?.text ?? "";
}

/** The same for all overloads of a member. */
function keyOf(name: string, member: TypeScript.TypeElement): string {
  return `${name}.${member.name?.getText() ?? member.kind}`;
}

/** Joins texts to some that are not much longer than a length. */
function joinUpTo(length: number, texts: readonly string[]): string[] {
  const joined: string[] = [];
  let last = "";
  for (const text of texts) {
    last += text;
    if (last.length < length) continue;
    joined.push(last);
    last = "";
  }
  return last === "" ? joined : [...joined, last];
}
