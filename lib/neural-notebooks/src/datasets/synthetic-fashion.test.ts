import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError } from "../core/errors";
import { clothesClasses } from "./garment-shapes";
import { garments } from "./synthetic-fashion";
import { imageAt } from "./images";
import { Raster, rounded } from "./raster";
import type { Point } from "./raster";

describe("garments", () => {
  it("are the same for the same seed, others for another, and begin alike for a larger count", () => {
    const set = garments({ count: 30, seed: 4 });
    assert.deepEqual(garments({ count: 30, seed: 4 }), set);
    assert.notDeepEqual(garments({ count: 30, seed: 5 }).images, set.images);
    assert.deepEqual(garments({ count: 50, seed: 4 }).images.slice(0, 30 * 784), set.images);
  });

  it("hold every class equally often", () => {
    const { labels } = garments({ count: 500, seed: 1 });
    for (let label = 0; label < clothesClasses.length; label++)
      assert.equal(labels.filter((other) => other === label).length, 50);
  });

  it("are neither empty nor full, and vary within a class", () => {
    const set = garments({ count: 1000, seed: 2 });
    const seen = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      const picture = imageAt(set, i);
      const bright = picture.filter((value) => value > 60).length / 784;
      assert.ok(
        bright > 0.01 && bright < 0.9,
        `picture ${i} (${clothesClasses[set.labels[i] as number]}): ${bright}`,
      );
      seen.add(picture.join());
    }
    assert.equal(seen.size, 1000);
  });

  it("can be told apart a little by the nearest class mean, and not fully: they are no toy", () => {
    const train = garments({ count: 2000, seed: 10 });
    const test = garments({ count: 500, seed: 11 });
    const means = clothesClasses.map(() => new Float64Array(784));
    train.labels.forEach((label, i) =>
      imageAt(train, i).forEach(
        (value, pixel) =>
          ((means[label] as Float64Array)[pixel] =
            ((means[label] as Float64Array)[pixel] as number) + value / 200),
      ),
    );
    const distance = (picture: Uint8Array, mean: Float64Array): number =>
      picture.reduce((sum, value, pixel) => sum + (value - (mean[pixel] as number)) ** 2, 0);
    const right = test.labels.filter((label, i) => {
      const distances = means.map((mean) => distance(imageAt(test, i), mean));
      return distances.indexOf(Math.min(...distances)) === label;
    }).length;
    assert.ok(right / 500 > 0.35 && right / 500 < 0.8, `${right / 500}`);
  });

  it("lie upright, centred and clean at difficulty 0", () => {
    const set = garments({ count: 100, seed: 3, difficulty: 0 });
    for (let i = 0; i < 100; i++) {
      const picture = imageAt(set, i);
      const sum = picture.reduce((a, b) => a + b, 0);
      const centre = picture.reduce((a, value, pixel) => a + value * (pixel % 28), 0) / sum;
      assert.ok(Math.abs(centre - 13.5) < 5, `${i}: ${centre}`);
      assert.equal(picture[0], 0);
    }
  });

  it("say what is wrong", () => {
    assert.throws(() => garments({ count: 0 }), ArgumentError);
    assert.throws(() => garments({ difficulty: 3 }), ArgumentError);
    assert.throws(() => garments({ seed: 0.5 }), ArgumentError);
  });
});

describe("the raster", () => {
  const cover = (...polygons: Point[][]): Float32Array => {
    const raster = new Raster(8, 8);
    polygons.forEach((polygon) => raster.add(polygon));
    return raster.finish();
  };
  const box = (x0: number, y0: number, x1: number, y1: number): Point[] => [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);

  it("covers exactly the area of a polygon", () => {
    assert.ok(Math.abs(sum(cover(box(1.25, 2, 4.75, 5.5))) - 3.5 * 3.5) < 1e-5);
    const triangle: Point[] = [
      [1, 1],
      [7, 2],
      [3, 6.5],
    ];
    const area = Math.abs((7 - 1) * (6.5 - 1) - (3 - 1) * (2 - 1)) / 2;
    assert.ok(Math.abs(sum(cover(triangle)) - area) < 1e-5);
    assert.ok(Math.abs(sum(cover([...triangle].reverse())) - area) < 1e-5);
  });

  it("gives each pixel its share", () => {
    const coverage = cover(box(1.25, 1, 3, 2));
    assert.deepEqual([...coverage.subarray(8, 12)], [0, 0.75, 1, 0]);
  });

  it("cuts what is outside and joins what overlaps", () => {
    assert.ok(Math.abs(sum(cover(box(-5, -5, 2, 3))) - 6) < 1e-5);
    assert.ok(Math.abs(sum(cover(box(6, 6, 50, 50))) - 4) < 1e-5);
    assert.ok(Math.abs(sum(cover(box(1, 1, 5, 5), box(3, 3, 7, 7).reverse())) - (16 + 16 - 4)) < 1e-5);
  });

  it("rounds corners inwards", () => {
    const square = box(1, 1, 7, 7);
    assert.equal(rounded(square).length, 8);
    // Corner cutting takes a triangle of a quarter side, 1.5 × 1.5 / 2, off each of four corners.
    assert.ok(Math.abs(sum(cover(rounded(square))) - (36 - 4 * 1.125)) < 1e-5);
  });
});
