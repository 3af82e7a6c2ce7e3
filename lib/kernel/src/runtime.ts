/** The global object through which running cells call the kernel; the calls are written by `language/translate.ts`. */
import { currentCell, isStopped, recordInterruption } from "./cell";
import { RUNTIME } from "./language/script";
import { withDefault } from "./modules";

/** The functions that running cells can call. */
export interface RuntimeServices {
  /** Takes the value of a cell's last expression. */
  show(value: unknown): void;
  /** `import()`. */
  import(name: string): Promise<object>;
  /** Adds the location of an `await` to the stack trace of an error that has none of the learner's code. */
  locate(error: unknown, place: AwaitPlace): void;
}

/** Where an `await` stands. */
export interface AwaitPlace {
  count: number;
  line: number;
  column: number;
}

/** Hands a cell the modules that it imports. */
export type SetModules = (modules: readonly unknown[]) => void;

/**
 * The pending awaits at the top level of the running script. They must not be garbage-collected together with the evaluation
 * that waits for them: V8 would answer the evaluation during the collection, and from Node 22 on this crashes the process.
 */
const pendingTopLevelAwaits = new Set<unknown>();

/** Releases the awaits of a script that was interrupted and abandoned. */
export function releaseAwaits(): void {
  pendingTopLevelAwaits.clear();
}

/**
 * Installs the object.
 *
 * @returns A function that sets the modules of the next script.
 */
export function installRuntime(services: RuntimeServices): SetModules {
  const wait = (value: unknown, count: number, line: number, column: number, isTopLevel = false): unknown =>
    guardAwait(value, { isTopLevel, onError: (error) => services.locate(error, { count, line, column }) });
  const runtime = {
    modules: [] as readonly unknown[],
    withDefault,
    show: (value: unknown): void => services.show(value),
    import: (name: string): Promise<object> => services.import(name),
    wait,
    iterate: guardIteration,
  };
  Object.defineProperty(globalThis, RUNTIME, { value: runtime, enumerable: false });
  return (modules) => void (runtime.modules = modules);
}

/**
 * Wraps what a cell awaits: after an interrupt, the result never settles.
 *
 * @param options - `isTopLevel`: the `await` is at a script's top level; `onError`: called with the reason of a rejection
 *   before the result rejects.
 */
export function guardAwait(
  value: unknown,
  { isTopLevel = false, onError }: { isTopLevel?: boolean; onError?(error: unknown): void } = {},
): unknown {
  if (!currentCell()) return value;
  return new Promise((resolve, reject) => {
    if (isStopped()) return;
    if (isTopLevel) pendingTopLevelAwaits.add(resolve);
    Promise.resolve(value).then(
      (result) => {
        if (isStopped()) return;
        pendingTopLevelAwaits.delete(resolve);
        resolve(result);
      },
      (error: unknown) => {
        if (isStopped()) return recordInterruption(error);
        pendingTopLevelAwaits.delete(resolve);
        onError?.(error);
        reject(error);
      },
    );
  });
}

/** {@link guardAwait} for `for await`. */
function guardIteration(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  isTopLevel = false,
): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const asynchronous = (source as AsyncIterable<unknown>)[Symbol.asyncIterator]?.();
      const iterator = asynchronous ?? (source as Iterable<unknown>)[Symbol.iterator]();
      return {
        async next() {
          const step = await (guardAwait(iterator.next(), { isTopLevel }) as Promise<
            IteratorResult<unknown>
          >);
          return asynchronous || step.done
            ? step
            : { done: false, value: await guardAwait(step.value, { isTopLevel }) };
        },
        async return(value?: unknown) {
          await iterator.return?.(value);
          return { done: true, value };
        },
      };
    },
  };
}
