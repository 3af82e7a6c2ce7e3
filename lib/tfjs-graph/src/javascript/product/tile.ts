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
  const locals = new Locals();
  const numbers = <Name extends string>(...names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, locals.add("i32")])) as Record<Name, Local>;
  const given = numbers(...PARAMETERS);
  const { a, b, c, start, aRow, aStep, aJump, bStep, bPanel, cRow } = given;
  const { rowAt, bAt, cAt, panel, tile, o, i } = numbers("rowAt", "bAt", "cAt", "panel", "tile", "o", "i");
  const rows = Array.from({ length: ROWS }, () => ({
    a: locals.add("i32"),
    sums: [locals.add("v128"), locals.add("v128")],
  }));
  const bValues = [locals.add("v128"), locals.add("v128")];
  const aValue = locals.add("v128");

  const advance = (local: Local, by: Code): Code => local.set(i32.add(local.get, by));
  /** Once for the left four columns, once for the right four. */
  const halves = <T>(pair: readonly T[], write: (item: T, offset: number) => Code): Code[] =>
    pair.map((item, half) => write(item, half * LANES * FLOAT));

  const product = [
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
  const oneTile = [
    ...rows.flatMap((row) => [
      ...halves(row.sums, (sum, offset) => sum.set(f32x4.load(start.get, offset))),
      row.a.set(rowAt.get),
      advance(rowAt, aRow.get),
    ]),
    bAt.set(b.get),
    ...repeat(o, { times: given.outer }, [
      ...repeat(i, { times: given.inner }, product),
      ...rows.map((row) => advance(row.a, aJump.get)),
    ]),
    ...rows.flatMap((row) => [
      ...halves(row.sums, (sum, offset) => f32x4.store(cAt.get, { offset, value: sum.get })),
      advance(cAt, cRow.get),
    ]),
  ];
  const onePanel = [
    rowAt.set(a.get),
    cAt.set(c.get),
    ...repeat(tile, { times: given.tiles }, oneTile),
    advance(b, bPanel.get),
    ...[c, start].map((place) => advance(place, i32.const(COLUMNS * FLOAT))),
  ];
  const body = repeat(panel, { times: given.panels }, onePanel);
  return assemble({ name: "multiply", parameters: PARAMETERS.length, locals, body });
}
