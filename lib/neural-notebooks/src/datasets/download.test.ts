/** Tests the downloader against a server on this machine that cuts, lies, stalls and forgets. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { hostSymbol } from "../core/display";
import type { NotebookHost } from "../core/display";
import { ArgumentError, DownloadError, FileError, InterruptError } from "../core/errors";
import { download } from "./download";
import type { DownloadOptions } from "./download";
import { downloadIdxSet } from "./download-set";
import { downloadFashionMnist } from "./fashion-mnist";
import type { IdxSetFacts } from "./idx-set";
import { downloadMnist, mnistFacts } from "./mnist";

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i + (i >> 7)) % 251));
const file = {
  name: "data.bin",
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let base = "";
let folder = "";
let answers: Answer[] = [];
let ranges: (string | undefined)[] = [];

/** Serves the whole content, or the part asked for. */
const honest: Answer = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = {
    "content-length": content.length - start,
    ...(start > 0 ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  };
  response.writeHead(start > 0 ? 206 : 200, headers).end(content.subarray(start));
};

/** Promises everything and breaks the line once some bytes have reached the disk. */
const cutAfter =
  (bytes: number): Answer =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": content.length - start,
      ...(start > 0 ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    response.write(content.subarray(start, start + bytes));
    const timer = setInterval(() => {
      if (sizeOnDisk() < start + bytes) return;
      clearInterval(timer);
      response.destroy();
    }, 5);
  };

const fetchFile = (options: Partial<DownloadOptions> = {}): Promise<string> =>
  download(file, { mirrors: [`${base}/a`], folder, backoff: 1, ...options });
const sizeOnDisk = (): number =>
  statSync(join(folder, "data.bin.part"), { throwIfNoEntry: false })?.size ?? 0;
const left = (): string[] => readdirSync(folder).sort();

