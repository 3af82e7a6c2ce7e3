/** Runs one cell: compiles it, loads what it imports, evaluates it, and makes its names known to later cells. */
import { pathToFileURL } from "node:url";
import { runInCell, type Cell } from "./cell";
import { Evaluator, type EvaluationResult } from "./evaluator";
import { Language, type CompiledCell } from "./language/language";
import { replacements } from "./libraries";
import { ModuleLoader } from "./modules";
import { silenceProgressBar } from "./progress";
import { installRuntime, releaseAwaits, type AwaitPlace, type SetModules } from "./runtime";
import { Sources } from "./sources";
import {
  addLocation,
  installStackTraces,
  reportDiagnostics,
  reportThrown,
  type ErrorReport,
} from "./traceback";
import { connectTslab, type TslabWriter } from "./tslab";

/** How long uninterruptible work may go on after an interrupt (a training loop restores its best weights), in ms. */
const INTERRUPT_GRACE_MS = 3000;

/** How one run of a cell ended. */
export type Outcome = { ok: true; value: unknown } | { ok: false; report: ErrorReport };

/** The functions of the session that the runner calls. */
export interface RunnerCallbacks {
  /** Called before the synchronous part of a script (`script`), before what follows (`awaiting`), and after both (`kernel`). */
  phase(phase: "script" | "awaiting" | "kernel"): void;
  /** Called before a script runs; while a debugger is attached, the script waits for the promise. */
  scriptStarting(script: {
    count: number;
    url: string;
    source: string;
    map: string;
  }): Promise<void> | undefined;
  /** Called before a file of the learner's runs. */
  fileLoading(script: { url: string; source: string; map: string }): void;
  /** Publishes what tslab's own `display` writes. */
  writeForTslab: TslabWriter;
}

/** The loaded modules, or what was thrown; `undefined` where the cell was interrupted. */
type LoadResult = { modules: readonly unknown[] } | { thrown: unknown } | undefined;

/** Everything between the text of a cell and its outcome. */
export class CellRunner {
  readonly language = new Language();
  private readonly sources = new Sources(process.cwd());
  private readonly evaluator = new Evaluator();
  private readonly loader: ModuleLoader;
  private readonly setModules: SetModules;
  /** The value of the running cell's last expression. */
  private lastValue: unknown;
  /** True after a cell has asked for {@link reset}. */
  private resetRequested = false;
  // Taken before the timers of cells are wrapped.
  private readonly setTimeout = setTimeout;
  private readonly setImmediate = setImmediate;

  constructor(private readonly callbacks: RunnerCallbacks) {
    Error.stackTraceLimit = 50;
    installStackTraces(this.sources);
    const compile = (file: string, text: string): string => {
      const { code, map } = this.language.compileFile(file, text);
      this.sources.addFile(file, map);
      this.callbacks.fileLoading({ url: pathToFileURL(file).href, source: map.source, map: map.json });
      return code;
    };
    this.loader = new ModuleLoader(process.cwd(), { compile, replacements: replacements() });
    Object.defineProperty(globalThis, "require", {
      value: this.loader.require,
      configurable: true,
      writable: true,
    });
    this.setModules = installRuntime({
      show: (value) => void (this.lastValue = value),
      import: (name) => this.loader.import(name),
      locate: (error, location) => this.locate(error, location),
    });
  }

  /** Runs a cell to its end, its failure or its interruption. */
  async run(cell: Cell, source: string): Promise<Outcome> {
    this.lastValue = undefined;
    const name = this.sources.uniqueName(cell.count);
    let compiled = this.compile(cell, source, { name });
    if ("ok" in compiled) return compiled;
    const before = this.evaluator.readNames(this.redeclaredNames(compiled));
    let loaded = await this.load(cell, compiled, name);
    this.callbacks.phase("kernel");
    if (compiled.unchecked && loaded && !hasAllExports(compiled, loaded)) {
      // A module lacks an export that the cell imports: the type checker writes the error.
      compiled = this.compile(cell, source, { name, eager: true });
      if ("ok" in compiled) return compiled;
      loaded = await this.load(cell, compiled, name);
      this.callbacks.phase("kernel");
    }
    const failure =
      loaded && "modules" in loaded ? await this.evaluate(cell, compiled, { ...loaded, name }) : loaded;
    this.callbacks.phase("kernel");
    // Node reports an unhandled rejection only after the microtasks have run: wait for it within the cell.
    await new Promise<void>((resolve) => this.setImmediate(() => resolve()));
    const failed = cell.interrupted || failure !== undefined;
    const reached = failed ? this.assignedNames(compiled, before) : undefined;
    if (this.resetRequested) this.forget(compiled, reached);
    this.language.commit(compiled, reached);
    if (cell.interrupted) {
      await this.waitForFinishing(cell);
      return this.failed(cell.interruptNotice ?? cell.abort.signal.reason);
    }
    if (failure && "thrown" in failure) return this.failed(failure.thrown);
    if (cell.unhandledErrors.length > 0) return this.failed(cell.unhandledErrors.shift());
    return { ok: true, value: this.lastValue };
  }

  /** Forgets all names of earlier cells when the running cell has ended. */
  reset(): void {
    this.resetRequested = true;
  }

  /** Reports what was thrown, with advice for known mistakes. */
  report(thrown: unknown): ErrorReport {
    return reportThrown(thrown, this.language.ts);
  }

  close(): void {
    this.evaluator.close();
  }

  private failed(thrown: unknown): Outcome {
    return { ok: false, report: this.report(thrown) };
  }

