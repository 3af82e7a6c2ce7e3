/** Makes a Python environment of its own for a bench that has a Python peer, when the bench first runs. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { projectRoot, pythonPath } from "neural-notebooks-tools/project";

/** A Python peer and what it needs. */
export interface PythonNeed {
  /** The peer's name, for the line that says it is skipped. */
  readonly peer: string;
  /** The package whose presence tells that the peer can run, and whose version is told. */
  readonly distribution: string;
  /** Packages to install, pinned; then, where those are not made for this machine, others to try. */
  readonly alternatives: readonly (readonly string[])[];
}

/** A Python with the peers' packages. */
export interface BenchPython {
  /** The interpreter's absolute path. */
  readonly path: string;
  /** Distribution → version, of those needs that are met. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The environment of one bench, made under .setup/bench where it is missing; what is not to be had is told in a line.
 *
 * @param name - The environment's folder name.
 * @param options.needs - The peers; each that is missing is installed by itself, so that one can do without the other.
 * @param options.limit - Milliseconds that an installation may take.
 * @returns The Python, or `undefined` when no need is met.
 */
export function benchPython(
  name: string,
  { needs, limit = 600_000 }: { needs: readonly PythonNeed[]; limit?: number },
): BenchPython | undefined {
  const folder = path.join(projectRoot, ".setup", "bench", name);
  const python = path.join(
    folder,
    ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
  );
  const distributions = needs.map(({ distribution }) => distribution);
  let versions = installedVersions(python, distributions);
  const missing = needs.filter(({ distribution }) => versions[distribution] === undefined);
  if (missing.length > 0) {
    const problem = runs(python, ["--version"]) ? undefined : makeEnvironment(folder);
    for (const need of missing) {
      const why = problem ?? install(python, need, { limit });
      if (why !== undefined) process.stdout.write(`${need.peer} is skipped: ${why}\n`);
    }
    versions = installedVersions(python, distributions);
  }
  return Object.keys(versions).length === 0 ? undefined : { path: python, versions };
}

/**
 * The versions of installed packages.
 *
 * @param python - An interpreter; where it is missing, nothing is installed.
 * @param distributions - The packages' names.
 */
export function installedVersions(python: string, distributions: readonly string[]): Record<string, string> {
  if (!existsSync(python)) return {};
  const program = `import importlib.metadata as m, json, sys
print(json.dumps({d.metadata["Name"].lower(): d.version for d in m.distributions() if d.metadata["Name"]}))`;
  const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8" });
  if (status !== 0) return {};
  const all = JSON.parse(stdout) as Record<string, string>;
  return Object.fromEntries(
    distributions.flatMap((distribution) => {
      const version = all[distribution];
      return version === undefined ? [] : [[distribution, version]];
    }),
  );
}

function makeEnvironment(folder: string): string | undefined {
  let base: string;
  try {
    base = pythonPath();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  rmSync(folder, { recursive: true, force: true });
  return runs(base, ["-m", "venv", folder]) ? undefined : "Python could not make an environment for it.";
}

function install(
  python: string,
  { peer, alternatives }: PythonNeed,
  { limit }: { limit: number },
): string | undefined {
  process.stderr.write(`${peer} is being installed for this bench\n`);
  const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet"];
  const done = alternatives.some((packages) => runs(python, [...pip, ...packages], limit));
  return done ? undefined : "its packages could not be installed.";
}

function runs(program: string, args: readonly string[], timeout?: number): boolean {
  return spawnSync(program, args, { timeout, stdio: "ignore" }).status === 0;
}