before(async () => {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    (answer ?? honest)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  answers = [honest];
  ranges = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("download", () => {
  it("gives the file its name when it is whole, and reports progress up to the last byte", async () => {
    const seen: number[] = [];
    const path = await fetchFile({ onProgress: ({ received }) => seen.push(received) });
    assert.ok(readFileSync(path).equals(content));
    assert.deepEqual(left(), ["data.bin"]);
    assert.equal(seen.at(-1), content.length);
  });

  it("asks nobody when the right file is there, and replaces a wrong one", async () => {
    await fetchFile();
    await fetchFile();
    assert.equal(ranges.length, 1);
    writeFileSync(join(folder, file.name), "damaged");
    assert.ok(readFileSync(await fetchFile()).equals(content));
  });

  it("goes on where a cut connection ended", async () => {
    answers = [cutAfter(50_000), cutAfter(50_000), honest];
    assert.ok(readFileSync(await fetchFile()).equals(content));
    assert.deepEqual(ranges, [undefined, "bytes=50000-", "bytes=100000-"]);
  });

  it("goes on with another mirror where the first one broke off", async () => {
    answers = [cutAfter(80_000), honest];
    await fetchFile({ mirrors: [`${base}/a`, `${base}/b`], retries: 0 });
    assert.deepEqual(ranges, [undefined, "bytes=80000-"]);
  });

  it("begins anew when the server knows no ranges", async () => {
    writeFileSync(join(folder, "data.bin.part"), content.subarray(0, 1000));
    answers = [(_, response) => response.writeHead(200, { "content-length": content.length }).end(content)];
    assert.ok(readFileSync(await fetchFile()).equals(content));
    // One answer is enough: nothing of the old part stands before the new bytes.
    assert.deepEqual(ranges, ["bytes=1000-"]);
  });

  it("begins anew when what an earlier try left was another file's beginning", async () => {
    writeFileSync(join(folder, "data.bin.part"), Buffer.alloc(1000, 1));
    assert.ok(readFileSync(await fetchFile()).equals(content));
    assert.deepEqual(ranges, ["bytes=1000-", undefined]);
  });

  it("begins anew when more is left than the file has", async () => {
    writeFileSync(join(folder, "data.bin.part"), Buffer.alloc(content.length + 5));
    assert.ok(readFileSync(await fetchFile()).equals(content));
  });

  it("takes the next mirror when the first does not have the file, without asking it again", async () => {
    const asked: string[] = [];
    answers = [
      (request, response) => {
        asked.push(request.url ?? "");
        if (request.url === "/a") response.writeHead(404).end("gone");
        else honest(request, response);
      },
    ];
    await fetchFile({ mirrors: [`${base}/a`, `${base}/b`] });
    assert.deepEqual(asked, ["/a", "/b"]);
  });

  it("tries again after a server's error", async () => {
    answers = [(_, response) => response.writeHead(503).end(), honest];
    assert.ok(readFileSync(await fetchFile()).equals(content));
  });

  it("refuses a file with a wrong checksum, and leaves nothing behind", async () => {
    answers = [
      (_, response) =>
        response.writeHead(200, { "content-length": content.length }).end(Buffer.alloc(content.length)),
    ];
    await assert.rejects(
      fetchFile(),
      (error) =>
        error instanceof DownloadError &&
        /the checksum is wrong/.test(error.message) &&
        /NEURAL_NOTEBOOKS_DATA/.test(error.message),
    );
    assert.deepEqual(left(), []);
    assert.equal(ranges.length, 1);
  });

  it("refuses a file of another size by what the server says, and by what it sends", async () => {
    answers = [(_, response) => response.writeHead(200, { "content-length": 10 }).end(Buffer.alloc(10))];
    await assert.rejects(fetchFile(), /the size is wrong: 10 bytes in place of 200000/);
    answers = [
      (_, response) =>
        response.writeHead(200, { "transfer-encoding": "chunked" }).end(Buffer.alloc(content.length + 1)),
    ];
    await assert.rejects(fetchFile(), /the size is wrong, above 200000 bytes/);
    assert.deepEqual(left(), []);
  });

  it("begins anew when the server has less than what is left, and gives up a server that sends another part", async () => {
    writeFileSync(join(folder, "data.bin.part"), content.subarray(0, 1000));
    answers = [(_, response) => response.writeHead(416).end(), honest];
    assert.ok(readFileSync(await fetchFile()).equals(content));
    assert.deepEqual(ranges, ["bytes=1000-", undefined]);
    rmSync(join(folder, file.name));
    writeFileSync(join(folder, "data.bin.part"), content.subarray(0, 1000));
    answers = [
      (_, response) =>
        response
          .writeHead(206, { "content-range": `bytes 0-9/${content.length}` })
          .end(content.subarray(0, 10)),
    ];
    await assert.rejects(fetchFile(), /the server sent another part than asked for/);
  });

  it("stops while it waits for another round", async () => {
    answers = [(_, response) => response.writeHead(500).end()];
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(fetchFile({ backoff: 60_000, signal: controller.signal }), InterruptError);
  });

  it("says so when the .part file cannot be written", async () => {
    mkdirSync(join(folder, "data.bin.part"));
    await assert.rejects(fetchFile(), FileError);
  });

  it("gives a silent server up after the time allowed", async () => {
    answers = [
      (_, response) =>
        response.writeHead(200, { "content-length": content.length }).write(content.subarray(0, 100)),
    ];
    const start = Date.now();
    await assert.rejects(
      fetchFile({ timeout: 100, retries: 1 }),
      (error) => error instanceof DownloadError && /no byte for 100 ms/.test(error.message),
    );
    assert.ok(Date.now() - start < 30_000);
  });

  it("names every mirror's failure when none is left", async () => {
    answers = [(request, response) => response.writeHead(request.url === "/a" ? 404 : 403).end()];
    await assert.rejects(
      fetchFile({ mirrors: [`${base}/a`, `${base}/b`] }),
      /\/a: the server answered 404; .*\/b: the server answered 403/,
    );
  });

  it("says so when no server answers", async () => {
    await assert.rejects(
      fetchFile({ mirrors: ["http://127.0.0.1:1/x"], retries: 0 }),
      (error) => error instanceof DownloadError && /127\.0\.0\.1:1/.test(error.message),
    );
  });

  it("stops on the signal and keeps what came", async () => {
    answers = [
      (_, response) =>
        response.writeHead(200, { "content-length": content.length }).write(content.subarray(0, 30_000)),
    ];
    const controller = new AbortController();
    const work = fetchFile({
      signal: controller.signal,
      onProgress: ({ received }) => received === 30_000 && controller.abort(),
    });
    await assert.rejects(work, InterruptError);
    assert.deepEqual(left(), ["data.bin.part"]);
    assert.equal(sizeOnDisk(), 30_000);
  });

  it("says what is wrong with its options and its folder", async () => {
    await assert.rejects(fetchFile({ mirrors: [] }), ArgumentError);
    await assert.rejects(fetchFile({ retries: -1 }), ArgumentError);
    await assert.rejects(fetchFile({ timeout: 0 }), ArgumentError);
    writeFileSync(join(folder, "file"), "");
    await assert.rejects(fetchFile({ folder: join(folder, "file", "below") }), FileError);
  });

  it("leaves only a .part file when its process is killed, and the next one goes on from there", async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { "content-length": content.length });
        response.write(content.subarray(0, 60_000));
      },
    ];
    const script = `require(${JSON.stringify(join(__dirname, "download.js"))}).download(${JSON.stringify(file)}, { mirrors: ["${base}/a"], folder: ${JSON.stringify(folder)} })`;
    const child = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
    const end = Date.now() + 20_000;
    while (sizeOnDisk() < 60_000 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    assert.deepEqual(left(), ["data.bin.part"]);
    answers = [honest];
    ranges = [];
    assert.ok(readFileSync(await fetchFile()).equals(content));
    assert.deepEqual(ranges, ["bytes=60000-"]);
    assert.deepEqual(left(), ["data.bin"]);
  });
});

