/** Compares what kernels make of each message of the Jupyter protocol: ours, stock tslab, Deno and ipykernel. */
import { askKernels, type KernelPeer } from "./kernel-peers";
import { printTable } from "./table";

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

const notebook = (names: string): string => `import { ${names} } from 'neural-notebooks/core';\n`;

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

/** What came of each message: true, or what is wrong. */
type Findings = Readonly<Record<string, true | string>>;

/** Runs the comparison and prints one line a message: `yes`, or the number of the remark below the table. */
export async function benchProtocol(): Promise<unknown> {
  const plans = { ipykernel: ipython, Deno: deno, "stock tslab": stock, ours };
  const results = askKernels<Plan, Findings>("protocol.py", { plans });
  print(results);
  return { node: process.version, results: Object.fromEntries(results) };
}

function print(results: readonly [KernelPeer, Findings][]): void {
  const messages = Object.keys(results[0]?.[1] ?? {});
  const remarks: string[] = [];
  const cell = (peer: KernelPeer, found: true | string, message: string): string => {
    if (found === true) return "yes";
    remarks.push(`${peer}: ${message}: ${found}`);
    return `no (${remarks.length})`;
  };
  const row = (message: string): string[] => [
    message,
    ...results.map(([peer, findings]) => cell(peer, findings[message] ?? "not tried", message)),
  ];
  const passed = (findings: Findings): string =>
    `${Object.values(findings).filter((found) => found === true).length} of ${messages.length}`;
  printTable(
    ["message", ...results.map(([peer]) => peer)],
    [...messages.map(row), ["together", ...results.map(([, findings]) => passed(findings))]],
  );
  process.stdout.write(`\n${remarks.map((remark, i) => `(${i + 1}) ${remark}`).join("\n")}\n`);
}
