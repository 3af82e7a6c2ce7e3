/** The inner loops of a matrix product as a WebAssembly function with SIMD: tiles of 4 rows by 8 columns. */
import { assemble, f32x4, i32, Locals, repeat, type Code, type Local } from "./assembler";

/** Rows of a tile. */
export const ROWS = 4;
/** Columns of a tile: two registers of four floats. */
export const COLUMNS = 8;

/** Bytes of a float, and floats of a register. */
const [FLOAT, LANES] = [4, 4];

/** What the function is given, in this order: see TileProduct in workspace.ts. */
export const PARAMETERS = [
  ...["a", "b", "c", "start"],
  ...["tiles", "panels", "outer", "inner"],
  ...["aRow", "aStep", "aJump", "bStep", "bPanel", "cRow"],
] as const;

/**
 * The module. Its function computes C = start + A·B; places and distances are in bytes, and no count may be 0:
 *
 *     for each panel of 8 columns, for each tile of 4 rows:
 *       C's tile = start + Σ over outer × inner of (4 floats of A, aRow apart) × (8 floats of B, side by side)
 *
 * A's place moves by aStep after each product and by aJump more after `inner` of them: a picture's rows lie apart.
 */
export function tileModule(): Uint8Array<ArrayBuffer> {
  const variables = declare();
  const { locals, given, panel } = variables;
  const body = repeat(panel, { times: given.panels }, onePanel(variables));
  return assemble({ name: "multiply", parameters: PARAMETERS.length, locals, body });
}

type Variables = ReturnType<typeof declare>;

/** The function's parameters and variables; their order is their number in the code. */
function declare() {
  const locals = new Locals();
  const numbers = <Name extends string>(...names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, locals.add("i32")])) as Record<Name, Local>;
  const given = numbers(...PARAMETERS);
  const places = numbers("rowAt", "bAt", "cAt", "panel", "tile", "o", "i");
  const rows = Array.from({ length: ROWS }, () => ({
    a: locals.add("i32"),
    sums: [locals.add("v128"), locals.add("v128")],
  }));
  const bValues = [locals.add("v128"), locals.add("v128")];
  const aValue = locals.add("v128");
  return { locals, given, ...places, rows, bValues, aValue };
}

/** Eight columns of B times all rows of A. */
function onePanel(variables: Variables): Code[] {
  const { given, rowAt, cAt, tile } = variables;
  const { a, b, c, start, bPanel } = given;
  return [
    rowAt.set(a.get),
    cAt.set(c.get),
    ...repeat(tile, { times: given.tiles }, oneTile(variables)),
    advance(b, bPanel.get),
    ...[c, start].map((place) => advance(place, i32.const(COLUMNS * FLOAT))),
  ];
}

/** Four rows of those: the sums begin with `start`, and end in C. */
function oneTile(variables: Variables): Code[] {
  const { given, rowAt, bAt, cAt, o, i, rows } = variables;
  const { b, start, aRow, aJump, cRow } = given;
  return [
    ...rows.flatMap((row) => [
      ...halves(row.sums, (sum, offset) => sum.set(f32x4.load(start.get, offset))),
      row.a.set(rowAt.get),
      advance(rowAt, aRow.get),
    ]),
    bAt.set(b.get),
    ...repeat(o, { times: given.outer }, [
      ...repeat(i, { times: given.inner }, oneProduct(variables)),
      ...rows.map((row) => advance(row.a, aJump.get)),
    ]),
    ...rows.flatMap((row) => [
      ...halves(row.sums, (sum, offset) => f32x4.store(cAt.get, { offset, value: sum.get })),
      advance(cAt, cRow.get),
    ]),
  ];
}

/** One float of each row of A times eight floats of B. */
function oneProduct({ given, bAt, rows, bValues, aValue }: Variables): Code[] {
  const { aStep, bStep } = given;
  return [
    ...halves(bValues, (value, offset) => value.set(f32x4.load(bAt.get, offset))),
    advance(bAt, bStep.get),
    ...rows.flatMap((row) => [
      aValue.set(f32x4.loadSplat(row.a.get)),
      ...row.sums.map((sum, half) =>
        sum.set(f32x4.add(sum.get, f32x4.mul(aValue.get, bValues[half]?.get ?? []))),
      ),
      advance(row.a, aStep.get),
    ]),
  ];
}

function advance(local: Local, by: Code): Code {
  return local.set(i32.add(local.get, by));
}

/** Once for the left four columns, once for the right four. */
function halves<T>(pair: readonly T[], write: (item: T, offset: number) => Code): Code[] {
  return pair.map((item, half) => write(item, half * LANES * FLOAT));
}
