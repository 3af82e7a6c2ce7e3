/** A graph that runs: loaded as a SavedModel by the addon, closed by hand or when it is garbage-collected. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import type { Binding, OutputInfo } from "../internals";
import { TAG, type Graph } from "./graph";

/** What is fed and fetched in one kind of run, in the addon's form: names with commas between. */
export interface Signature {
  readonly inputs: string;
  readonly outputs: string;
}

/** Closes sessions that were garbage-collected. */
const collected = new FinalizationRegistry<{ binding: Binding; id: number }>(({ binding, id }) =>
  binding.deleteSavedModel(id),
);

/** One graph in the native library. */
export class Session {
  private readonly id: number;
  private closed = false;

  /**
   * @param binding - The addon.
   * @param graph - The finished graph.
   */
  constructor(
    private readonly binding: Binding,
    graph: Graph,
  ) {
    const folder = mkdtempSync(path.join(tmpdir(), "tfjs-graph-"));
    try {
      writeFileSync(path.join(folder, "saved_model.pb"), graph.savedModel());
      this.id = binding.loadSavedModel(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    collected.register(this, { binding, id: this.id }, this);
  }

  /**
   * Runs the graph.
   *
   * @param signature - From {@link signature}.
   * @param ids - Native tensors, in the order of its inputs.
   * @returns Native tensors, in the order of its outputs; the caller deletes them.
   */
  run({ inputs, outputs }: Signature, ids: readonly number[]): OutputInfo[] {
    return this.binding.runSavedModel(this.id, ids, inputs, outputs);
  }

  /** Ends it; its variables are gone. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    collected.unregister(this);
    this.binding.deleteSavedModel(this.id);
  }
}

/**
 * Names what is fed and fetched.
 *
 * @param inputs - Placeholders.
 * @param outputs - Edges.
 */
export function signature(inputs: readonly string[], outputs: readonly string[]): Signature {
  const full = (name: string): string => (name.includes(":") ? name : `${name}:0`);
  return { inputs: inputs.map(full).join(","), outputs: outputs.map(full).join(",") };
}
