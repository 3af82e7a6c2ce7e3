/** `npm run execute -- 02-perceptron`: runs lessons in a clean kernel each, once or twice, looks at their charts, writes the executed copies. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { effort, effortVariable } from "neural-notebooks/core";
import { ArgumentError, FileError, NeuralNotebooksError, UnknownNameError } from "neural-notebooks/core";
import { unknownName } from "neural-notebooks/core";
import { checkNumber } from "neural-notebooks/core";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "tslab-kernel/stock";
import { chartFindings, type ChartFinding, type ExecutedNotebook } from "./chart-outputs";
import { firstDifference, type RunDifference } from "./compare-runs";
import { forStock } from "./stock-source";
import { readPercent, writeNotebook } from "./percent";
import { folders, jupyterEnvironment, lessonNames, pythonHelper, pythonPath } from "./project";

/** Why a run failed: the first cell that failed, or the first that should have and did not. */
export interface RunFailure {
  /** Number of the code cell, from 1, as its prompt `[n]` shows it. */
  cell: number;
  /** Line in the cell, from 1, where the kernel tells it. */
  line: number | undefined;
  ename: string;
  evalue: string;
  /** What the kernel wrote about it, without colours. */
  traceback: string;
}

/** What came of one notebook. */
export interface LessonRun {
  name: string;
  /** Wall time, kernel start included. */
  seconds: number;
  /** Largest resident memory of the kernel and its children; 0 where it cannot be measured. */
  peakBytes: number;
  /** Code cells that were begun. */
  cells: number;
  failure: RunFailure | undefined;
  /** Charts that lack a title, the name of an axis or a description; also of the cells before a failure. */
  charts: readonly ChartFinding[];
  /** 1, or 2 for the second run of a lesson that runs twice. */
  turn: 1 | 2;
  /** Where a second run shows something else than the first. */
  difference: RunDifference | undefined;
}

/** How lessons are run. */
export interface ExecuteOptions {
  /** Folder for the executed copies; `undefined` writes none. */
  out?: string | undefined;
  /** Kernel by its name; `"stock"` is tslab as its package ships it. */
  kernel?: string;
  /** Run each lesson twice, one run after the other, and compare what they show. */
  twice?: boolean;
  /** Seconds that one cell may take. */
  timeout?: number;
  /** Folder in which sources run; that of the learner's notebooks unless told. A notebook runs in its own. */
  folder?: string;
  /** More environment for the kernels. */
  env?: Readonly<Record<string, string>>;
  /** Hears which cell of which lesson begins (0: the kernel starts). */
  onCell?: (name: string, cell: number) => void;
  /** Hears of each lesson when it has ended. */
  onEnd?: (run: LessonRun) => void;
}

type Event =
  | { event: "start"; name: string }
  | { event: "cell"; cell: number }
  | ({ event: "end"; failure: Omit<RunFailure, "line"> | null } & Pick<
      LessonRun,
      "name" | "seconds" | "peakBytes" | "cells"
    >);

/** A notebook to be run, and the folder in which it runs. */
interface Source {
  file: string;
  folder: string;
}

/** One run to be made: which notebook, and where its executed copy goes. */
interface Job {
  name: string;
  file: string;
  folder: string;
  out: string;
  turn: 1 | 2;
}

/** After a failing cell stock tslab ignores all requests for 200 ms. */
const STOCK_PAUSE = 0.4;

/**
 * Finds lessons by name, by number, or notebooks by path.
 *
 * @param wanted - Names such as `"02-perceptron"` or `"02"`, `"all"`, or paths of .ipynb files.
 * @param folder - Folder of the lessons' sources.
 * @returns Absolute paths, each once: a lesson's source, so that its proofs run as well, or a notebook as it is.
 * @throws UnknownNameError naming the lessons there are.
 * @throws ArgumentError when nothing is asked for.
 */
export function findLessons(wanted: readonly string[], folder: string = folders.sources): string[] {
  const names = lessonNames(folder, ".ts");
  const list = `the lessons are ${names.join(", ")}`;
  if (wanted.length === 0) throw new ArgumentError(`Cannot execute lessons: say which, or "all"; ${list}.`);
  const found = wanted.flatMap((word) => {
    if (word === "all") return names;
    if (names.includes(word)) return [word];
    const numbered = names.filter((name) => name.startsWith(`${word}-`));
    if (numbered.length === 1) return numbered;
    if (word.endsWith(".ipynb") && existsSync(word)) return [path.resolve(word)];
    throw new UnknownNameError(`Cannot execute "${word}": no such lesson or notebook; ${list}.`);
  });
  return [
    ...new Set(found.map((name) => (path.isAbsolute(name) ? name : path.resolve(folder, `${name}.ts`)))),
  ];
}

