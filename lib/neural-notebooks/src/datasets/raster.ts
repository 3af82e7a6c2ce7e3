/** Turns polygons into coverage, pixel by pixel with smooth edges, quickly enough to draw thousands of pictures a second. */

/** A point, x to the right and y down. */
export type Point = readonly [x: number, y: number];

/** Corners in order; the last is joined to the first. */
export type Polygon = readonly Point[];

/**
 * A small grey picture that polygons are filled into. Each edge adds the signed area it covers to a buffer, and a
 * running sum over a row gives each pixel's exact coverage.
 */
export class Raster {
  /** Coverage of each pixel by the polygons added since the last {@link clear}, from 0 to 1 after {@link finish}. */
  readonly coverage: Float32Array;
  private readonly areas: Float32Array;
  private readonly stride: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    // An edge at the right border writes two cells past it.
    this.stride = width + 2;
    this.areas = new Float32Array(this.stride * height);
    this.coverage = new Float32Array(width * height);
  }

  /** Forgets all polygons. */
  clear(): void {
    this.areas.fill(0);
  }

  /** Adds a polygon; parts outside the picture are cut off. Polygons that overlap become one. */
  add(polygon: Polygon): void {
    // With one direction for all, overlapping polygons add up instead of cancelling out.
    const direction = signedArea(polygon) < 0 ? -1 : 1;
    let [x, y] = polygon[polygon.length - 1] as Point;
    for (const [nextX, nextY] of polygon) {
      if (y < nextY) this.addEdge(x, y, nextX, nextY, direction);
      else if (y > nextY) this.addEdge(nextX, nextY, x, y, -direction);
      x = nextX;
      y = nextY;
    }
  }

  /** Sums the areas up to the coverage. */
  finish(): Float32Array {
    const { width, height, stride, areas, coverage } = this;
    for (let row = 0; row < height; row++) {
      let sum = 0;
      for (let column = 0; column < width; column++) {
        sum += areas[row * stride + column] as number;
        coverage[row * width + column] = Math.min(1, Math.abs(sum));
      }
    }
    return coverage;
  }

  /** Adds an edge that runs down from (x0, y0) to (x1, y1); numbers stay plain arguments, as this is the inner loop. */
  private addEdge(x0: number, y0: number, x1: number, y1: number, direction: number): void {
    const { width, height, stride, areas } = this;
    const slope = (x1 - x0) / (y1 - y0);
    let x = y0 < 0 ? x0 - y0 * slope : x0;
    const end = Math.min(height, Math.ceil(y1));
    for (let row = Math.max(0, Math.floor(y0)); row < end; row++) {
      const part = Math.min(row + 1, y1) - Math.max(row, y0);
      const next = x + slope * part;
      const left = Math.max(0, Math.min(width, Math.min(x, next)));
      const right = Math.max(0, Math.min(width, Math.max(x, next)));
      x = next;
      const area = part * direction;
      const first = Math.floor(left);
      const last = Math.ceil(right);
      const at = row * stride + first;
      if (last <= first + 1) {
        const inside = (left + right) / 2 - first;
        areas[at] = (areas[at] as number) + area * (1 - inside);
        areas[at + 1] = (areas[at + 1] as number) + area * inside;
        continue;
      }
      // The edge crosses several pixels of this row: each takes the share of the area to its right.
      let before = 0;
      for (let column = first; column < last; column++) {
        const covered = coveredUpTo(column + 1, left, right);
        const cell = row * stride + column;
        areas[cell] = (areas[cell] as number) + area * (covered - before);
        before = covered;
      }
      const cell = row * stride + last;
      areas[cell] = (areas[cell] as number) + area * (1 - before);
    }
  }
}

/** The mean over a pixel's width, [x − 1, x], of how far the edge from `left` to `right` has gone by. */
function coveredUpTo(x: number, left: number, right: number): number {
  const span = right - left;
  const integral = (position: number): number => {
    const t = Math.max(0, Math.min(span, position - left));
    return (t * t) / (2 * span) + Math.max(0, position - right);
  };
  return integral(x) - integral(x - 1);
}

function signedArea(polygon: Polygon): number {
  let area = 0;
  let [x, y] = polygon[polygon.length - 1] as Point;
  for (const [nextX, nextY] of polygon) {
    area += x * nextY - nextX * y;
    x = nextX;
    y = nextY;
  }
  return area;
}

/**
 * Rounds a polygon's corners (corner cutting; Chaikin, 1974, "An algorithm for high speed curve generation").
 *
 * @param polygon - Corners.
 * @returns A polygon of twice as many corners.
 */
export function rounded(polygon: Polygon): Point[] {
  const result: Point[] = [];
  for (const [index, [x, y]] of polygon.entries()) {
    const [nextX, nextY] = polygon[(index + 1) % polygon.length] as Point;
    result.push(
      [0.75 * x + 0.25 * nextX, 0.75 * y + 0.25 * nextY],
      [0.25 * x + 0.75 * nextX, 0.25 * y + 0.75 * nextY],
    );
  }
  return result;
}
