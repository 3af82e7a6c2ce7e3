/** The global object by which running cells reach the kernel; the translation writes the calls. */
import { currentCell, isStopped, noteInterruption } from "./cell";
import { RUNTIME } from "./language/script";
import { withDefault } from "./modules";

/** What the session offers to running cells. */
export interface RuntimeParts {
  /** Takes the value of a cell's last expression. */
  show(value: unknown): void;
  /** `import()`. */
  import(name: string): Promise<object>;
  /** Adds the place of an `await` to the trace of an error that tells none. */
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
 * The awaits of the running script's top level. V8 must not clear one up together with the evaluation that waits for
 * it: it would answer the evaluation then and there, and from Node 22 on this ends the process.
 */
const held = new Set<unknown>();

/** Lets go of the awaits of a script that was stopped: nobody waits for its evaluation any more. */
export function releaseAwaits(): void {
  held.clear();
}

/**
 * Installs the object.
 *
 * @returns A function that sets the modules of the next script.
 */
export function installRuntime(parts: RuntimeParts): SetModules {
  const wait = (value: unknown, count: number, line: number, column: number, isTopLevel = false): unknown =>
    guardAwait(value, { isTopLevel, onError: (error) => parts.locate(error, { count, line, column }) });
  const runtime = {
    modules: [] as readonly unknown[],
    withDefault,
    show: (value: unknown): void => parts.show(value),
    import: (name: string): Promise<object> => parts.import(name),
    wait,
    iterate: guardIteration,
  };
  Object.defineProperty(globalThis, RUNTIME, { value: runtime, enumerable: false });
  return (modules) => void (runtime.modules = modules);
}

/**
 * What every `await` of a cell goes through: after an interrupt it never comes back.
 *
 * @param options - `isTopLevel`: it stands at a script's top level; `onError`: is told of a rejection first.
 */
export function guardAwait(
  value: unknown,
  { isTopLevel = false, onError }: { isTopLevel?: boolean; onError?(error: unknown): void } = {},
): unknown {
  if (!currentCell()) return value;
  return new Promise((resolve, reject) => {
    if (isStopped()) return;
    if (isTopLevel) held.add(resolve);
    Promise.resolve(value).then(
      (result) => {
        if (isStopped()) return;
        held.delete(resolve);
        resolve(result);
      },
      (error: unknown) => {
        if (isStopped()) return noteInterruption(error);
        held.delete(resolve);
        onError?.(error);
        reject(error);
      },
    );
  });
}

/** The same for `for await`. */
function guardIteration(
  source: AsyncIterable<unknown> | Iterable<unknown | PromiseLike<unknown>>,
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
