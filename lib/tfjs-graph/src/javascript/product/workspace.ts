/** The memory in which matrices are multiplied: they are copied into it, and their product out of it. */
import { PAGE } from "./assembler";
import { multiplyPlainly } from "./plain";
import { COLUMNS, ROWS, tileModule } from "./tile";

/** A product of tiles; places and distances in floats. See {@link tileModule}. */
export interface TileProduct {
  /** Where the matrices begin, and the row of numbers with which each row of C starts. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly start: number;
  /** Tiles of 4 rows, and panels of 8 columns. */
  readonly tiles: number;
  readonly panels: number;
  /** Products summed: outer · inner of them. */
  readonly outer: number;
  readonly inner: number;
  /** In A, from one row to the next, from one product to the next, and from one inner run to the next besides. */
  readonly aRow: number;
  readonly aStep: number;
  readonly aJump: number;
  /** In B, from one product to the next, and from one panel to the next. */
  readonly bStep: number;
  readonly bPanel: number;
  /** In C, from one row to the next; the panels lie side by side. */
  readonly cRow: number;
}

/** A matrix in an array, and how it lies there. */
export interface Matrix {
  readonly values: Float32Array;
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  /** From one row to the next, and from one column to the next. */
  readonly rowStep: number;
  readonly columnStep: number;
}

/** What {@link tileModule} exports. */
interface TileModule {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  multiply(...numbers: readonly number[]): void;
}

/** What is used of WebAssembly, which Node's types leave out. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** Memory that grows as it must, and is used again by each product. */
export class Workspace {
  /** All of the memory; another array after it has grown. */
  floats: Float32Array;
  readonly #module: TileModule | undefined;

  /**
   * @param options - `simd: false` multiplies in plain JavaScript; so it is done where WebAssembly has no SIMD.
   */
  constructor({ simd = true }: { simd?: boolean } = {}) {
    this.#module = simd ? loadModule() : undefined;
    this.floats = new Float32Array(this.#module?.memory.buffer ?? new ArrayBuffer(PAGE));
  }

  /** The places of arrays of those lengths, one behind the other; what lay there before is no longer needed. */
  reserve(lengths: readonly number[]): number[] {
    let end = 0;
    const places = lengths.map((length) => (end += length) - length);
    if (end > this.floats.length) this.#grow(end);
    return places;
  }

  /** Computes C = start + A·B. A's last tile reads, and C's holds, as many rows more as it has too many. */
  multiply(product: TileProduct): void {
    if (this.#module === undefined) return multiplyPlainly(this.floats, product);
    const { tiles, panels, outer, inner } = product;
    this.#module.multiply(
      product.a * FLOAT,
      product.b * FLOAT,
      product.c * FLOAT,
      product.start * FLOAT,
      tiles,
      panels,
      outer,
      inner,
      product.aRow * FLOAT,
      product.aStep * FLOAT,
      product.aJump * FLOAT,
      product.bStep * FLOAT,
      product.bPanel * FLOAT,
      product.cRow * FLOAT,
    );
  }

  /**
   * Copies a matrix in as B, its columns filled up with zeros to panels of 8.
   *
   * @param matrix - The matrix.
   * @param place - `to`: where it begins; `bStep` and `bPanel` as the product will be given.
   */
  layOut(matrix: Matrix, { to, bStep, bPanel }: { to: number; bStep: number; bPanel: number }): void {
    const { values, at, rows, columns, rowStep, columnStep } = matrix;
    const { floats } = this;
    if (columnStep === 1 && rowStep === columns && bStep === columns && bPanel === COLUMNS)
      return floats.set(values.subarray(at, at + rows * columns), to);
    for (let first = 0; first < columns; first += COLUMNS) {
      const count = Math.min(COLUMNS, columns - first);
      let target = to + (first / COLUMNS) * bPanel;
      for (let row = 0; row < rows; row += 1, target += bStep) {
        let source = at + row * rowStep + first * columnStep;
        let column = 0;
        for (; column < count; column += 1, source += columnStep)
          floats[target + column] = values[source] as number;
        for (; column < COLUMNS; column += 1) floats[target + column] = 0;
      }
    }
  }

  /** Copies rows of C, which lie side by side in panels of 8 columns, out into an array. */
  takeOut(c: number, { values, at, rows, columns }: Omit<Matrix, "rowStep" | "columnStep">): void {
    const { floats } = this;
    const cRow = widthOf(columns);
    if (cRow === columns) return values.set(floats.subarray(c, c + rows * columns), at);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        values[at + row * columns + column] = floats[c + row * cRow + column] as number;
  }

  #grow(length: number): void {
    const pages = Math.ceil((length * FLOAT) / PAGE);
    if (this.#module === undefined) {
      this.floats = new Float32Array((pages * PAGE) / FLOAT);
      return;
    }
    const { memory } = this.#module;
    memory.grow(pages - memory.buffer.byteLength / PAGE);
    this.floats = new Float32Array(memory.buffer);
  }
}

/** So many rows, filled up to whole tiles. */
export function heightOf(rows: number): number {
  return Math.ceil(rows / ROWS) * ROWS;
}

/** So many columns, filled up to whole panels. */
export function widthOf(columns: number): number {
  return Math.ceil(columns / COLUMNS) * COLUMNS;
}

/** Loaded in no time, at once: the module has some hundred bytes. */
function loadModule(): TileModule | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  const bytes = tileModule();
  if (WebAssembly === undefined || !WebAssembly.validate(bytes)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as TileModule;
}
