import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Random } from "./random";

describe("Random", () => {
  it("gives another stream for every small seed, also for negative ones", () => {
    const first = new Set<number>();
    for (let seed = -500; seed < 500; seed++) first.add(new Random(seed).uniform());
    assert.equal(first.size, 1000);
  });

  it("gives the same stream for the same seed", () => {
    const [a, b] = [new Random(7), new Random(7)];
    for (let i = 0; i < 100; i++) assert.equal(a.normal(), b.normal());
  });
});
