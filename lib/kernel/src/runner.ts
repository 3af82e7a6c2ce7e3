/** Runs one cell: compiles it, loads what it imports, evaluates it, and keeps the names that it made. */
import { pathToFileURL } from "node:url";
import { runInCell, type Cell } from "./cell";
import { Evaluator, type Ending } from "./evaluator";
import { Language, type CompiledCell } from "./language/language";
import { replacements } from "./libraries";
import { ModuleLoader } from "./modules";
import { silenceProgressBar } from "./progress";
import { installRuntime, releaseAwaits, type AwaitPlace, type SetModules } from "./runtime";
import { Sources } from "./sources";
import { addPlace, installStackTraces, reportDiagnostics, reportThrown, type ErrorReport } from "./traceback";
import { connectTslab, type TslabWriter } from "./tslab";

/** How long an interrupted cell may take to end itself (a training loop restores its best weights), in ms. */
const GRACE = 3000;

/** How one run of a cell ended. */
export type Outcome = { ok: true; value: unknown } | { ok: false; report: ErrorReport };

/** What the runner tells and asks the session. */
export interface RunnerParts {
  /** A script of the learner's runs its synchronous part (`script`), or what follows (`awaiting`). */
  phase(phase: "script" | "awaiting" | "kernel"): void;
  /** Told before a script runs; where the session debugs, the script waits. */
  starting(script: { count: number; url: string; source: string; map: string }): Promise<void> | undefined;
  /** Told before a file of the learner's runs. */
  loading(script: { url: string; source: string; map: string }): void;
  /** What tslab's own `display` writes. */
  writeForTslab: TslabWriter;
}

/** What came of loading modules, or of a script; `undefined` where the cell was stopped. */
type Loaded = { modules: readonly unknown[] } | { thrown: unknown } | undefined;

/** Everything between the text of a cell and its outcome. */
export class CellRunner {
  readonly language = new Language();
  private readonly sources = new Sources(process.cwd());
  private readonly evaluator = new Evaluator();
  private readonly loader: ModuleLoader;
  private readonly setModules: SetModules;
  /** The value of the running cell's last expression. */
  private shown: unknown;
  /** True after a cell has asked for {@link reset}. */
  private resetting = false;
  // Taken before the timers of cells are wrapped.
  private readonly setTimeout = setTimeout;
  private readonly setImmediate = setImmediate;

  constructor(private readonly parts: RunnerParts) {
    Error.stackTraceLimit = 50;
    installStackTraces(this.sources);
    const compile = (file: string, text: string): string => {
      const { code, map } = this.language.compileFile(file, text);
      this.sources.addFile(file, map);
      this.parts.loading({ url: pathToFileURL(file).href, source: map.source, map: map.json });
      return code;
    };
    this.loader = new ModuleLoader(process.cwd(), { compile, doors: replacements() });
    Object.defineProperty(globalThis, "require", {
      value: this.loader.require,
      configurable: true,
      writable: true,
    });
    this.setModules = installRuntime({
      show: (value) => void (this.shown = value),
      import: (name) => this.loader.import(name),
      locate: (error, place) => this.locate(error, place),
    });
  }

  /** Runs a cell to its end, its failure or its interruption. */
  async run(cell: Cell, source: string): Promise<Outcome> {
    this.shown = undefined;
    const name = this.sources.nameFor(cell.count);
    let compiled = this.compile(cell, source, { name });
    if ("ok" in compiled) return compiled;
    const before = this.evaluator.read(this.redeclared(compiled));
    let loaded = await this.load(cell, compiled, name);
    this.parts.phase("kernel");
    if (compiled.unchecked && loaded && !hasAll(compiled, loaded)) {
      // Something that is imported is not there: the compiler finds the words.
      compiled = this.compile(cell, source, { name, eager: true });
      if ("ok" in compiled) return compiled;
      loaded = await this.load(cell, compiled, name);
      this.parts.phase("kernel");
    }
    const failure =
      loaded && "modules" in loaded ? await this.evaluate(cell, compiled, { ...loaded, name }) : loaded;
    this.parts.phase("kernel");
    // A rejection that nobody awaits is told only after the microtasks have run: let it come within its cell.
    await new Promise<void>((resolve) => this.setImmediate(() => resolve()));
    const failed = cell.interrupted || failure !== undefined;
    const reached = failed ? this.reached(compiled, before) : undefined;
    if (this.resetting) this.forget(compiled, reached);
    this.language.commit(compiled, reached);
    if (cell.interrupted) {
      await this.letFinish(cell);
      return this.failed(cell.notice ?? cell.abort.signal.reason);
    }
    if (failure && "thrown" in failure) return this.failed(failure.thrown);
    if (cell.stray.length > 0) return this.failed(cell.stray.shift());
    return { ok: true, value: this.shown };
  }

