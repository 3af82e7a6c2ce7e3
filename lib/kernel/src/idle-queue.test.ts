/** Work ahead waits for a quiet moment, gives way at once, and never harms. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleQueue } from "./idle-queue";

/** Long enough for a pause of the kernel. */
const LONG = 10_000;

function* counted(done: number[], steps: number): Generator<void> {
  for (let step = 0; step < steps; step++) {
    done.push(step);
    // Longer than a turn may take, so that each step is a turn of its own.
    for (const end = performance.now() + 8; performance.now() < end;);
    yield;
  }
}

test("jobs run one after the other once nothing was asked for a while", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const idle = new IdleQueue();
  const [first, second]: number[][] = [[], []];
  idle.add(counted(first as number[], 2));
  idle.add(counted(second as number[], 1));
  t.mock.timers.tick(LONG);
  assert.deepEqual([first, second], [[], []], "not before the first resume");
  idle.resume();
  for (let turn = 0; turn < 10; turn++) t.mock.timers.tick(LONG);
  assert.deepEqual([first, second], [[0, 1], [0]]);
});

test("a request stops the work, and it goes on where it was", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const idle = new IdleQueue();
  const done: number[] = [];
  idle.add(counted(done, 3));
  idle.resume();
  t.mock.timers.tick(LONG);
  assert.deepEqual(done, [0]);
  idle.pause();
  t.mock.timers.tick(LONG);
  assert.deepEqual(done, [0]);
  idle.resume();
  for (let turn = 0; turn < 5; turn++) t.mock.timers.tick(LONG);
  assert.deepEqual(done, [0, 1, 2]);
});

test("a job that fails is given up, and the next one runs", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const idle = new IdleQueue();
  const done: number[] = [];
  idle.add(
    (function* () {
      yield;
      throw new Error("no such file");
    })(),
  );
  idle.add(counted(done, 1));
  idle.resume();
  for (let turn = 0; turn < 5; turn++) t.mock.timers.tick(LONG);
  assert.deepEqual(done, [0]);
});

test("each turn of work runs within what it was given to", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const order: string[] = [];
  const idle = new IdleQueue((work) => {
    order.push("before");
    work();
    order.push("after");
  });
  idle.add(
    (function* () {
      order.push("work");
      yield;
    })(),
  );
  idle.resume();
  for (let turn = 0; turn < 3; turn++) t.mock.timers.tick(LONG);
  assert.deepEqual(order, ["before", "work", "after"]);
});
