/** Writes a WebAssembly module of one memory and one function, from instructions named as in the specification. */

/** Code under way: the bytes of one or more instructions. */
export type Code = readonly number[];

/** A local variable of the function: reads and writes it. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** What a local may hold: a 32-bit whole number, or four 32-bit floats side by side. */
export type LocalType = keyof typeof TYPES;

/** Bytes of a page of memory. */
export const PAGE = 2 ** 16;

const TYPES = { i32: 0x7f, v128: 0x7b };
/** "\0asm", version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTIONS = { type: 1, function: 3, memory: 5, export: 7, code: 10 };
const FUNCTION = 0x60;
const EXPORTED = { function: 0x00, memory: 0x02 };
const NO_RESULT = 0x40;
/** Both kinds of value are aligned to single floats, 2 ** 2 bytes. */
const ALIGNMENT = 2;

/** Instructions on 32-bit whole numbers. */
export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
};

/** Instructions on four floats; addresses are in bytes. */
export const f32x4 = {
  add: (a: Code, b: Code): Code => [...a, ...b, ...simd(228)],
  mul: (a: Code, b: Code): Code => [...a, ...b, ...simd(230)],
  load: (address: Code, offset: number): Code => [...address, ...simd(0), ALIGNMENT, ...unsigned(offset)],
  /** One float, four times. */
  loadSplat: (address: Code): Code => [...address, ...simd(9), ALIGNMENT, 0],
  store: (address: Code, { offset, value }: { offset: number; value: Code }): Code => [
    ...address,
    ...value,
    ...simd(11),
    ALIGNMENT,
    ...unsigned(offset),
  ],
};

/** Runs the body that many times, at least once; the counter runs from `times` down to 0. */
export function repeat(counter: Local, { times }: { times: Local }, body: readonly Code[]): Code[] {
  const [loop, branchIf, end] = [0x03, 0x0d, 0x0b];
  const countDown = counter.set(i32.sub(counter.get, i32.const(1)));
  const again = [...counter.get, branchIf, 0];
  return [counter.set(times.get), [loop, NO_RESULT, ...body.flat(), ...countDown, ...again, end]];
}

/** Hands out the locals of a function: its parameters first, all of type i32, then what its body declares. */
export class Locals {
  readonly types: LocalType[] = [];

  /** A new local of that type. */
  add(type: LocalType): Local {
    const index = this.types.push(type) - 1;
    const set = (value: Code): Code => [...value, 0x21, ...unsigned(index)];
    return { get: [0x20, ...unsigned(index)], set };
  }
}

/** A function without a result. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: number;
  readonly locals: Locals;
  readonly body: readonly Code[];
}

/** The bytes of a module that exports the function by its name, and `memory`. */
export function assemble({ name, parameters, locals, body }: FunctionSource): Uint8Array<ArrayBuffer> {
  const types = locals.types.map((type) => TYPES[type]);
  const declared = types.slice(parameters).map((type) => [1, type]);
  const code = [...vector(declared), ...body.flat(), 0x0b];
  const exported = (label: string, kind: number) => [...vector(Array.from(Buffer.from(label))), kind, 0];
  return Uint8Array.from([
    ...HEADER,
    ...section("type", [[FUNCTION, ...vector(types.slice(0, parameters)), ...vector([])]]),
    ...section("function", [[0]]),
    ...section("memory", [[0, 1]]),
    ...section("export", [exported(name, EXPORTED.function), exported("memory", EXPORTED.memory)]),
    ...section("code", [[...unsigned(code.length), ...code]]),
  ]);
}

function section(name: keyof typeof SECTIONS, entries: readonly Code[]): Code {
  const content = vector(entries);
  return [SECTIONS[name], ...unsigned(content.length), ...content];
}

function vector(entries: readonly (number | Code)[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function simd(opcode: number): Code {
  return [0xfd, ...unsigned(opcode)];
}

/** Seven bits a byte, the lowest first; the high bit says that more follow (LEB128). */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** The same with a sign: the last byte's second bit is it. */
function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
