/** Offers the kernel to the library (`display/`) and to users of tslab's own display. */
import { hostSymbol, type MimeBundle, type NotebookHost } from "./display";
import { runUninterruptible, type Cell } from "./cell";
import type { CommRegistry } from "./comm";
import type { Content } from "./protocol";

/** What the host needs of the session. */
export interface HostDependencies {
  /** The cell that the running code belongs to. */
  owningCell(): Cell | undefined;
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
  /** Binds work to the running cell, see {@link NotebookHost}. */
  bind<Args extends unknown[]>(work: (...args: Args) => unknown): (...args: Args) => void;
}

/** Installs the host on `globalThis`, and a writer for tslab's `display`. */
export function installHost(dependencies: HostDependencies): void {
  const withCell = <T>(use: (cell: Cell) => T): T | undefined => {
    const cell = dependencies.owningCell();
    return cell && use(cell);
  };
  const host: NotebookHost = {
    publish: (data, { id, update, keepId = false }) =>
      void withCell((cell) =>
        dependencies.publish(cell, update ? "update_display_data" : "display_data", {
          data,
          metadata: keepId ? { display_id: id } : {},
          transient: { display_id: id },
        }),
      ),
    clearOutput: (wait) => void withCell((cell) => dependencies.publish(cell, "clear_output", { wait })),
    input: async (prompt, { password }) =>
      (await withCell((cell) => dependencies.input(cell, prompt, password))) ?? "",
    page: (data) => dependencies.page(data),
    signal: () => dependencies.owningCell()?.abort.signal ?? new AbortController().signal,
    runToEnd: runUninterruptible,
    execution: () => dependencies.owningCell()?.header.msg_id,
    cellNumber: () => dependencies.owningCell()?.count,
    reset: () => dependencies.reset(),
    strictTypes: (strict) => dependencies.strictTypes(strict),
    bind: (work) => dependencies.bind(work),
    afterMessage: (work) => dependencies.afterMessage(work),
    onRerun: (work) => dependencies.onRerun(work),
    openComm: (target, data, options) =>
      dependencies.comms.open(target, data, { id: dependencies.owningCell()?.nextId(), ...options }),
    registerTarget: (target, opened) => dependencies.comms.registerTarget(target, opened),
  };
  (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol] = host;
}
