/** Runs a bench's Python script against kernels that are installed for this run alone: ours and its peers. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KERNEL_NAME } from "tslab-kernel/install";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "tslab-kernel/stock";
import { installCourseKernel, projectRoot, pythonPath } from "neural-notebooks-tools/project";
import { DENO_KERNEL_NAME, installDenoKernelspec } from "./deno";

/** The kernels that are compared, by the names that tables show. */
export type KernelPeer = "ours" | "stock tslab" | "Deno" | "ipykernel";

/** The kernelspec of each; ipykernel brings its own. */
const kernelNames: Readonly<Record<KernelPeer, string>> = {
  ours: KERNEL_NAME,
  "stock tslab": STOCK_KERNEL_NAME,
  Deno: DENO_KERNEL_NAME,
  ipykernel: "python3",
};

/**
 * Runs a script that asks kernels. It reads `{ output, kernels, …settings }` from its standard input, `kernels` being
 * the plans by the kernels' names, and writes JSON by the same names into the file `output`.
 *
 * @param script - Its file name in lib/bench/peers.
 * @param options.plans - What to do with each kernel, in the order of the table.
 * @param options.settings - What else the script is told.
 * @returns The script's results; none for Deno where its package cannot be had.
 * @throws Error when the set-up has not run, or the script fails.
 */
export function askKernels<Plan, Result>(
  script: string,
  { plans, settings = {} }: { plans: Readonly<Record<KernelPeer, Plan>>; settings?: object },
): [KernelPeer, Result][] {
  const python = pythonPath();
  const prefix = mkdtempSync(path.join(tmpdir(), "neural-notebooks-bench-"));
  try {
    installCourseKernel(prefix);
    installStockKernelspec({ prefix });
    const hasDeno = installDenoKernelspec({ prefix });
    const peers = (Object.keys(plans) as KernelPeer[]).filter((peer) => peer !== "Deno" || hasDeno);
    const kernels = Object.fromEntries(peers.map((peer) => [kernelNames[peer], plans[peer]]));
    // A file, because the kernels may print to the same stdout.
    const output = path.join(prefix, "results.json");
    const run = spawnSync(python, [path.join(projectRoot, "lib", "bench", "peers", script)], {
      cwd: projectRoot,
      env: environmentIn(prefix),
      input: JSON.stringify({ output, kernels, ...settings }),
      stdio: ["pipe", "ignore", "inherit"],
    });
    if (run.status !== 0) throw new Error(`Cannot compare kernels: ${script} failed; its message is above.`);
    const results = JSON.parse(readFileSync(output, "utf8")) as Record<string, Result>;
    return peers.map((peer) => [peer, results[kernelNames[peer]] as Result]);
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}

/** Jupyter finds the kernels of this run only, and writes nothing outside of its folder. */
function environmentIn(prefix: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: prefix,
    IPYTHONDIR: prefix,
    JUPYTER_CONFIG_DIR: prefix,
  };
}
