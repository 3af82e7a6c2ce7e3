/** TensorFlow.js as a peer of the training bench, ours or (with `TFJS_GRAPH=plain`) stock: `node training-ours.js`. */
import { readFileSync } from "node:fs";
import { backendInfo, tf, type LayersModel, type Tensor } from "neural-notebooks/core";
import { earlyStopping, stopOnDivergence } from "neural-notebooks/training";
import { serve, type Details, type Measured } from "./peer";
import { median } from "./table";
import { trainingSet } from "./training-data";
import { trainingModel } from "./training-models";
import { parseTask, type MeasureName, type Task } from "./training-task";

/** A piece of work that is repeated while time is taken. */
type Unit = () => Promise<{ steps: number; value: number }>;

interface Prepared {
  readonly model: LayersModel;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly firstX: Tensor;
  readonly firstY: Tensor;
}

const prepared = new Map<string, Prepared>();
/** The value of the first unit of a task, by its name; a task that is here has been warmed up. */
const firstValues = new Map<string, number>();

/** A model and its data; kept, so that the next rounds go on with them. */
function prepare({ model, width, length, optimizer, rows, batch }: Task): Prepared {
  const key = JSON.stringify([model, width, length, optimizer, rows, batch]);
  let found = prepared.get(key);
  if (!found) {
    const set = trainingSet(model, { rows, length });
    const x = tf.tensor(set.x, [...set.shape]);
    const y = tf.tensor(set.y, [...set.targetShape]);
    const [firstX, firstY] = [x.slice(0, batch), y.slice(0, batch)];
    found = { model: trainingModel({ model, width, length, optimizer }), x, y, firstX, firstY };
    prepared.set(key, found);
  }
  return found;
}

const epoch =
  ({ model, x, y }: Prepared, { batch, rows }: Task): Unit =>
  async () => {
    const history = await model.fit(x, y, { batchSize: batch, epochs: 1, verbose: 0 });
    return { steps: Math.ceil(rows / batch), value: history.history["loss"]?.at(-1) ?? NaN };
  };

const units: Record<MeasureName, (parts: Prepared, task: Task) => Unit> = {
  memory: epoch,
  step:
    ({ model, firstX, firstY }) =>
    async () => ({ steps: 1, value: Number(await model.trainOnBatch(firstX, firstY)) }),
  epoch,
  callbacks:
    ({ model, x, y }, { batch, rows }) =>
    async () => {
      const callbacks = [earlyStopping({ monitor: "loss", restoreBestWeights: true }), stopOnDivergence()];
      const { history } = await model.fit(x, y, { batchSize: batch, epochs: 1, verbose: 0, callbacks });
      return { steps: Math.ceil(rows / batch), value: history["loss"]?.at(-1) ?? NaN };
    },
  evaluate:
    ({ model, x, y }, { batch }) =>
    () => {
      const loss = model.evaluate(x, y, { batchSize: batch }) as Tensor;
      const [value = NaN] = loss.dataSync();
      loss.dispose();
      return Promise.resolve({ steps: 1, value });
    },
  predict:
    ({ model, x }, { batch }) =>
    () => {
      const output = model.predict(x, { batchSize: batch }) as Tensor;
      const numbers = output.dataSync() as Float32Array;
      output.dispose();
      return Promise.resolve({ steps: 1, value: numbers.reduce((sum, number) => sum + number, 0) });
    },
};

async function measure(name: string): Promise<Measured> {
  const task = parseTask(name);
  const parts = prepare(task);
  const unit = units[task.measure](parts, task);
  const once = task.measure === "memory";
  if (!once) await warmUp(unit, { name, task });
  const { ms, details } = await repeat(unit, { name, seconds: once ? 0 : task.seconds });
  const check = Number.isFinite(details.last) ? 1 : 0;
  const parameters = parts.model.countParams();
  return { ms, check, details: { ...details, parameters, peakMB: peakMegabytes() } };
}

/** Does steps that are not timed: more before the first measurement than before the next ones. */
async function warmUp(unit: Unit, { name, task }: { name: string; task: Task }): Promise<void> {
  const isFirst = !firstValues.has(name);
  if (task.measure === "step") await repeat(unit, { name, steps: isFirst ? task.warm : 3 });
  else if (isFirst) await repeat(unit, { name, steps: isTraining(task.measure) ? task.warm : 1 });
}

function isTraining(measure: MeasureName): boolean {
  return measure !== "evaluate" && measure !== "predict";
}

/**
 * Repeats a unit, once at the least, until so many steps are done and so many seconds are over.
 *
 * @returns `ms`: the median, over ten or fewer windows of time, of ms per step, so that a burst of other work does not
 *   count; `meanMs`: over all; `busyMs`: the same in time of all threads; `first` and `last`: the unit's values.
 */
async function repeat(
  unit: Unit,
  { name, steps: wanted = 0, seconds = 0 }: { name: string; steps?: number; seconds?: number },
): Promise<{ ms: number; details: { last: number } & Details }> {
  const [started, busy] = [performance.now(), process.cpuUsage()];
  const windows: number[] = [];
  let [opened, openedAt] = [started, 0];
  for (let steps = 0; ;) {
    const done = await unit();
    steps += done.steps;
    if (!firstValues.has(name)) firstValues.set(name, done.value);
    const now = performance.now();
    const isOver = steps >= wanted && now - started >= seconds * 1000;
    if (isOver || now - opened >= seconds * 100) {
      windows.push((now - opened) / (steps - openedAt));
      [opened, openedAt] = [now, steps];
    }
    if (!isOver) continue;
    const { user, system } = process.cpuUsage(busy);
    const [meanMs, busyMs] = [(now - started) / steps, (user + system) / 1000 / steps];
    const details = { steps, first: firstValues.get(name), last: done.value, meanMs, busyMs };
    return { ms: median(windows), details };
  }
}

/** The process' largest resident memory so far; Linux counts it for the program itself, `maxRSS` also for what started it. */
function peakMegabytes(): number {
  try {
    const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (line) return Number(line[1]) / 1024;
  } catch {
    // Another system has no such file.
  }
  return process.resourceUsage().maxRSS / 1024;
}

void serve((name) => async () => {
  if (name === "start") {
    const { name: backend, version } = backendInfo();
    return () => ({ ms: 0, check: 1, details: { backend, version, tfjs: tf.version.tfjs } });
  }
  const measured = await measure(name);
  return () => measured;
});
