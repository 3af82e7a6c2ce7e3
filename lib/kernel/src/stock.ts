/** Writes a kernelspec for tslab as its package ships it, so that lessons and benches can run without our kernel. */
import { mkdirSync, writeFileSync } from "node:fs";
import path = require("node:path");

/** The stock kernel's name, beside ours. */
export const STOCK_KERNEL_NAME = "stock-tslab";

/**
 * Installs the kernelspec of stock tslab into a Jupyter prefix, in most cases a temporary one.
 *
 * @returns The folder that `JUPYTER_PATH` has to name.
 */
export function installStockKernelspec({ prefix }: { prefix: string }): string {
  const jupyter = path.join(prefix, "share", "jupyter");
  const folder = path.join(jupyter, "kernels", STOCK_KERNEL_NAME);
  const program = path.join(path.dirname(require.resolve("tslab/package.json")), "bin", "tslab");
  const spec = {
    argv: [process.execPath, program, "kernel", "--config-path={connection_file}"],
    display_name: "TypeScript (stock tslab)",
    language: "typescript",
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return jupyter;
}
