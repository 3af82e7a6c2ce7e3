/** Collects an unknown number of numbers in blocks, and joins them into one typed array. */

const blockLength = 65_536;

/** Numbers in blocks: growing costs no copies, and little is held beyond the numbers themselves. */
export class NumberBlocks {
  private readonly full: Float64Array[] = [];
  private block = new Float64Array(256);
  private used = 0;

  /** Adds one number. */
  push(value: number): void {
    if (this.used === this.block.length) this.grow();
    this.block[this.used++] = value;
  }

  /** All numbers in order; nothing may be added afterwards. */
  join(): Float64Array {
    const length = this.full.length * blockLength + this.used;
    const joined = new Float64Array(length);
    for (const [index, block] of this.full.entries()) joined.set(block, index * blockLength);
    joined.set(this.block.subarray(0, this.used), this.full.length * blockLength);
    this.full.length = 0;
    this.block = new Float64Array(0);
    return joined;
  }

  private grow(): void {
    if (this.used === blockLength) {
      this.full.push(this.block);
      this.block = new Float64Array(blockLength);
      this.used = 0;
      return;
    }
    // Small tables have small columns.
    const larger = new Float64Array(this.block.length * 4);
    larger.set(this.block);
    this.block = larger;
  }
}
