/** The content of `kernel_info_reply`: versions, and a MIME type by which cells are highlighted as TypeScript. */
import { readFileSync } from "node:fs";
import { PROTOCOL_VERSION, type Content } from "./protocol";

/**
 * The content of a `kernel_info_reply`.
 *
 * @param packages - Names and versions of the packages that the kernel was started with, for the banner.
 */
export function kernelInfo(packages: readonly string[] = []): Content {
  const typescript = versionOf("typescript/package.json");
  const own = versionOf("../package.json");
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "tslab-kernel",
    implementation_version: own,
    language_info: {
      name: "typescript",
      version: typescript,
      // JupyterLab picks its highlighter by the MIME type; with text/typescript and a codemirror_mode it falls back to JavaScript.
      mimetype: "application/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
    },
    banner: [
      ...packages,
      `tslab-kernel ${own}: TypeScript ${typescript} on Node ${process.versions.node}, tslab ${versionOf("tslab/package.json")}`,
    ].join("\n"),
    debugger: true,
    supported_features: ["debugger"],
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
      { text: "Plotly", url: "https://plotly.com/javascript/" },
    ],
  };
}

function versionOf(file: string): string {
  return (JSON.parse(readFileSync(require.resolve(file), "utf8")) as { version: string }).version;
}
