/** The assembler: modules that WebAssembly takes, which compute what their source says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble, f32x4, i32, Locals, repeat, type FunctionSource } from "./assembler";

interface Api {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: Record<string, unknown> & { memory: { buffer: ArrayBuffer } };
  };
}

function run(
  source: FunctionSource,
  numbers: readonly number[],
  floats: readonly number[] = [],
): Float32Array {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Api };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(source)));
  const memory = new Float32Array(exports.memory.buffer);
  memory.set(floats);
  (exports[source.name] as (...values: readonly number[]) => void)(...numbers);
  return memory;
}

test("four floats at once: c = a · (b, four times) + a", () => {
  const locals = new Locals();
  const [a, b, c, value] = [locals.add("i32"), locals.add("i32"), locals.add("i32"), locals.add("v128")];
  const product = f32x4.mul(value.get, f32x4.loadSplat(b.get));
  const body = [
    value.set(f32x4.load(a.get, 0)),
    f32x4.store(c.get, { offset: 16, value: f32x4.add(product, value.get) }),
  ];
  const memory = run({ name: "f", parameters: 3, locals, body }, [0, 16, 32], [1, 2, 3, 4, 10]);
  assert.deepEqual(Array.from(memory.subarray(12, 16)), [11, 22, 33, 44]);
});

test("a loop runs as often as its counter says", () => {
  const locals = new Locals();
  const [times, counter, at] = [locals.add("i32"), locals.add("i32"), locals.add("i32")];
  const step = [
    f32x4.store(at.get, { offset: 0, value: f32x4.loadSplat(i32.const(4000)) }),
    at.set(i32.add(at.get, i32.const(16))),
  ];
  const floats = [...new Array<number>(1000).fill(0), 7];
  const source = { name: "fill", parameters: 1, locals, body: repeat(counter, { times }, step) };
  const memory = run(source, [3], floats);
  assert.deepEqual(Array.from(memory.subarray(0, 16)), [...new Array<number>(12).fill(7), 0, 0, 0, 0]);
});

test("whole numbers of one to five bytes, with both signs, arrive as they are", () => {
  for (const value of [0, 63, 64, 127, 128, 8191, 8192, 60_000]) {
    const locals = new Locals();
    const [place, sum] = [locals.add("i32"), locals.add("i32")];
    const seven = f32x4.loadSplat(i32.const(0));
    // The constant, and its negative, lead to the same address.
    const body = [
      sum.set(i32.sub(i32.add(place.get, i32.const(value)), i32.const(-value))),
      f32x4.store(i32.sub(sum.get, i32.const(2 * value)), { offset: 16, value: seven }),
    ];
    const memory = run({ name: "f", parameters: 1, locals, body }, [0], [7]);
    assert.deepEqual(Array.from(memory.subarray(4, 8)), [7, 7, 7, 7], String(value));
  }
});
