import assert from "node:assert/strict";
import { test } from "node:test";
import { SetupError, failed, usualCause } from "./setup-error.mjs";

test("the usual causes are recognised in what npm, pip and compilers say", () => {
  const said = {
    network:
      "npm error code ENOTFOUND\nnpm error network request to the registry failed, reason: getaddrinfo ENOTFOUND",
    disk: "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    permission: "npm error code EACCES\nnpm error syscall mkdir",
    certificate:
      "request failed, reason: unable to get local issuer certificate UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    hash: "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
    proxy: "ProxyError('Cannot connect to proxy.', timeout('timed out'))",
  };
  for (const [kind, output] of Object.entries(said)) assert.equal(usualCause(output)?.kind, kind);
  assert.equal(usualCause("SyntaxError: Unexpected token"), undefined);
});

test("a failure by a usual cause is one line; another shows what the program said last", () => {
  const network = failed("install the Node packages", { output: "getaddrinfo EAI_AGAIN", code: 1 });
  assert.ok(network instanceof SetupError);
  assert.equal(network.message.split("\n").length, 1);
  assert.match(
    network.message,
    /^Cannot install the Node packages: the network cannot be reached\. Check the connection/,
  );
  assert.equal(network.brief, "Cannot install the Node packages: the network cannot be reached");
  const other = failed("compile", {
    output: "one\nerror: no member named x\n",
    code: 2,
    log: "/x/.setup/logs/a.log",
  });
  assert.match(
    other.message,
    /ended with 2\. \(All it said: .*a\.log\)\n    one\n    error: no member named x$/,
  );
});