  private compile(
    { count }: Cell,
    source: string,
    { name, eager = false }: { name: string; eager?: boolean },
  ): CompiledCell | Outcome {
    const compiled = this.language.compile(source, { count, eager });
    if ("diagnostics" in compiled) {
      const context = this.language.adviceContext(source);
      return { ok: false, report: reportDiagnostics(compiled.diagnostics, source, count, context) };
    }
    this.sources.addCell(name, count, compiled.map);
    return compiled;
  }

  /** Loads what a cell imports, in order. */
  private async load(cell: Cell, { modules }: CompiledCell, name: string): Promise<LoadResult> {
    const loaded: unknown[] = [];
    for (const use of modules) {
      try {
        const module = await this.untilInterrupted(cell, async () => {
          const loading = this.loadNow(use.name);
          return loading && { value: await loading.module };
        });
        if (!module) {
          // A signal terminates a script without an interrupt of the cell.
          cell.interrupt();
          return undefined;
        }
        loaded.push(module.value);
      } catch (error) {
        const location = this.sources.locationAt(name, use.position);
        if (location) addLocation(error, location);
        return { thrown: error };
      }
    }
    silenceProgressBar();
    connectTslab(this.callbacks.writeForTslab);
    return { modules: loaded };
  }

  /** Loads one module; `undefined` when a signal terminated that. */
  private loadNow(name: string): { module: unknown } | undefined {
    const present = this.loader.loadedModules();
    let module: unknown;
    this.callbacks.phase("script");
    const ended = this.evaluator.runContained(() => (module = this.loader.load(name)));
    this.callbacks.phase("awaiting");
    if (ended) return { module };
    this.loader.dropUnfinished(present);
    return undefined;
  }

  /** Evaluates a cell's script; `undefined` when it ended without an error, or was interrupted. */
  private async evaluate(
    cell: Cell,
    { code, map }: CompiledCell,
    { modules, name }: { modules: readonly unknown[]; name: string },
  ): Promise<{ thrown: unknown } | undefined> {
    this.setModules(modules);
    void cell.stopped.then(() => {
      this.evaluator.abandon();
      releaseAwaits();
    });
    const result = await this.untilInterrupted(cell, async (): Promise<EvaluationResult> => {
      const ready = this.callbacks.scriptStarting({
        count: cell.count,
        url: name,
        source: map.source,
        map: map.json,
      });
      if (ready) await ready;
      this.callbacks.phase("script");
      const running = this.evaluator.run(code, { name });
      this.callbacks.phase("awaiting");
      return running;
    });
    if (result?.kind === "stopped") cell.interrupt();
    if (result?.kind !== "thrown") return undefined;
    const location = result.at && this.sources.find(name, result.at.line, result.at.column);
    if (location) addLocation(result.value, location, { missing: true });
    return { thrown: result.value };
  }

  /** Runs a part of a cell; `undefined` when the cell is interrupted before the part ends. */
  private async untilInterrupted<T>(cell: Cell, work: () => Promise<T>): Promise<T | undefined> {
    const stopped = cell.stopped.then(async () => {
      await this.waitForFinishing(cell);
      return undefined;
    });
    return Promise.race([runInCell(cell, work), stopped]);
  }

  private async waitForFinishing(cell: Cell): Promise<void> {
    if (cell.finishing.size === 0) return;
    const timeout = new Promise<void>((resolve) =>
      this.setTimeout(() => resolve(), INTERRUPT_GRACE_MS).unref(),
    );
    await Promise.race([Promise.all(cell.finishing), timeout]);
  }

  /** The names of a cell, as its script has them, that earlier cells have declared already. */
  private redeclaredNames({ names }: CompiledCell): string[] {
    const known = new Set(this.language.names);
    return [...names.keys()].filter((name) => known.has(name)).map((name) => this.language.scriptName(name));
  }

  /** Forgets the names of earlier cells; those of the cell itself are kept. */
  private forget({ names }: CompiledCell, assigned: ReadonlySet<string> = new Set(names.keys())): void {
    this.resetRequested = false;
    const gone = this.language.names.filter((name) => !assigned.has(name));
    this.evaluator.clearNames(gone.map((name) => this.language.scriptName(name)));
    this.language.reset();
  }

  /** The names of a failed cell that got a value before it failed; all others keep the value and the type that they had. */
  private assignedNames({ names }: CompiledCell, before: ReadonlyMap<string, unknown>): Set<string> {
    const inner = (name: string): string => this.language.scriptName(name);
    const now = this.evaluator.readNames([...names.keys()].map(inner));
    const known = new Set(this.language.names);
    const isNew = (name: string): boolean =>
      !known.has(name) ||
      !before.has(inner(name)) ||
      !Object.is(before.get(inner(name)), now.get(inner(name)));
    const isType = (name: string): boolean => names.get(name)?.typeOnly === true;
    return new Set([...names.keys()].filter((name) => isType(name) || (now.has(inner(name)) && isNew(name))));
  }

  private locate(error: unknown, { count, line, column }: AwaitPlace): void {
    const location = this.sources.locationInCell(count, line, column);
    if (location) addLocation(error, location, { missing: true });
  }
}

/** True when the modules of a cell that only imports have all exports that it imports. */
function hasAllExports({ unchecked }: CompiledCell, loaded: NonNullable<LoadResult>): boolean {
  if (!("modules" in loaded)) return false;
  return (unchecked ?? []).every(({ exports }, at) => {
    const module = Object(loaded.modules[at]) as object;
    return exports.every((name) => name in module);
  });
}
