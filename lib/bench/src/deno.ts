/** Deno's kernel as a peer of benches, from its npm package. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path = require("node:path");
import { projectRoot } from "neural-notebooks-tools/project";

/** The name of Deno's kernel in a bench. */
export const DENO_KERNEL_NAME = "bench-deno";

/**
 * Writes a kernelspec for Deno; the package is installed beside the set-up's files when it is first asked for.
 *
 * @param options.prefix - The Jupyter prefix.
 * @returns False where the package cannot be had, which is told in a line.
 */
export function installDenoKernelspec({ prefix }: { prefix: string }): boolean {
  const folder = path.join(projectRoot, ".setup", "bench", "deno");
  const binary = path.join(folder, "node_modules", "deno", "bin.cjs");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{"private":true}\n');
    const install = spawnSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "deno@2.9.6"],
      { cwd: folder, encoding: "utf8" },
    );
    if (install.status !== 0) {
      process.stdout.write("Deno's kernel is skipped: its npm package could not be installed.\n");
      return false;
    }
  }
  const argv = [process.execPath, binary, "jupyter", "--kernel", "--conn", "{connection_file}"];
  const spec = path.join(prefix, "share", "jupyter", "kernels", DENO_KERNEL_NAME);
  mkdirSync(spec, { recursive: true });
  writeFileSync(
    path.join(spec, "kernel.json"),
    JSON.stringify({ argv, display_name: DENO_KERNEL_NAME, language: "typescript" }),
  );
  return true;
}
