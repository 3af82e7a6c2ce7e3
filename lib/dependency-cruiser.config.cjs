/** Which file may import which: data flows one way, and a package takes from others only what they export. */
const STAGES = ["core", "datasets", "frames", "tensors", "models", "training", "evaluation", "charts"];
const COURSE = "^lib/neural-notebooks/src";
/** Tests and what helps them. */
const TESTS = "\\.(test|testing)\\.ts$";

/** A stage imports from its own folder and those to its left. */
const flow = STAGES.slice(0, -1).map((stage, at) => ({
  name: `flow-${stage}`,
  comment: `data flows ${STAGES.join(" ← ")}: ${stage} may not import what stands to its right`,
  severity: "error",
  from: { path: `${COURSE}/${stage}/`, pathNot: TESTS },
  to: { path: `${COURSE}/(${[...STAGES.slice(at + 1), "grading", "kernel"].join("|")})/` },
}));

/** What a package knows of the others; all else is foreign to it. */
const KNOWS = {
  "tfjs-graph": [],
  kernel: [],
  "neural-notebooks": ["tfjs-graph", "kernel"],
  labextension: ["neural-notebooks"],
  tools: ["kernel", "neural-notebooks", "labextension"],
  bench: ["kernel", "neural-notebooks", "labextension", "tools"],
};

const packages = Object.entries(KNOWS).map(([name, others]) => ({
  name: `package-${name}`,
  comment: `${name} knows ${others.length > 0 ? others.join(", ") : "no other package of this project"}`,
  severity: "error",
  from: { path: `^lib/${name}/`, pathNot: TESTS },
  to: { path: "^lib/", pathNot: `^lib/(${[name, ...others].join("|")})/` },
}));

/** @type {import("dependency-cruiser", { with: { "resolution-mode": "import" } }).IConfiguration} */
module.exports = {
  forbidden: [
    ...flow,
    ...packages,
    {
      name: "stage-charts",
      comment: "charts stand at the end of the flow: only grading and notebooks come behind them",
      severity: "error",
      from: { path: `${COURSE}/charts/`, pathNot: TESTS },
      to: { path: `${COURSE}/(grading|kernel)/` },
    },
    {
      name: "no-circle",
      comment: "files that import each other cannot be understood one by one",
      severity: "error",
      from: { pathNot: TESTS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "one-door-to-tensorflow",
      comment: "take tf from core/tf: one copy with one back end serves all",
      severity: "error",
      from: { path: COURSE, pathNot: `${COURSE}/core/` },
      to: { path: "node_modules/@tensorflow/" },
    },
    {
      name: "one-door-to-danfo",
      comment: "only frames imports danfo",
      severity: "error",
      from: { path: "^lib/", pathNot: `${COURSE}/frames/|${TESTS}` },
      to: { path: "node_modules/danfojs-node/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "insides-of-a-package",
      comment: "what a package does not export is its own; tests and benches may look inside",
      severity: "error",
      from: { path: "^lib/([^/]+)/", pathNot: `${TESTS}|^lib/bench/` },
      to: { path: "^lib/([^/]+)/(src|dist)/", pathNot: "^lib/$1/", dependencyTypes: ["local"] },
    },
    {
      name: "helpers-of-tests",
      comment: "helpers of tests do not ship",
      severity: "error",
      from: { pathNot: `${TESTS}|^lib/bench/` },
      to: { path: "\\.testing\\.(d\\.)?(ts|js)$" },
    },
    {
      name: "declared",
      comment: "a package declares what it imports, in its own package.json",
      severity: "error",
      from: { pathNot: TESTS },
      to: {
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        dependencyTypesNot: ["type-only", "npm-peer"],
      },
    },
    {
      name: "found",
      comment: "an import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "/dist/"] },
    exclude: { path: ["/dist/docs/", "^lib/[^/]+/browser/"] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "require", "node", "default"],
    },
  },
};
