/** Connects tslab's own `display` where a cell has imported tslab (1.0.22, pinned; `tslab.test.ts` watches the contract). */
import Module = require("node:module");
import type { Content } from "./protocol";

/** Writes a `display_data` message, or an `update_display_data`. */
export type TslabWriter = (message: Content, update: boolean) => void;

/**
 * Lets tslab's `display` write into the running cell; does nothing before tslab is loaded.
 *
 * tslab keeps the writer of its own kernel in a variable of a module.
 */
export function connectTslab(write: TslabWriter): void {
  for (const [file, module] of Object.entries(require.cache)) {
    if (module?.loaded && /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file))
      (module.exports as { lastWriteDisplayData: TslabWriter }).lastWriteDisplayData = write;
  }
}

/** Gives tslab our TypeScript in place of its own fork, which would take half a second to load. */
export function shareTypeScript(typescript: object): void {
  try {
    const file = Module.createRequire(require.resolve("tslab/package.json")).resolve(
      "@tslab/typescript-for-tslab",
    );
    require.cache[file] ??= Object.assign(new Module(file), { exports: typescript, loaded: true });
  } catch {
    // tslab is not installed.
  }
}
