/** Turns the cells of one column, as bytes of UTF-8, into typed values: the fast way into a {@link ColumnBuilder}. */
import type { ColumnType } from "./catalog";
import type { CellRules } from "./cell-rules";
import { ColumnBuilder } from "./column";
import type { ColumnPlan } from "./column";

/** Longer cells are hardly ever the same twice. */
const keyLength = 32;

const zero = 48;
const minus = 45;

/** Powers of ten that a number holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Takes cells as bytes; cells that come again and again are made into values once. */
export class ByteColumn extends ColumnBuilder {
  private readonly decimal: number;
  /** Words for "not known" that read as numbers, such as −99. */
  private readonly missingNumbers: ReadonlySet<number>;
  private cache: CellCache | undefined;

  /** @param options - `slots`: how many different cells are remembered; a power of two. */
  constructor(
    plan: ColumnPlan,
    private readonly options: { rules: CellRules; slots: number },
  ) {
    super(plan, options.rules);
    const { rules } = options;
    this.decimal = rules.decimal.charCodeAt(0);
    const numbers = [...rules.missing].map((word) => rules.number(word));
    this.missingNumbers = new Set(numbers.filter((value) => value !== undefined));
  }

  /** Takes the cell that stands in `bytes` from `start` up to, not including, `end`. */
  addBytes(bytes: Buffer, start: number, end: number): void {
    if (this.kind === "number") {
      if (this.addFastNumber(bytes, start, end)) return;
    } else if (this.kind !== "unknown" && end - start <= keyLength) {
      return this.addRepeated(bytes, start, end);
    }
    this.addText(bytes.toString("utf8", start, end));
  }

  protected override become(kind: ColumnType): void {
    super.become(kind);
    // What was remembered meant something else.
    this.cache = undefined;
  }

  private addRepeated(bytes: Buffer, start: number, end: number): void {
    const cache = (this.cache ??= new CellCache(this.options.slots));
    const slot = cache.find(bytes, start, end);
    if (slot >= 0) return this.pushCell(cache.values[slot] ?? null);
    const { kind } = this;
    this.addText(bytes.toString("utf8", start, end));
    if (this.kind === kind) cache.keep({ bytes, start, end, value: this.cells[this.rows - 1] ?? null });
  }

  /** Digits with at most one decimal sign: all else goes the slow way. */
  private addFastNumber(bytes: Buffer, start: number, end: number): boolean {
    const first = bytes[start] === minus ? start + 1 : start;
    let at = first;
    let digits = 0;
    let digit = 0;
    while (at < end && (digit = (bytes[at] as number) - zero) >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      at++;
    }
    if (at === first || (bytes[first] === zero && at > first + 1)) return false;
    let places = 0;
    if (at < end) {
      if (bytes[at] !== this.decimal) return false;
      const point = at++;
      while (at < end && (digit = (bytes[at] as number) - zero) >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        at++;
      }
      if (at < end) return false;
      places = at - point - 1;
      this.fraction = true;
    }
    // Both the digits and the power of ten are exact, so their quotient is the nearest number there is.
    if (digits > Number.MAX_SAFE_INTEGER || places > 22) return false;
    const size = digits / (powers[places] as number);
    const value = first > start ? -size : size;
    if (this.missingNumbers.has(value)) return false;
    this.pushNumber(value);
    return true;
  }
}

/** The associativity of the cell cache: with one slot, two frequent cells could evict each other for ever. */
const ways = 4;

/** Remembers cells by their bytes; where all slots are taken, the cell in the first one is forgotten. */
class CellCache {
  readonly values: (string | boolean | null)[];
  private readonly keys: Uint8Array;
  private readonly lengths: Uint8Array;
  private readonly hashes: Int32Array;
  /** The hash of the cell that was looked for last. */
  private hash = 0;

  constructor(private readonly slots: number) {
    this.values = new Array<string | boolean | null>(slots).fill(null);
    this.keys = new Uint8Array(slots * keyLength);
    // No cell is that long: an empty slot holds nothing.
    this.lengths = new Uint8Array(slots).fill(255);
    this.hashes = new Int32Array(slots);
  }

  /** The slot of a cell, or −1. */
  find(bytes: Buffer, start: number, end: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash ^= hash >>> 15;
    this.hash = hash;
    for (let way = 0; way < ways; way++) {
      const slot = (hash + way) & (this.slots - 1);
      if (this.hashes[slot] === hash && this.holds(slot, bytes, start, end)) return slot;
    }
    return -1;
  }

  /** Remembers the cell that {@link find} has just not found. */
  keep(cell: { bytes: Buffer; start: number; end: number; value: string | boolean | null }): void {
    const { bytes, start, end, value } = cell;
    let slot = this.hash & (this.slots - 1);
    for (let way = 0; way < ways; way++) {
      const other = (this.hash + way) & (this.slots - 1);
      if (this.lengths[other] !== 255) continue;
      slot = other;
      break;
    }
    let key = slot * keyLength;
    for (let at = start; at < end; at++) this.keys[key++] = bytes[at] as number;
    this.lengths[slot] = end - start;
    this.hashes[slot] = this.hash;
    this.values[slot] = value;
  }

  private holds(slot: number, bytes: Buffer, start: number, end: number): boolean {
    if (this.lengths[slot] !== end - start) return false;
    let key = slot * keyLength;
    for (let at = start; at < end; at++) if (bytes[at] !== this.keys[key++]) return false;
    return true;
  }
}