/**
 * Runs lessons and notebooks one after another, each in a kernel of its own.
 *
 * @param lessons - Paths of sources (.ts), of which all cells run, proofs too, or of notebooks (.ipynb), which run as
 *   they are, in their own folder. None is changed.
 * @param options - Output folder, kernel, time limit, once or twice, listeners.
 * @returns One result per run, in the same order; a second run stands behind its first.
 * @throws FileError when the Python side does not run.
 */
export async function executeNotebooks(
  lessons: readonly string[],
  options: ExecuteOptions = {},
): Promise<LessonRun[]> {
  const { out, kernel = "tslab", timeout = 120, twice = false, env = {}, folder = folders.lessons } = options;
  checkNumber(timeout, { verb: "execute lessons", argument: "timeout", min: 1 });
  const temporary = mkdtempSync(path.join(tmpdir(), "neural-notebooks-executed-"));
  try {
    const notebooks = wholeLessons(lessons, { folder, temporary });
    const sources =
      kernel === "stock" ? notebooks.map((source) => copyForStock(source, temporary)) : notebooks;
    // The charts are read from the executed copy, so there is one in any case.
    const jobs = jobsOf(sources, {
      first: out ?? path.join(temporary, "1"),
      second: twice ? path.join(temporary, "2") : undefined,
    });
    return await runAll(jobs, { ...options, timeout, ...kernelOf(kernel, { env, prefix: temporary }) });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Makes notebooks with all cells of those that are sources. */
function wholeLessons(
  files: readonly string[],
  { folder, temporary }: { folder: string; temporary: string },
): Source[] {
  const sources = files.filter((file) => file.endsWith(".ts"));
  const read = sources.length === 0 ? {} : readPercent(textsOf(sources));
  return files.map((file) => {
    const notebook = read[file];
    if (!notebook) return { file: path.resolve(file), folder: path.dirname(path.resolve(file)) };
    const whole = path.join(temporary, "whole", `${path.basename(file, ".ts")}.ipynb`);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, writeNotebook(notebook));
    return { file: whole, folder };
  });
}

function textsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "utf8")]));
}

/** Writes a copy whose cells stock tslab can take. */
function copyForStock({ file, folder }: Source, temporary: string): Source {
  const notebook = JSON.parse(readFileSync(file, "utf8")) as {
    cells: { cell_type: string; source: string | string[] }[];
  };
  for (const cell of notebook.cells)
    if (cell.cell_type === "code") cell.source = forStock([cell.source].flat().join(""));
  const copy = path.join(temporary, "stock", path.basename(file));
  mkdirSync(path.dirname(copy), { recursive: true });
  writeFileSync(copy, JSON.stringify(notebook));
  return { file: copy, folder };
}

function jobsOf(notebooks: readonly Source[], out: { first: string; second: string | undefined }): Job[] {
  const job = ({ file, folder }: Source, copies: string, turn: 1 | 2): Job => {
    const name = path.basename(file, ".ipynb");
    mkdirSync(copies, { recursive: true });
    return { name, file, folder, out: path.resolve(copies, `${name}.ipynb`), turn };
  };
  return notebooks.flatMap((source) => [
    job(source, out.first, 1),
    ...(out.second === undefined ? [] : [job(source, out.second, 2)]),
  ]);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Stock tslab has no kernelspec in the clone, since it would stand in the launcher: it gets one for these runs. */
function kernelOf(
  kernel: string,
  { env, prefix }: { env: Environment; prefix: string },
): { kernel: string; env: Environment; pause: number } {
  const all = { ...jupyterEnvironment(), ...env };
  if (kernel !== "stock") return { kernel, env: all, pause: 0 };
  const found = [installStockKernelspec({ prefix }), all["JUPYTER_PATH"]].join(path.delimiter);
  return { kernel: STOCK_KERNEL_NAME, env: { ...all, JUPYTER_PATH: found }, pause: STOCK_PAUSE };
}

type RunOptions = Pick<ExecuteOptions, "onCell" | "onEnd"> & {
  kernel: string;
  timeout: number;
  env: Environment;
  pause: number;
};

async function runAll(jobs: readonly Job[], options: RunOptions): Promise<LessonRun[]> {
  const { kernel, timeout, env, pause, onCell, onEnd } = options;
  mkdirSync(env["JUPYTER_RUNTIME_DIR"] ?? ".", { recursive: true });
  const child = spawn(pythonPath(), [pythonHelper("execute.py")], {
    env: { ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify({ notebooks: jobs, kernel, timeout, pause }));
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));

  const runs: LessonRun[] = [];
  let name = "";
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    if (event.event === "start") onCell?.((name = event.name), 0);
    else if (event.event === "cell") onCell?.(name, event.cell);
    else {
      // The runner tells the ends in the order of the jobs.
      const run = toRun(event, { job: jobs[runs.length] as Job, before: jobs[runs.length - 1] });
      runs.push(run);
      onEnd?.(run);
    }
  }
  const code = await ended;
  if (code !== 0)
    throw new FileError(`Cannot execute lessons: the runner ended with code ${code}. ${complaint.trimEnd()}`);
  return runs;
}