describe("downloadIdxSet", () => {
  const set: IdxSetFacts = {
    ...mnistFacts,
    title: "Set",
    files: {
      trainImages: { ...file, name: "a" },
      trainLabels: { ...file, name: "b" },
      testImages: { ...file, name: "c" },
      testLabels: { ...file, name: "d" },
    },
  };

  it("fetches the four files and shows one bar over all of them in a notebook", async () => {
    const shown: string[] = [];
    const host = globalThis as { [hostSymbol]?: Partial<NotebookHost> };
    host[hostSymbol] = {
      publish: (data) => shown.push(String(data["text/plain"])),
      signal: () => new AbortController().signal,
    };
    try {
      assert.equal(await downloadIdxSet(set, { folder, mirrors: [`${base}/x/`] }), folder);
    } finally {
      delete host[hostSymbol];
    }
    assert.deepEqual(left(), ["a", "b", "c", "d"]);
    assert.match(shown[0] ?? "", /Set: asking the server/);
    assert.equal(shown.at(-1), `Set: ${"█".repeat(20)} 0.8 of 0.8 MB`);
  });

  it("shows nothing outside a notebook", async () => {
    assert.equal(await downloadIdxSet(set, { folder, mirrors: [`${base}/x/`] }), folder);
  });
});

describe("downloadFashionMnist", () => {
  it("asks each mirror for the official names, and refuses what is not the official set", async () => {
    const asked: string[] = [];
    answers = [
      (request, response) => {
        asked.push(request.url ?? "");
        response.writeHead(404).end();
      },
    ];
    await assert.rejects(
      downloadFashionMnist({ folder, mirrors: [`${base}/x/`, `${base}/y/`], backoff: 1 }),
      DownloadError,
    );
    assert.deepEqual(asked, ["/x/train-images-idx3-ubyte.gz", "/y/train-images-idx3-ubyte.gz"]);
    await assert.rejects(
      downloadMnist({ folder, mirrors: [`${base}/z/`], retries: 0 }),
      /train-images-idx3-ubyte\.gz must be served by a mirror/,
    );
  });
});
