/** Loads a large script with V8's cached code of an earlier start. */
import { readFileSync, statSync } from "node:fs";
import Module = require("node:module");
import path = require("node:path");
import vm = require("node:vm");
import { CACHE_FOLDER, readCached, writeCached } from "./disk-cache";

/** A loaded script. */
export interface Precompiled {
  exports: unknown;
  /** True when V8 accepted the cached code. */
  hit: boolean;
  /**
   * Caches the code that V8 has compiled so far. Best called after the functions that a start needs have run; does nothing
   * when the cached code was accepted, or where it cannot be written.
   */
  saveToCache(): void;
}

/**
 * Requires a CommonJS module as Node does, but with its compiled code cached. Node's own compile cache does this only from
 * Node 22 on.
 *
 * Cached code is used only with the same file and the same Node: V8 itself compares little more than lengths.
 *
 * @param file - The module's absolute path.
 * @param options.folder - The folder of the cache.
 */
export function requirePrecompiled(
  file: string,
  { folder = CACHE_FOLDER }: { folder?: string } = {},
): Precompiled {
  const present = require.cache[file];
  if (present) return { exports: present.exports, hit: false, saveToCache: () => undefined };
  const { size, mtimeMs } = statSync(file);
  const { version, arch } = process;
  const key = [file, size, mtimeMs, version, arch, process.execArgv].join("\n");
  const cacheFile = path.join(folder, `${path.basename(file, ".js")}-${version}-${arch}.bin`);
  const cachedData = readCached(cacheFile, key);
  // Node's module wrapper; without a line break, so that line numbers stay the same.
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
    saveToCache: () => void (hit || writeCached(cacheFile, key, script.createCachedData())),
  };
}

/** Functions of `node:module` from Node 22 on. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
  flushCompileCache?(): void;
}

/**
 * Enables Node's compile cache for all modules that are loaded from now on, where there is one: Node 22 and later.
 *
 * @param options.folder - The folder of the cache; Node makes a subfolder for each of its versions.
 * @returns A function that writes the cache; Node itself does so only where a process exits by itself, and a kernel is
 *   killed.
 */
export function enableModuleCache({
  folder = path.join(CACHE_FOLDER, "modules"),
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
