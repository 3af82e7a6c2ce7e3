/** Compares what kernels make of each message of the Jupyter protocol: ours, stock tslab, Deno and ipykernel. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { installKernelspec, KERNEL_NAME } from "../kernel/install";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "../kernel/stock";
import { DENO_KERNEL_NAME, installDenoKernelspec } from "./deno";
import { printTable } from "./table";

const root = path.join(__dirname, "..", "..", "..");
const python = path.join(root, ".venv", "bin", "python");

/** Cells by what they are for, see `protocol.py`; `null` where a kernel has no means. */
type Plan = Record<string, string | null>;

const typescript: Plan = {
  value: "1 + 1",
  none: "const nothing = 0;",
  error: "throw new RangeError('too far')",
  name: "RangeError",
  lines: "for (let i = 0; i < 3000; i++) console.log('line ' + i);",
  declare: "const uncommonName = 17;",
  use: "uncommonName",
  completing: "uncommon",
  astral: "const brain = '🧠'; uncommon",
  inspect: "uncommonName",
  complete: "const whole = 1;",
  incomplete: "function open() {",
  invalid: "const = 3;",
  loop: "while (true) {}",
  wait: "await new Promise(() => {});",
  late_loop: "await new Promise((resolve) => setTimeout(resolve, 50)); while (true) {}",
  sleep: "await new Promise((resolve) => setTimeout(resolve, 3000));",
  ask: null,
  display: null,
  update: null,
  clear: null,
  target: null,
};

const notebook = (names: string): string => `import { ${names} } from 'neural-notebooks/core/notebook';\n`;

const ours: Plan = {
  ...typescript,
  ask: `${notebook("input")}console.log(await input('name?'));`,
  display: `${notebook("display, displaySymbol")}display({ [displaySymbol]: () => ({ "text/html": "<b>x</b>" }) });`,
  update: `${notebook("display")}display('one').update('two');`,
  clear: `${notebook("clearOutput")}clearOutput();`,
  target: [
    `${notebook("hostSymbol, type NotebookHost")}`,
    "const host = (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol];",
    "host?.registerTarget?.('echo', (channel) => {",
    "  channel.onMessage(({ data, buffers }) => channel.send(data, { buffers }));",
    "});",
  ].join("\n"),
};

const stock: Plan = {
  ...typescript,
  display: "import * as tslab from 'tslab';\ntslab.display.html('<b>x</b>');",
  update:
    "import * as tslab from 'tslab';\nconst shown = tslab.newDisplay();\nshown.text('one');\nshown.text('two');",
};

const deno: Plan = {
  ...typescript,
  ask: "console.log(prompt('name?'));",
  display: "await Deno.jupyter.display({ 'text/html': '<b>x</b>' }, { raw: true });",
  update: [
    "const shown = { data: { 'text/plain': 'one' }, metadata: {}, transient: { display_id: 'a' } };",
    "await Deno.jupyter.broadcast('display_data', shown);",
    "await Deno.jupyter.broadcast('update_display_data', shown);",
  ].join("\n"),
  clear: "await Deno.jupyter.broadcast('clear_output', { wait: false });",
};

const ipython: Plan = {
  value: "1 + 1",
  none: "nothing = 0",
  error: "raise IndexError('too far')",
  name: "IndexError",
  lines: "for i in range(3000): print('line', i)",
  declare: "uncommonName = 17",
  use: "uncommonName",
  completing: "uncommon",
  astral: "brain = '🧠'; uncommon",
  inspect: "uncommonName",
  complete: "whole = 1",
  incomplete: "def open():",
  invalid: "whole = = 3",
  loop: "while True: pass",
  wait: "import asyncio\nawait asyncio.sleep(1000)",
  late_loop: "import asyncio\nawait asyncio.sleep(0.05)\nwhile True: pass",
  sleep: "import asyncio\nawait asyncio.sleep(3)",
  ask: "print(input('name?'))",
  display: "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))",
  update: "from IPython.display import display\ndisplay('one', display_id='a').update('two')",
  clear: "from IPython.display import clear_output\nclear_output()",
  target: [
    "def echo(comm, opening):",
    "    comm.on_msg(lambda m: comm.send(m['content']['data'], buffers=m['buffers']))",
    "get_ipython().kernel.comm_manager.register_target('echo', echo)",
  ].join("\n"),
};

/** Runs the comparison and prints one line a message: `yes`, or the number of the remark below the table. */
export async function benchProtocol(): Promise<unknown> {
  if (!existsSync(python))
    throw new Error(`Cannot compare kernels: ${python} is missing; run npm run setup first.`);
  const prefix = mkdtempSync(path.join(tmpdir(), "neural-notebooks-bench-"));
  try {
    const kernels: Record<string, Plan> = { python3: ipython };
    if (installDenoKernelspec({ prefix })) kernels[DENO_KERNEL_NAME] = deno;
    installStockKernelspec({ prefix });
    kernels[STOCK_KERNEL_NAME] = stock;
    installKernelspec({ prefix });
    kernels[KERNEL_NAME] = ours;
    const env = {
      ...process.env,
      JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
      JUPYTER_RUNTIME_DIR: prefix,
      IPYTHONDIR: prefix,
      JUPYTER_CONFIG_DIR: prefix,
    };
    // A file, because the kernels may print to the same stdout.
    const output = path.join(prefix, "results.json");
    const run = spawnSync(python, [path.join(root, "lib", "bench", "protocol.py")], {
      cwd: root,
      env,
      input: JSON.stringify({ output, kernels }),
      stdio: ["pipe", "ignore", "inherit"],
    });
    if (run.status !== 0)
      throw new Error("Cannot compare kernels: the comparing script failed; its message is above.");
    const results = JSON.parse(readFileSync(output, "utf8")) as Record<string, Record<string, true | string>>;
    print(results);
    return { node: process.version, results };
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}

const names: Record<string, string> = {
  python3: "ipykernel",
  [DENO_KERNEL_NAME]: "Deno",
  [STOCK_KERNEL_NAME]: "stock tslab",
  [KERNEL_NAME]: "ours",
};

function print(results: Record<string, Record<string, true | string>>): void {
  const kernels = Object.keys(results);
  const messages = Object.keys(results[kernels[0] ?? ""] ?? {});
  const remarks: string[] = [];
  const cell = (kernel: string, message: string): string => {
    const found = results[kernel]?.[message] ?? "not tried";
    if (found === true) return "yes";
    remarks.push(`${names[kernel] ?? kernel}: ${message}: ${found}`);
    return `no (${remarks.length})`;
  };
  const passed = (kernel: string): string =>
    `${Object.values(results[kernel] ?? {}).filter((found) => found === true).length} of ${messages.length}`;
  printTable(
    ["message", ...kernels.map((kernel) => names[kernel] ?? kernel)],
    [
      ...messages.map((message) => [message, ...kernels.map((kernel) => cell(kernel, message))]),
      ["together", ...kernels.map(passed)],
    ],
  );
  process.stdout.write(`\n${remarks.map((remark, i) => `(${i + 1}) ${remark}`).join("\n")}\n`);
}