function toRun(
  { name, seconds, peakBytes, cells, failure }: Extract<Event, { event: "end" }>,
  { job, before }: { job: Job; before: Job | undefined },
): LessonRun {
  const copy = readCopy(job);
  const difference = job.turn === 2 && before ? firstDifference(readCopy(before), copy) : undefined;
  const run = { name, seconds, peakBytes, cells, charts: chartFindings(copy), turn: job.turn, difference };
  if (!failure) return { ...run, failure: undefined };
  const traceback = stripVTControlCharacters(failure.traceback);
  return { ...run, failure: { ...failure, traceback, line: lineOf(traceback, failure.cell) } };
}

function readCopy({ out }: Job): ExecutedNotebook {
  return JSON.parse(readFileSync(out, "utf8")) as ExecutedNotebook;
}

/** The traceback names the place as `cell [7]:3:12` or `[7]:3:12`; the innermost frame of the failing cell counts. */
function lineOf(traceback: string, cell: number): number | undefined {
  const found = new RegExp(`\\[${cell}\\][^\\d\\n]{0,12}(\\d+)`).exec(traceback);
  return found ? Number(found[1]) : undefined;
}

/** One line per run; a failure adds where and what, and so does each chart that lacks something, and a second run that differs. */
export function reportRun(run: LessonRun): string {
  const { name, seconds, peakBytes, cells, failure, charts, turn, difference } = run;
  const memory = peakBytes > 0 ? `${Math.round(peakBytes / 2 ** 20)} MB` : "?";
  const again = turn === 2 ? ", second run" : "";
  const head = `${name.padEnd(24)} ${hasFailed(run) ? "FAILED" : "ok    "} ${seconds.toFixed(1).padStart(6)} s ${memory.padStart(8)}  ${cells} cells${again}`;
  const place =
    failure?.line === undefined ? `cell ${failure?.cell}` : `cell ${failure.cell}, line ${failure.line}`;
  return [
    head,
    ...(failure ? [`${name}, ${place}: ${failure.ename}: ${failure.evalue}`] : []),
    ...charts.map(({ cell, message }) => `${name}, cell ${cell}: ${message}`),
    ...(difference
      ? [
          `${name}, cell ${difference.cell}: the second run differs in ${difference.kind}`,
          `  first  ${difference.first}`,
          `  second ${difference.second}`,
        ]
      : []),
  ].join("\n  ");
}

/** A run has failed when a cell has, when one of its charts lacks something, or when it shows something else than the run before. */
export function hasFailed({ failure, charts, difference }: LessonRun): boolean {
  return failure !== undefined || charts.length > 0 || difference !== undefined;
}

/** The environment that chooses back end and effort for all kernels. */
function environmentOf({
  backend,
  effort: share,
}: {
  backend?: string | undefined;
  effort?: string | undefined;
}): Record<string, string> {
  if (backend !== undefined && backend !== "native" && backend !== "js") {
    throw unknownName("execute lessons", {
      argument: "--backend",
      received: backend,
      known: ["native", "js"],
    });
  }
  if (share !== undefined) effort({ [effortVariable]: share });
  return {
    ...(backend === undefined ? {} : { NEURAL_NOTEBOOKS_BACKEND: backend }),
    ...(share === undefined ? {} : { [effortVariable]: share }),
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string", default: folders.executed },
      kernel: { type: "string", default: "tslab" },
      backend: { type: "string" },
      effort: { type: "string" },
      twice: { type: "boolean", default: false },
      timeout: { type: "string", default: "120" },
    },
  });
  const notebooks = findLessons(positionals);
  const live = process.stdout.isTTY;
  const runs = await executeNotebooks(notebooks, {
    out: values.out,
    kernel: values.kernel,
    env: environmentOf(values),
    twice: values.twice,
    timeout: Number(values.timeout),
    onCell: (name, cell) =>
      void (
        live && process.stdout.write(`\r${name} … ${cell === 0 ? "kernel starts" : `cell ${cell}`}\x1b[K`)
      ),
    onEnd: (run) => console.log(`${live ? "\r\x1b[K" : ""}${reportRun(run)}`),
  });
  const failed = runs.filter(hasFailed).length;
  console.log(
    `${runs.length} executed, ${failed} failed; copies in ${path.relative(process.cwd(), values.out) || "."}`,
  );
  if (failed > 0) process.exitCode = 1;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(
      error instanceof NeuralNotebooksError || error instanceof TypeError ? error.message : error,
    );
    process.exitCode = 1;
  });
}
