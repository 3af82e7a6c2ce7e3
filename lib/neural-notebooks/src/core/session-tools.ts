/** Commands to the kernel: forget the names of cells, and switch strict types. */
import { ArgumentError, StateError, describe } from "./errors";
import { hostSymbol, type NotebookHost } from "./display";

/**
 * Forgets all that earlier cells have declared and imported, when the running cell ends: their names are unknown to
 * the cells that follow, and their values can be collected. What the running cell itself declares stays, the numbers
 * of cells go on, and loaded modules stay loaded. Tensors are not disposed of: see `tensors()` for what is left.
 *
 * @throws StateError where nothing can be forgotten: on tslab without the course's kernel, and outside of a notebook.
 */
export function reset(): void {
  const forget = host()?.reset;
  if (!forget) throw withoutKernel("forget the names of cells", "Restart the kernel instead.");
  forget();
}

/**
 * Switches between strict types, as they are from the start, and relaxed ones: then a cell is refused only for what
 * cannot run, such as wrong syntax, unknown names and modules that are not there. It holds for the cells that follow.
 * The line `// @ts-nocheck` at the top of a cell does about the same for that cell alone, and the environment variable
 * `TSLAB_KERNEL_TYPES=relaxed` for a whole session.
 *
 * @param strict - True: any type error refuses a cell.
 * @throws ArgumentError for anything but true and false; StateError on tslab without the course's kernel, and outside of a notebook.
 */
export function strictTypes(strict: boolean): void {
  if (typeof strict !== "boolean")
    throw new ArgumentError(
      `Cannot switch strict types: strict must be true or false; received ${describe(strict)}.`,
    );
  const change = host()?.strictTypes;
  if (!change)
    throw withoutKernel("switch strict types", "Write // @ts-nocheck at the top of the cell instead.");
  change(strict);
}

function host(): NotebookHost | undefined {
  return (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol];
}

function withoutKernel(verb: string, hint: string): StateError {
  return new StateError(
    `Cannot ${verb}: the kernel must be the course's, as npm run setup installs it; received none or another. ${hint}`,
  );
}