  /** Forgets, when the running cell has ended, all names that earlier cells have made. */
  reset(): void {
    this.resetting = true;
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
      const context = this.language.adviceFor(source);
      return { ok: false, report: reportDiagnostics(compiled.diagnostics, source, count, context) };
    }
    this.sources.addCell(name, count, compiled.map);
    return compiled;
  }

  /** Loads what a cell imports, in order. */
  private async load(cell: Cell, { modules }: CompiledCell, name: string): Promise<Loaded> {
    const loaded: unknown[] = [];
    for (const use of modules) {
      try {
        const module = await this.untilStopped(cell, async () => {
          const loading = this.loadNow(use.name);
          return loading && { value: await loading.module };
        });
        if (!module) {
          // A signal ends a script without anybody having asked the cell to stop.
          cell.interrupt();
          return undefined;
        }
        loaded.push(module.value);
      } catch (error) {
        const place = this.sources.placeAt(name, use.position);
        if (place) addPlace(error, place);
        return { thrown: error };
      }
    }
    silenceProgressBar();
    connectTslab(this.parts.writeForTslab);
    return { modules: loaded };
  }

  /** Loads one module; `undefined` when a signal ended that. */
  private loadNow(name: string): { module: unknown } | undefined {
    const present = this.loader.present();
    let module: unknown;
    this.parts.phase("script");
    const ended = this.evaluator.loading(() => (module = this.loader.load(name)));
    this.parts.phase("awaiting");
    if (ended) return { module };
    this.loader.dropUnfinished(present);
    return undefined;
  }

  /** Evaluates a cell's script; `undefined` when it came to its end, or was stopped. */
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
    const ending = await this.untilStopped(cell, async (): Promise<Ending> => {
      const held = this.parts.starting({ count: cell.count, url: name, source: map.source, map: map.json });
      if (held) await held;
      this.parts.phase("script");
      const running = this.evaluator.run(code, { name });
      this.parts.phase("awaiting");
      return running;
    });
    if (ending?.kind === "stopped") cell.interrupt();
    if (ending?.kind !== "thrown") return undefined;
    const place = ending.at && this.sources.find(name, ending.at.line, ending.at.column);
    if (place) addPlace(ending.value, place, { missing: true });
    return { thrown: ending.value };
  }

  /** Runs a piece of a cell; `undefined` when the cell is stopped before the piece ends. */
  private async untilStopped<T>(cell: Cell, work: () => Promise<T>): Promise<T | undefined> {
    const stopped = cell.stopped.then(async () => {
      await this.letFinish(cell);
      return undefined;
    });
    return Promise.race([runInCell(cell, work), stopped]);
  }

  private async letFinish(cell: Cell): Promise<void> {
    if (cell.finishing.size === 0) return;
    const patience = new Promise<void>((resolve) => this.setTimeout(() => resolve(), GRACE).unref());
    await Promise.race([Promise.all(cell.finishing), patience]);
  }

  /** The names inside of a cell's script that earlier cells have made already. */
  private redeclared({ names }: CompiledCell): string[] {
    const known = new Set(this.language.names);
    return [...names.keys()].filter((name) => known.has(name)).map((name) => this.language.inner(name));
  }

  /** Forgets what earlier cells have declared; what the cell itself made stays. */
  private forget({ names }: CompiledCell, reached: ReadonlySet<string> = new Set(names.keys())): void {
    this.resetting = false;
    const gone = this.language.names.filter((name) => !reached.has(name));
    this.evaluator.clear(gone.map((name) => this.language.inner(name)));
    this.language.reset();
  }

  /** Those names of a cell that got a value before it failed; all others keep the value and the type that they had. */
  private reached({ names }: CompiledCell, before: ReadonlyMap<string, unknown>): Set<string> {
    const inner = (name: string): string => this.language.inner(name);
    const now = this.evaluator.read([...names.keys()].map(inner));
    const known = new Set(this.language.names);
    const isNew = (name: string): boolean =>
      !known.has(name) ||
      !before.has(inner(name)) ||
      !Object.is(before.get(inner(name)), now.get(inner(name)));
    const isType = (name: string): boolean => names.get(name)?.typeOnly === true;
    return new Set([...names.keys()].filter((name) => isType(name) || (now.has(inner(name)) && isNew(name))));
  }

  private locate(error: unknown, { count, line, column }: AwaitPlace): void {
    const place = this.sources.inCell(count, line, column);
    if (place) addPlace(error, place, { missing: true });
  }
}

/** True when the modules of a cell that only imports have what it wants of them. */
function hasAll({ unchecked }: CompiledCell, loaded: NonNullable<Loaded>): boolean {
  if (!("modules" in loaded)) return false;
  return (unchecked ?? []).every(({ exports }, at) => {
    const module = Object(loaded.modules[at]) as object;
    return exports.every((name) => name in module);
  });
}
