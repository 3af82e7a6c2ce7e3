/** Offers the kernel to the library (`display/`) and to users of tslab's own display. */
import { hostSymbol, type MimeBundle, type NotebookHost } from "./display";
import { runCellToEnd, type Cell } from "./cell";
import type { CommRegistry } from "./comm";
import type { Content } from "./protocol";

/** What the host needs of the session. */
export interface HostParts {
  /** The cell that the calling code belongs to. */
  cell(): Cell | undefined;
  publish(cell: Cell, type: string, content: Content): void;
  input(cell: Cell, prompt: string, password: boolean): Promise<string>;
  page(bundle: MimeBundle): void;
  comms: CommRegistry;
  /** Forgets names and values at the end of the running cell, see {@link NotebookHost}. */
  reset(): void;
  strictTypes(strict: boolean): void;
  /** Runs work at the end of the comm message that is being handled, see {@link NotebookHost}. */
  afterMessage(work: () => void): void;
  /** Runs work when the running cell is run again, see {@link NotebookHost}. */
  onRerun(work: () => void): void;
  /** Ties work to the running cell, see {@link NotebookHost}. */
  bind<Args extends unknown[]>(work: (...args: Args) => unknown): (...args: Args) => void;
}

/** Installs the host on `globalThis`, and a writer for tslab's `display`. */
export function installHost(parts: HostParts): void {
  const withCell = <T>(use: (cell: Cell) => T): T | undefined => {
    const cell = parts.cell();
    return cell && use(cell);
  };
  const host: NotebookHost = {
    publish: (data, { id, update, keepId = false }) =>
      void withCell((cell) =>
        parts.publish(cell, update ? "update_display_data" : "display_data", {
          data,
          metadata: keepId ? { display_id: id } : {},
          transient: { display_id: id },
        }),
      ),
    clearOutput: (wait) => void withCell((cell) => parts.publish(cell, "clear_output", { wait })),
    input: async (prompt, { password }) =>
      (await withCell((cell) => parts.input(cell, prompt, password))) ?? "",
    page: (data) => parts.page(data),
    signal: () => parts.cell()?.abort.signal ?? new AbortController().signal,
    runToEnd: runCellToEnd,
    execution: () => parts.cell()?.header.msg_id,
    cellNumber: () => parts.cell()?.count,
    reset: () => parts.reset(),
    strictTypes: (strict) => parts.strictTypes(strict),
    bind: (work) => parts.bind(work),
    afterMessage: (work) => parts.afterMessage(work),
    onRerun: (work) => parts.onRerun(work),
    openComm: (target, data, options) =>
      parts.comms.open(target, data, { id: parts.cell()?.makeName(), ...options }),
    registerTarget: (target, opened) => parts.comms.registerTarget(target, opened),
  };
  (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol] = host;
}
