/** Terminates the JavaScript that the session thread is running, from the wire thread. */
import { Session as Inspector, type Debugger } from "node:inspector";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CLEAR_ASYNC_IDS } from "./messages";

/** How long to wait until the thread has paused or resumed, in ms; a sleeping thread pauses at its next step only. */
const PAUSE_TIMEOUT_MS = 400;

/**
 * Ends the JavaScript that the session thread is running right now; the thread goes on with its next event.
 *
 * Termination alone leaves entries on Node's stack of asynchronous ids, and Node ends the process when it finds them. So
 * the thread is paused first, and the stack cleared.
 *
 * The kernel's own code is not terminated, because nothing would start it again: neither where all frames are the kernel's
 * (it is about to go on after a part of a cell) nor where its phase says so.
 *
 * @param isKernel - Whether the phase says that the kernel's own code is running.
 */
export function terminate(isKernel: () => boolean): Promise<void> {
  const inspector = new Inspector();
  inspector.connectToMainThread();
  // Frames have ids of scripts only; their URLs come once, with this event.
  const kernelScripts = new Set<string>();
  inspector.on(
    "Debugger.scriptParsed",
    ({ params: { scriptId, url } }) => void (isKernelScript(url) && kernelScripts.add(scriptId)),
  );
  return new Promise((resolve) => {
    const close = (): void =>
      inspector.post("Debugger.disable", () => {
        inspector.disconnect();
        resolve();
      });
    // Disconnecting alone leaves the thread paused where a debugger is attached. And without waiting for the resume, the
    // next call could see this same pause and terminate what runs after it.
    const resume = (): void => {
      const resumeTimeout = setTimeout(close, PAUSE_TIMEOUT_MS);
      inspector.once("Debugger.resumed", () => {
        clearTimeout(resumeTimeout);
        close();
      });
      inspector.post("Debugger.resume");
    };
    // The code may have ended by itself meanwhile; then the thread must not pause at its next step.
    const pauseTimeout = setTimeout(() => {
      inspector.removeAllListeners("Debugger.paused");
      inspector.post("Debugger.resume");
      close();
    }, PAUSE_TIMEOUT_MS);
    inspector.once("Debugger.paused", ({ params }) => {
      clearTimeout(pauseTimeout);
      // Between two parts of the learner's code the kernel's own may run.
      if (isKernel() || params.callFrames.every(({ location }) => kernelScripts.has(location.scriptId))) {
        resume();
        return;
      }
      clearAsyncIds(inspector, params.callFrames, () => {
        inspector.post("Runtime.terminateExecution");
        resume();
      });
    });
    inspector.post("Debugger.enable");
    inspector.post("Debugger.pause");
  });
}

/** Prefixes of the URLs of the kernel's scripts and Node's, as V8 names them for `require` and for `import`. */
const KERNEL_FILES = [`${__dirname}${path.sep}`, `${pathToFileURL(__dirname).href}/`, "node:"];

/** Whether a script belongs to the kernel or to Node, and so to no cell. */
function isKernelScript(url: string): boolean {
  return KERNEL_FILES.some((start) => url.startsWith(start));
}

/** The functions of Node that push an id on the stack, call user code, and pop the id afterwards. */
const NODE_FRAMES = new Set([
  "listOnTimeout",
  "processImmediate",
  "processTicksAndRejections",
  "runInAsyncScope",
]);

/** Node 20 and 22 can clear the stack at once; later versions hide that function, so each of Node's own frames pops its entry. */
function clearAsyncIds(inspector: Inspector, frames: readonly Debugger.CallFrame[], done: () => void): void {
  inspector.post(
    "Runtime.evaluate",
    { expression: `${CLEAR_ASYNC_IDS}()`, returnByValue: true },
    (_error, answer) => {
      if (answer?.result.value === true) return done();
      const own = frames.filter((frame) => NODE_FRAMES.has(frame.functionName));
      const expression =
        "typeof emitAfter === 'function' && typeof asyncId === 'number' && emitAfter(asyncId)";
      for (const { callFrameId } of own)
        inspector.post("Debugger.evaluateOnCallFrame", { callFrameId, expression, silent: true });
      inspector.post("Runtime.evaluate", { expression: "0" }, () => done());
    },
  );
}
