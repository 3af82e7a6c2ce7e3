/** Turns a failed step into one line that says what went wrong and what to do. */

import path from "node:path";

/** A step of set-up could not be done; the message is complete and needs no stack. */
export class SetupError extends Error {
  /**
   * @param {string} message - What went wrong, in one line.
   * @param {{remedy?: string, detail?: string, log?: string}} [options] - What to do; what the program that failed said
   *   last; the file with all that it said.
   */
  constructor(message, { remedy, detail, log } = {}) {
    super([remedy ? `${message} ${remedy}` : message, detail].filter(Boolean).join("\n"));
    this.name = "SetupError";
    /** What went wrong alone, to stand inside a sentence. */
    this.brief = message.replace(/\.$/, "");
    /** What to do, where that is known. */
    this.remedy = remedy;
    /** The file with all that the program that failed said, where there is one. */
    this.log = log;
  }
}

/**
 * The code of an error of Node's.
 *
 * @param {unknown} error - What was caught.
 * @returns {unknown} E.g. `"ENOENT"`; nothing where it carries none.
 */
export function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** What the output of npm, pip, a compiler or a download says when a usual thing is missing, most telling first. */
const CAUSES = [
  {
    kind: "disk",
    pattern: /ENOSPC|No space left on device|Errno 28|Disk quota exceeded|EDQUOT/i,
    line: "the disk is full.",
    remedy: "Free some space and run the same command again.",
  },
  {
    kind: "certificate",
    pattern: /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_HAS_EXPIRED|CERTIFICATE_VERIFY_FAILED/i,
    line: "the network's certificate is not trusted (usual behind a company proxy).",
    remedy:
      "Point NODE_EXTRA_CA_CERTS and PIP_CERT to your network's certificate file and run the same command again.",
  },
  {
    kind: "proxy",
    pattern: /\b407\b.*[Pp]roxy|Proxy Authentication Required|ProxyError|ERR_TUNNEL/i,
    line: "the network's proxy refuses the connection.",
    remedy: "Check HTTPS_PROXY and run the same command again.",
  },
  {
    kind: "hash",
    pattern: /EINTEGRITY|THESE PACKAGES DO NOT MATCH THE HASHES|Hash mismatch|do not match the hashes/i,
    line: "a download differs from its pinned checksum.",
    remedy:
      "Run the same command again; if it stays so, something between you and the registry changes files.",
  },
  {
    kind: "network",
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|getaddrinfo|Temporary failure in name resolution|Failed to establish a new connection|NewConnectionError|NameResolutionError|Max retries exceeded|Read timed out|Connection (?:aborted|broken|refused|reset|timed out)|IncompleteRead|IncompleteDownload|network (?:socket|request)|Network is unreachable/i,
    line: "the network cannot be reached.",
    remedy:
      "Check the connection (or the proxy) and run the same command again: it goes on where it stopped.",
  },
  {
    kind: "permission",
    pattern: /EACCES|EPERM|Permission denied|Errno 13|EROFS|Read-only file system/i,
    line: "a file of the course's folder cannot be written.",
    remedy: "Check who owns the folder (an earlier run with sudo?) and run the same command again.",
  },
];

/**
 * Finds the usual cause in what a program said.
 *
 * @param {string} output - All that the program wrote.
 * @returns {{kind: string, line: string, remedy: string} | undefined} The cause, or nothing when it is not a usual one.
 */
export function usualCause(output) {
  return CAUSES.find(({ pattern }) => pattern.test(output));
}

/**
 * Makes the problem of a program that failed.
 *
 * @param {string} doing - What could not be done, after "Cannot", e.g. `"install the Node packages"`.
 * @param {{output: string, code: number | string, log?: string}} result - What it said, how it ended, where its log is.
 * @returns {SetupError} One line for a usual cause; the last lines of the output otherwise.
 */
export function failed(doing, { output, code, log }) {
  const cause = usualCause(output);
  const where = log ? ` (All it said: ${path.relative(process.cwd(), log)})` : "";
  if (cause) return new SetupError(`Cannot ${doing}: ${cause.line}`, { remedy: cause.remedy + where, log });
  const said = output
    .trimEnd()
    .split("\n")
    .slice(-12)
    .map((line) => `    ${line}`);
  return new SetupError(`Cannot ${doing}: the program ended with ${code}.${where}`, {
    detail: said.join("\n"),
    log,
  });
}
