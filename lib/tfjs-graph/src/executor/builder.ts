/** Writes the graph of a training step: forward, loss, metrics, gradients, and the optimizer's steps. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import type { Tf } from "../internals";
import { allLayers, emitModel, type LoweringContext } from "../lowering/emit";
import type { CompiledModel, Layer } from "../lowering/model";
import { add, asFloat } from "../ops/basic";
import { Unsupported, type Program, type Value } from "../ops/program";
import { lossOf, metricOf, type Comparison } from "./losses";
import type { OptimizerStep } from "./optimizer-step";
import { penaltiesOf } from "./penalties";
import { lossNameOf, metricNameOf } from "./builtin-losses";
import { gatheredFeeds, type Feed } from "./feeds";
import { Weights } from "./weights";

/** The placeholder of randomness: int32 [1 + calls of dropout], the step and the seeds at it. */
export const SEEDS = "seeds";

/** Writes one graph. */
export class StepBuilder {
  /** Every variable of the graph. */
  readonly weights: Weights;
  private readonly updates: Edge[] = [];
  /** The layer of each call of dropout. */
  readonly dropouts: Layer[] = [];

  constructor(
    private readonly tf: Tf,
    private readonly options: {
      program: Program;
      model: CompiledModel;
      feeds: readonly Feed[];
      step: OptimizerStep;
    },
  ) {
    this.weights = new Weights(options.program, options.model.collectedTrainableWeights);
  }

  /** Writes all; gives the edges to fetch. */
  build(): Edge[] {
    const { program: p } = this.options;
    const { total, metrics } = this.writeLoss();
    const done = this.steps(total);
    // The results wait for the steps, so that one run does all.
    const identity = (edge: Edge): Edge => p.node("Identity", [edge, ...done.map((each) => `^${each}`)]);
    return [identity(total.edge), ...metrics];
  }

  /**
   * Writes the forward pass: the loss with penalties, and the metrics.
   *
   * @throws Unsupported when something of the model has no graph.
   */
  writeLoss(): { total: Value; metrics: Edge[] } {
    const { program: p, model, feeds } = this.options;
    const values = gatheredFeeds(p, feeds);
    const inputs = values.slice(0, model.inputs.length);
    const targets = values.slice(model.inputs.length);
    if (targets.length !== model.outputs.length) throw new Unsupported("weights of samples");
    const context = this.loweringContext();
    const outputs = emitModel(model, inputs, context);
    const compared = outputs.map((out, i) => ({ target: asFloat(p, targets[i] as Value), output: out }));
    const losses = compared.map((comparison, i) => lossOf(p, lossNameOf(this.tf, model, i), comparison));
    const metrics = model.metricsTensors.map(([metric, index], i) => {
      if (outputs.length > 1 && i < outputs.length) return (losses[i] as Value).edge;
      return metricOf(p, metricNameOf(this.tf, metric), compared[index] as Comparison);
    });
    const total = [...losses, ...penaltiesOf(allLayers(model), context)].reduce((sum, loss) =>
      add(p, sum, loss),
    );
    return { total, metrics };
  }

  /** Whether everything that a run changes waits for one loss. */
  get waitsForLoss(): boolean {
    return this.options.model.outputs.length === 1 && this.updates.length === 0;
  }

  private steps(total: Value): Edge[] {
    const { program: p, model, step } = this.options;
    const learning = model.collectedTrainableWeights.map((weight) => this.weights.get(weight));
    const gradients = p.differentiate(
      total,
      learning.flatMap(({ parts }) => parts),
    );
    let next = 0;
    const updates = learning.flatMap((entry, i) => {
      const slots = step
        .slots(entry.weight.read(), i)
        .map((variable) => this.weights.addSlot(variable, entry));
      return entry.parts.flatMap(({ edge }, part) => {
        const gradient = gradients[next++];
        if (gradient === undefined) return [];
        const [weight, ...own] = [entry.nodes.handles, ...slots].map((handles) => handles[part] as Edge);
        return [{ weight: weight as Edge, slots: own, value: edge, gradient }];
      });
    });
    return [...step.write(p, updates), ...this.updates];
  }

  private loweringContext(): LoweringContext {
    const { program } = this.options;
    return {
      program,
      tf: this.tf,
      weight: (weight, use) => this.weights.get(weight, use).value,
      update: (weight, value) => {
        const attributes = { dtype: attribute.type("float32") };
        const [handle] = this.weights.get(weight).nodes.handles as [Edge];
        this.updates.push(program.graph.add("AssignVariableOp", [handle, value], { attributes }));
      },
      seed: (layer) => {
        const { graph } = program;
        if (this.dropouts.length === 0) graph.placeholder(SEEDS, { type: "int32", shape: [null] });
        this.dropouts.push(layer);
        const int = attribute.type("int32");
        return graph.add(
          "GatherV2",
          [SEEDS, graph.constant("int32", [0, this.dropouts.length]), graph.constant("int32", 0)],
          { attributes: { Tparams: int, Tindices: int, Taxis: int } },
        );
      },
    };
  }
}
