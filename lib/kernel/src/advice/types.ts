/** Makes the compiler's types readable: names without the files they come from, long unions cut. */

/**
 * Strips paths from types and module names in a message of the compiler.
 *
 * @param message - The message.
 * @returns The same message, `import("/path/tensor").Tensor<import("/path/types").Rank>` as `Tensor<Rank>`.
 */
export function readableType(message: string): string {
  return message
    .replace(/typeof import\("([^"]*)"\)(?!\.)/g, (_whole, file: string) => moduleName(file))
    .replace(/import\("[^"]*"\)\./g, "")
    .replace(/\bTensor<(?:tf\.)?Rank>/g, "Tensor")
    .replace(/\bTensor<(?:tf\.)?Rank\.R(\d)>/g, "Tensor$1D")
    .replace(/<ArrayBufferLike>/g, "")
    .replace(/\bnumber(?: \| number(?:\[\])+){3,}/g, "nested numbers");
}

/** A module by the name that a cell imports it with, as far as the path tells. */
function moduleName(file: string): string {
  if (/@tensorflow[\\/]tfjs[^"]*index$/.test(file)) return "tf";
  const known = /exports_(\w+)$/.exec(file);
  if (known) return `tf.${known[1] as string}`;
  return file.replace(/^.*node_modules[\\/]/, "").replace(/[\\/](?:dist|lib|index)\b.*$/, "");
}
