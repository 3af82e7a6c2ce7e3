/** Tears what the session thread is running, from the wire thread. */
import { Session as Inspector, type Debugger } from "node:inspector";
import { CLEAR_ASYNC_IDS } from "./bridge";

/** How long the thread may take to stand still, in ms; one that sleeps does so at its next step only. */
const PAUSE_PATIENCE = 400;

/**
 * Ends the JavaScript that the session thread is running right now; the thread goes on with its next event.
 *
 * A bare termination leaves Node's stack of asynchronous ids as it was in the middle of the work, and Node ends the
 * process when it finds it so. So the thread is paused first and the stack cleared.
 *
 * @param isKernel - Whether the thread runs the kernel's own code just now, which must not be torn.
 */
export function terminate(isKernel: () => boolean): Promise<void> {
  const inspector = new Inspector();
  inspector.connectToMainThread();
  return new Promise((resolve) => {
    const close = (): void => {
      inspector.disconnect();
      resolve();
    };
    // It may have ended by itself meanwhile; then it must not stay paused at its next step.
    const late = setTimeout(() => inspector.post("Debugger.disable", close), PAUSE_PATIENCE);
    inspector.once("Debugger.paused", ({ params }) => {
      clearTimeout(late);
      // Between two steps of the learner's code the kernel's own may run.
      if (isKernel()) {
        inspector.post("Debugger.disable", close);
        return;
      }
      clearAsyncIds(inspector, params.callFrames, () => {
        inspector.post("Runtime.terminateExecution");
        inspector.post("Debugger.resume");
        inspector.post("Debugger.disable", close);
      });
    });
    inspector.post("Debugger.enable");
    inspector.post("Debugger.pause");
  });
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
