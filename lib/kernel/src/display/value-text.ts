/** Writes any value as text for a notebook: tensors with shape and values, models as their summary, the rest as Node shows it. */
import { inspect, types } from "node:util";

/** Longer text is cut, in characters: no front-end can show it, and no notebook should hold it. */
export const MAX_TEXT_LENGTH = 1_000_000;

/** What Node's asynchronous contexts leave on objects; it is no part of the value. */
const ASYNC_STATE = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

/**
 * Writes a value as text.
 *
 * @param value - Anything; a text stands for itself.
 * @returns At most {@link MAX_TEXT_LENGTH} characters and a sentence that says how much was cut.
 * @example
 * assert.equal(valueText([1, "a"]), "[ 1, 'a' ]");
 */
export function valueText(value: unknown): string {
  return truncateText(
    typeof value === "string" ? value : (tensorText(value) ?? modelText(value) ?? otherText(value)),
  );
}

/** Cuts text that is longer than {@link MAX_TEXT_LENGTH} characters, and says so. */
export function truncateText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  const all = text.length.toLocaleString("en");
  return `${text.slice(0, MAX_TEXT_LENGTH)}\n… cut after ${MAX_TEXT_LENGTH.toLocaleString("en")} of ${all} characters; print a part of it, or write it to a file.`;
}

function otherText(value: unknown): string {
  hideAsyncState(value, 3);
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
}

/** What a tensor of TensorFlow.js has. */
interface TensorLike {
  shape: readonly number[];
  dtype: string;
  rankType: string;
  isDisposed: boolean;
  toString(verbose: boolean): string;
}

function tensorText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { shape, dtype, rankType, isDisposed } = value as Partial<TensorLike>;
  if (!Array.isArray(shape) || typeof dtype !== "string" || typeof rankType !== "string") return undefined;
  if (isDisposed) return `Tensor, disposed\n  dtype: ${dtype}\n  shape: [${shape.join(",")}]`;
  return (value as TensorLike).toString(true);
}

/** What a layers model of TensorFlow.js has. */
interface ModelLike {
  layers: readonly unknown[];
  summary(lineLength: undefined, positions: undefined, print: (line: string) => void): void;
}

function modelText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { layers, summary } = value as Partial<ModelLike>;
  if (!Array.isArray(layers) || typeof summary !== "function") return undefined;
  const lines: string[] = [];
  try {
    (value as ModelLike).summary(undefined, undefined, (line) => lines.push(line));
    return lines.join("\n");
  } catch {
    return `Model, not built: it gets its shapes with the first input. Its layers: ${layers.length}.`;
  }
}

/** Keeps Node's marks of asynchronous contexts out of sight; they stay where they are. */
function hideAsyncState(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0 || types.isProxy(value)) return;
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (!ASYNC_STATE.has(symbol.description ?? "")) continue;
    const own = Object.getOwnPropertyDescriptor(value, symbol);
    if (own?.configurable) Object.defineProperty(value, symbol, { ...own, enumerable: false });
  }
  if (ArrayBuffer.isView(value)) return;
  for (const name of Object.keys(value).slice(0, 100)) {
    const own = Object.getOwnPropertyDescriptor(value, name);
    if (own && "value" in own) hideAsyncState(own.value, depth - 1);
  }
}
