/** The rules of style that a program can check: see CONTRIBUTING for the rest. */
import tseslint from "typescript-eslint";

const MESSAGES = {
  tfjs: "Only lib/core imports TensorFlow.js: take tf from core/tf.",
  danfo: "Only lib/frames imports danfo: take frames from frames.",
};

export default tseslint.config(
  { ignores: ["lib/dist/**", "**/node_modules/**", "notebooks/walkthroughs/**"] },
  {
    files: ["lib/**/*.ts", "notebooks/src/**/*.ts", "lib/**/*.mjs"],
    extends: [tseslint.configs.base],
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-nested-ternary": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-fallthrough": "error",
      "no-unreachable": "error",
      "no-unsafe-finally": "error",
      "no-async-promise-executor": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/ban-ts-comment": "error",
    },
  },
  {
    // The library's public face: what a learner imports and reads.
    files: ["lib/**/*.ts"],
    ignores: ["lib/**/*.test.ts", "lib/tools/**", "lib/bench/**", "lib/kernel/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportNamedDeclaration > FunctionDeclaration[params.length>3]",
          message: "At most two positional arguments (the data), then one options object.",
        },
      ],
    },
  },
  {
    files: ["lib/**/*.ts"],
    // lib/backend takes the package's types; core/tf hands it the loaded package.
    ignores: ["lib/core/**", "lib/frames/**", "lib/backend/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@tensorflow/*"], message: MESSAGES.tfjs }, { group: ["danfojs*"], message: MESSAGES.danfo }] },
      ],
    },
  },
  {
    // A lesson's cells end with a value to show, and declare what a later cell uses.
    files: ["notebooks/src/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-vars": "off" },
  },
);
