/** Tears what the session thread is running, from the wire thread. */
import { Session as Inspector, type Debugger } from "node:inspector";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CLEAR_ASYNC_IDS } from "./messages";

/** How long the thread may take to stand still, in ms; one that sleeps does so at its next step only. */
const PAUSE_PATIENCE = 400;

/**
 * Ends the JavaScript that the session thread is running right now; the thread goes on with its next event.
 *
 * A bare termination leaves Node's stack of asynchronous ids as it was in the middle of the work, and Node ends the
 * process when it finds it so. So the thread is paused first and the stack cleared.
 *
 * The kernel's own code is not torn, as nothing would take it up again: neither where all of the stack is the kernel's
 * (it is about to go on after a piece of a cell) nor where it says so itself.
 *
 * @param isKernel - Whether the thread says that it runs the kernel's own code just now.
 */
export function terminate(isKernel: () => boolean): Promise<void> {
  const inspector = new Inspector();
  inspector.connectToMainThread();
  // V8 names the scripts once, and then tells where a frame stands by their numbers alone.
  const own = new Set<string>();
  inspector.on(
    "Debugger.scriptParsed",
    ({ params: { scriptId, url } }) => void (isOwn(url) && own.add(scriptId)),
  );
  return new Promise((resolve) => {
    const close = (): void =>
      inspector.post("Debugger.disable", () => {
        inspector.disconnect();
        resolve();
      });
    // Where a debugger is attached, the end of this session alone would leave the thread paused. And who ends it before
    // the thread goes on may find the next one at this same pause, and then tear what comes after it.
    const resume = (): void => {
      const patience = setTimeout(close, PAUSE_PATIENCE);
      inspector.once("Debugger.resumed", () => {
        clearTimeout(patience);
        close();
      });
      inspector.post("Debugger.resume");
    };
    // It may have ended by itself meanwhile; then it must not stay paused at its next step.
    const late = setTimeout(() => {
      inspector.removeAllListeners("Debugger.paused");
      inspector.post("Debugger.resume");
      close();
    }, PAUSE_PATIENCE);
    inspector.once("Debugger.paused", ({ params }) => {
      clearTimeout(late);
      // Between two steps of the learner's code the kernel's own may run.
      if (isKernel() || params.callFrames.every(({ location }) => own.has(location.scriptId))) {
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

/** How the kernel's files begin, as V8 names those that `require` loads and those that `import` loads. */
const OWN = [`${__dirname}${path.sep}`, `${pathToFileURL(__dirname).href}/`, "node:"];

/** Whether a script belongs to the kernel or to Node, and so to nobody's cell. */
function isOwn(url: string): boolean {
  return OWN.some((start) => url.startsWith(start));
}

/** The functions of Node that put an id on the stack, call our code, and take the id back afterwards. */
const NODE_FRAMES = new Set([
  "listOnTimeout",
  "processImmediate",
  "processTicksAndRejections",
  "runInAsyncScope",
]);

/** Node 20 and 22 can empty the stack at once; later versions hide that, so each of Node's own frames takes back its entry. */
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
