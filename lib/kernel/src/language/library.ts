/**
 * The language's own library, in two parts: a core that nearly every cell needs, and the rest. In a kernel that has just
 * been started TypeScript is not optimised by V8 yet, and parses at a tenth of its later speed.
 */
import { readFileSync, statSync } from "node:fs";
import path = require("node:path");
import type * as TypeScript from "typescript";
import { CACHE_FOLDER, readCached, writeCached } from "./disk-cache";

type TS = typeof TypeScript;

/** The texts of declaration files which together are the library. */
export interface Library {
  core: string;
  rest: readonly string[];
  /** Splits the library and caches the parts for later starts, where they are not cached yet. */
  saveToCache(): void;
}

/** The newest library that cells may use. */
const LIBRARY_ENTRY = "lib.es2023.d.ts";

/** Files of the rest have about this many characters, so that each is parsed in a few milliseconds. */
const REST_FILE_LENGTH = 40_000;

/** Matches the global names that few cells use; they make up half of the library. */
const RARE_GLOBALS =
  /^(?:Intl|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array|.*ArrayBuffer|ArrayBuffer\w+|DataView|Atomics|BigInt|Reflect|Proxy|WeakRef|FinalizationRegistry|BigIntToLocaleStringOptions|Class\w*Decorator\w*|Decorator\w*)(?:Constructor)?$|^ProxyHandler$/;

/**
 * Loads the library of a TypeScript version: in two parts where an earlier start has cached them, else as one file.
 *
 * @param ts - TypeScript.
 * @param options.folder - The folder of the cache.
 */
export function loadLibrary(ts: TS, { folder = CACHE_FOLDER }: { folder?: string } = {}): Library {
  const cacheFile = path.join(folder, `library-${ts.version}.json`);
  const { size, mtimeMs } = statSync(__filename);
  const key = `${ts.version} ${size} ${mtimeMs}`;
  const cached = readCached(cacheFile, key);
  if (cached)
    return { ...(JSON.parse(cached.toString()) as Omit<Library, "keep">), saveToCache: () => undefined };
  const full = fullLibrary();
  const saveToCache = (): void =>
    writeCached(cacheFile, key, Buffer.from(JSON.stringify(splitLibrary(ts, full))));
  return { core: full, rest: [], saveToCache };
}

/**
 * The library as one text. In its many files most interfaces are declared several times, and each program would merge them
 * again.
 */
export function fullLibrary(): string {
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
  return collect(LIBRARY_ENTRY);
}

/**
 * Splits the library. The core never refers to the rest: a member that does is moved to the rest, with all its overloads,
 * into an interface of the same name that merges with the core's. So what a cell calls has the same type with the core as
 * with all of the library; a cell that needs more has errors, and is then checked with all of it. (An object literal for
 * one of the language's own interfaces, such as `Date`, may pass with fewer members.)
 */
export function splitLibrary(ts: TS, full: string): { core: string; rest: string[] } {
  const file = ts.createSourceFile("library.d.ts", full, ts.ScriptTarget.Latest, true);
  const { rare, members } = findRare(ts, file);
  const core: string[] = [];
  const rest: string[] = [];
  for (const statement of file.statements) {
    const name = nameOf(ts, statement);
    if (rare.has(name)) rest.push(statement.getFullText());
    else if (!ts.isInterfaceDeclaration(statement)) core.push(statement.getFullText());
    else {
      const isRare = (member: TypeScript.TypeElement): boolean => members.has(memberKey(name, member));
      core.push(withMembers(statement, (member) => !isRare(member)));
      if (statement.members.some(isRare)) rest.push(withMembers(statement, isRare));
    }
  }
  return { core: core.join(""), rest: joinUpTo(REST_FILE_LENGTH, rest) };
}

/** The names that are moved to the rest, and the members of other interfaces that refer to such names. */
function findRare(ts: TS, file: TypeScript.SourceFile): { rare: Set<string>; members: Set<string> } {
  const rare = new Set(
    file.statements.map((each) => nameOf(ts, each)).filter((name) => RARE_GLOBALS.test(name)),
  );
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
      for (const member of statement.members.filter(mentions)) members.add(memberKey(name, member));
    }
  } while (rare.size > before);
  return { rare, members };
}

/** The text of an interface declaration with only some of its members. */
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
function memberKey(name: string, member: TypeScript.TypeElement): string {
  return `${name}.${member.name?.getText() ?? member.kind}`;
}

/** Joins texts into fewer ones of at least the length, except the last. */
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
