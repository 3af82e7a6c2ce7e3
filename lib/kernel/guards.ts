/** Makes the work of an interrupted cell stop: its timers never fire, its awaits never go on, and `process.exit` is an error. */
import timersModule = require("node:timers");
import timersPromises = require("node:timers/promises");
import { promisify } from "node:util";
import { NeuralNotebooksError } from "../core/errors";
import { CLEAR_ASYNC_IDS } from "./bridge";
import { currentCell, isStopped, noteInterruption } from "./cell";
import { AWAIT_GUARD, ITERATION_GUARD } from "./language";

/** Thrown where a cell tries to end the kernel. */
export class ExitError extends NeuralNotebooksError {}

const never = new Promise<never>(() => undefined);

/** Installs all guards on the global object; once, before any cell runs. */
export function installGuards(): void {
  guardTimers();
  guardPromisedTimers();
  guardExit();
  Object.assign(globalThis, {
    [AWAIT_GUARD]: guardAwait,
    [ITERATION_GUARD]: guardIteration,
    [CLEAR_ASYNC_IDS]: clearAsyncIds(),
  });
}

/**
 * Finds Node's function that empties the stack of asynchronous ids, which Node itself calls after an uncaught
 * exception. It has no public name, and Node 24 and later hide it; there the wire does it in another way.
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

/** What every `await` of a cell goes through. */
function guardAwait(value: unknown): unknown {
  if (!currentCell()) return value;
  if (isStopped()) return never;
  return new Promise((resolve, reject) => {
    Promise.resolve(value).then(
      (result) => {
        if (!isStopped()) resolve(result);
      },
      (error: unknown) => {
        if (isStopped()) noteInterruption(error);
        else reject(error as Error);
      },
    );
  });
}

/** The same for `for await`. */
function guardIteration(
  source: AsyncIterable<unknown> | Iterable<unknown | PromiseLike<unknown>>,
): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const asynchronous = (source as AsyncIterable<unknown>)[Symbol.asyncIterator]?.();
      const iterator = asynchronous ?? (source as Iterable<unknown>)[Symbol.iterator]();
      return {
        async next() {
          const step = await (guardAwait(iterator.next()) as Promise<IteratorResult<unknown>>);
          return asynchronous || step.done ? step : { done: false, value: await guardAwait(step.value) };
        },
        async return(value?: unknown) {
          await iterator.return?.(value);
          return { done: true, value };
        },
      };
    },
  };
}

function guardExit(): void {
  const exit = process.exit.bind(process);
  process.exit = ((code?: number | string | null) => {
    if (!currentCell()) return exit(code);
    throw new ExitError(
      `Cannot end the kernel from a cell: process.exit(${code ?? ""}) is switched off here. Use the kernel menu to restart or shut down.`,
    );
  }) as typeof process.exit;
  process.abort = (() => {
    throw new ExitError(
      "Cannot end the kernel from a cell: process.abort() is switched off here. Use the kernel menu to restart or shut down.",
    );
  }) as typeof process.abort;
}
