/** The rules of style that a program can check: see CONTRIBUTING for the rest. Editors read them by ESLint, `npm run lint` by oxlint. */
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["lib/*/dist/**", "**/node_modules/**", "notebooks/walkthroughs/**"] },
  {
    files: ["lib/**/*.ts", "notebooks/src/**/*.ts", "lib/**/*.mjs"],
    extends: [tseslint.configs.base],
    linterOptions: { reportUnusedDisableDirectives: "error" },
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
      "max-lines-per-function": ["error", 50],
    },
  },
  {
    files: ["lib/**/*.ts", "notebooks/src/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-require-imports": "off",
      // A function that gives a promise keeps its word also where it has nothing to wait for.
      "@typescript-eslint/require-await": "off",
      // Methods are taken from prototypes to be wrapped, and TypeScript's own System declares functions as methods.
      "@typescript-eslint/unbound-method": "off",
      // What another promise was rejected with is handed on as it is; only-throw-error allows the same.
      "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingUnknown: true }],
      // The runner waits for what these give.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "it", "describe", "suite"] },
          ],
        },
      ],
    },
  },
  {
    // The library's public face: what a learner imports and reads.
    files: ["lib/neural-notebooks/**/*.ts", "lib/tfjs-graph/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
    },
  },
  {
    // A lesson's cells end with a value to show, and declare what a later cell uses.
    files: ["notebooks/src/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
  {
    // A suite is one function with all of its tests.
    files: ["lib/**/*.test.ts", "lib/**/*.testing.ts", "lib/**/*.test.mjs", "lib/**/*.testing.mjs"],
    rules: { "max-lines-per-function": "off" },
  },
);
