/** Starts the kernel: first the wire thread, so that Jupyter is answered at once, then TypeScript and the session. */
import path = require("node:path");
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { SHARED_LENGTH, type WireData } from "./messages";

// Each cell leaves a program of the compiler as garbage, and V8 lets the heap grow far before it collects it: over 300
// cells by 430 MB, with this flag by 175 MB. Set first, because cached code is only valid for the flags it was made with.
setFlagsFromString("--heap-growing-percent=30");

// Until the session listens, an interrupt has nothing to stop.
process.on("SIGINT", () => undefined);

const { values, positionals } = parseArgs({
  options: { library: { type: "string", multiple: true, default: [] } },
  allowPositionals: true,
});
const [connectionFile] = positionals;
if (!connectionFile) {
  process.stderr.write(
    "Cannot start the kernel: the connection file must be given; usage: node main.js [--library FOLDER] CONNECTION_FILE\n",
  );
  process.exit(2);
}

const packages = values.library.map((folder) => {
  const { name, version } = require(path.join(folder, "package.json")) as { name: string; version: string };
  return `${name} ${version}`;
});
const shared = new SharedArrayBuffer(SHARED_LENGTH * Int32Array.BYTES_PER_ELEMENT);
const workerData: WireData = { connectionFile, shared, packages };
const wire = new Worker(require.resolve("./wire"), { workerData });
wire.on("error", (error) => {
  process.stderr.write(`The kernel's wire thread ended: ${error.stack ?? String(error)}\n`);
  process.kill(process.pid, "SIGKILL");
});

// Loaded after the wire thread has been started, because TypeScript loads slowly.
const { enableModuleCache } = require("./language/precompiled") as typeof import("./language/precompiled");
const flushModules = enableModuleCache();
const { useLibraries } = require("./libraries") as typeof import("./libraries");
useLibraries(values.library);
const { Session } = require("./session") as typeof import("./session");
new Session(wire, shared, { flushModules });
