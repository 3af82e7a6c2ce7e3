/** Numbers the distinct values of number columns: a hash table over bare 64-bit numbers, several times as fast as a `Map`. */

/**
 * Gives each distinct number the next whole number, from 0. `NaN` equals itself, −0 equals 0.
 *
 * @example
 * const index = new FloatIndex(2);
 * assert.deepEqual([2.5, NaN, 2.5, NaN].map((value) => index.numberOf(value)), [0, 1, 0, 1]);
 * assert.equal(index.find(7), -1);
 */
export class FloatIndex {
  /** How many distinct numbers there are. */
  size = 0;
  private slots: Int32Array;
  private values: Float64Array;
  private mask: number;

  /** @param expected - About how many numbers will come. */
  constructor(expected: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, Math.min(expected, 1 << 16) * 2)));
    this.slots = new Int32Array(capacity);
    this.values = new Float64Array(capacity / 2);
    this.mask = capacity - 1;
  }

  /** The number of a value; a new one where it has not come before. */
  numberOf(value: number): number {
    let slot = hash(value) & this.mask;
    for (;;) {
      const held = this.slots[slot] as number;
      if (held === 0) break;
      if (same(this.values[held - 1] as number, value)) return held - 1;
      slot = (slot + 1) & this.mask;
    }
    if (this.size === this.values.length) {
      this.grow();
      return this.numberOf(value);
    }
    this.values[this.size] = value;
    this.slots[slot] = ++this.size;
    return this.size - 1;
  }

  /** The number of a value, −1 where it has not come. */
  find(value: number): number {
    let slot = hash(value) & this.mask;
    for (;;) {
      const held = this.slots[slot] as number;
      if (held === 0) return -1;
      if (same(this.values[held - 1] as number, value)) return held - 1;
      slot = (slot + 1) & this.mask;
    }
  }

  /** At most half of the slots are taken, so that the next free one is near. */
  private grow(): void {
    const capacity = this.slots.length * 4;
    const values = new Float64Array(capacity / 2);
    values.set(this.values);
    this.values = values;
    this.slots = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let at = 0; at < this.size; at++) {
      let slot = hash(values[at] as number) & this.mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = at + 1;
    }
  }
}

const number = new Float64Array(1);
const bits = new Uint32Array(number.buffer);

/** The two halves of the bits, mixed (finalizer of MurmurHash3; Appleby, 2011). */
function hash(value: number): number {
  // Adding 0 makes 0 of −0; every NaN has the bits of this one.
  number[0] = Number.isNaN(value) ? NaN : value + 0;
  let h = (bits[0] as number) ^ Math.imul(bits[1] as number, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
