/** Loads a large script from the code that V8 compiled of it at an earlier start. */
import { readFileSync, statSync } from "node:fs";
import Module = require("node:module");
import path = require("node:path");
import vm = require("node:vm");
import { KEPT_FOLDER, readKept, writeKept } from "./kept";

/** A loaded script. */
export interface Precompiled {
  exports: unknown;
  /** True when the compiled code was there and V8 took it. */
  hit: boolean;
  /**
   * Keeps what V8 has compiled by now for the next start. Best called when the functions that a start needs have
   * run; does nothing when the kept code was good, or where it cannot be written.
   */
  keep(): void;
}

/**
 * Requires a CommonJS module as Node does, but with its compiled code kept in a folder. Node's own compile cache
 * does this only from Node 22 on.
 *
 * What is kept is used only with the same file and the same Node: V8 itself compares little more than lengths.
 *
 * @param file - The module's absolute path.
 * @param options.folder - Where the compiled code is kept.
 */
export function requirePrecompiled(
  file: string,
  { folder = KEPT_FOLDER }: { folder?: string } = {},
): Precompiled {
  const present = require.cache[file];
  if (present) return { exports: present.exports, hit: false, keep: () => undefined };
  const { size, mtimeMs } = statSync(file);
  const { version, arch } = process;
  const key = [file, size, mtimeMs, version, arch, process.execArgv].join("\n");
  const store = path.join(folder, `${path.basename(file, ".js")}-${version}-${arch}.bin`);
  const cachedData = readKept(store, key);
  // The line that Node puts around a module; without a line break, so that line numbers stay.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  const script = new vm.Script(text, cachedData ? { filename: file, cachedData } : { filename: file });
  const hit = cachedData !== undefined && script.cachedDataRejected === false;
  const own = new Module(file, module);
  Object.assign(own, { filename: file, loaded: true });
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  require.cache[file] = own;
  try {
    run.call(own.exports, own.exports, Module.createRequire(file), own, file, path.dirname(file));
  } catch (error) {
    delete require.cache[file];
    throw error;
  }
  return {
    exports: own.exports,
    hit,
    keep: () => void (hit || writeKept(store, key, script.createCachedData())),
  };
}

/** What Node 22 and later offer beside. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
  flushCompileCache?(): void;
}

/**
 * Lets Node keep the compiled code of all modules that are loaded from now on, where it can: Node 22 and later.
 *
 * @param options.folder - Where the compiled code is kept; Node makes a folder of its own for each of its versions.
 * @returns A function that writes what was loaded since; Node itself does so only where a process ends in peace, and
 * a kernel is ended.
 */
export function keepModules({
  folder = path.join(KEPT_FOLDER, "modules"),
}: { folder?: string } = {}): () => void {
  const { enableCompileCache, flushCompileCache } = Module as unknown as CompileCache;
  enableCompileCache?.(folder);
  let known = 0;
  return () => {
    const loaded = Object.keys(require.cache).length;
    if (loaded === known) return;
    known = loaded;
    flushCompileCache?.();
  };
}
