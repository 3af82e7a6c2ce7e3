/** Stops the asynchronous work of an interrupted cell: its timers never fire and its awaits never settle; also makes `process.exit` an error. */
import timersModule = require("node:timers");
import timersPromises = require("node:timers/promises");
import { constants } from "node:os";
import { inspect, promisify } from "node:util";
import { ExitError, InterruptError } from "./display/errors";
import { CLEAR_ASYNC_IDS } from "./messages";
import { currentCell, isStopped } from "./cell";
import { guardAwait } from "./runtime";

/**
 * Installs all guards on the global object; once, before any cell runs.
 *
 * @param interrupt - Stops the running cell, for a cell that sends itself the signal of the stop button.
 */
export function installGuards(interrupt: () => void): void {
  guardTimers();
  guardPromisedTimers();
  guardExit();
  guardKill(interrupt);
  Object.defineProperty(globalThis, CLEAR_ASYNC_IDS, { value: clearAsyncIds(), enumerable: false });
}

/**
 * Finds Node's function that empties the stack of asynchronous ids, which Node itself calls after an uncaught
 * exception. It has no public name, and Node 24 and later hide it; `termination.ts` then has another way.
 *
 * @returns A function that gives false where it could not clear anything.
 */
function clearAsyncIds(): () => boolean {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    const binding = (
      process as unknown as { binding(name: string): { clearAsyncIdStack?: () => void } }
    ).binding("async_wrap");
    return () => {
      binding.clearAsyncIdStack?.();
      return binding.clearAsyncIdStack !== undefined;
    };
  } catch {
    return () => false;
  } finally {
    process.noDeprecation = noDeprecation;
  }
}

type Callback = (...args: unknown[]) => unknown;

function guardTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const original = globalThis[name] as (...args: unknown[]) => unknown;
    const guarded = (callback: unknown, ...rest: unknown[]): unknown => {
      if (typeof callback !== "function" || !currentCell()) return original(callback, ...rest);
      if (isStopped()) return original(() => undefined, ...(name === "setImmediate" ? [] : rest.slice(0, 1)));
      const timer = original(
        (...args: unknown[]) => {
          if (!isStopped()) return (callback as Callback)(...args);
          if (name === "setInterval") clearInterval(timer as NodeJS.Timeout);
          return undefined;
        },
        ...rest,
      );
      return timer;
    };
    Object.defineProperty(guarded, promisify.custom, {
      value: (original as unknown as Record<symbol, unknown>)[promisify.custom],
    });
    Object.defineProperty(guarded, "name", { value: name });
    (globalThis as Record<string, unknown>)[name] = guarded;
    (timersModule as unknown as Record<string, unknown>)[name] = guarded;
  }
}

/** `timers/promises` does not go through the global functions. */
function guardPromisedTimers(): void {
  const module = timersPromises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ["setTimeout", "setImmediate"]) {
    const original = module[name] as (...args: unknown[]) => Promise<unknown>;
    module[name] = (...args) => guardAwait(original(...args)) as Promise<unknown>;
  }
}

function guardExit(): void {
  const exit = process.exit.bind(process);
  process.exit = (code?: number | string | null) => {
    if (!currentCell()) return exit(code);
    throw new ExitError(
      `Cannot end the kernel from a cell: process.exit(${code ?? ""}) is switched off here. Use the kernel menu to restart or shut down.`,
    );
  };
  process.abort = () => {
    throw new ExitError(
      "Cannot end the kernel from a cell: process.abort() is switched off here. Use the kernel menu to restart or shut down.",
    );
  };
}

/**
 * A signal that the process sends itself would end it, and Node closes its inspector beforehand, with all variables of the
 * cells. SIGINT interrupts the cell; other signals are refused.
 */
function guardKill(interrupt: () => void): void {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal = "SIGTERM") => {
    const own = pid === process.pid || pid === 0 || pid === -process.pid;
    if (!own || !currentCell() || signal === 0) return own && signal === 0 ? true : kill(pid, signal);
    if (signal === "SIGINT" || signal === constants.signals.SIGINT) {
      interrupt();
      throw new InterruptError();
    }
    throw new ExitError(
      `Cannot end the kernel from a cell: process.kill(process.pid, ${inspect(signal)}) is switched off here. Use the kernel menu to restart or shut down.`,
    );
  };
}
