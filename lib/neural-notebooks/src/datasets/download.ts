/**
 * Turns addresses into a checked file on disk. Own code around `fetch`, as the kept download packages either need
 * ES modules or take a cut connection for the end of the file, and none checks size and SHA-256 before the rename.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DownloadError, FileError, InterruptError, cannot } from "../core/errors";
import { interruptSignal } from "../core/display";
import { checkInteger, checkNumber } from "../core/shape";
import { dataVariable } from "./folder";
import type { DataFile } from "./idx-set";

/** How far a download is. */
export interface Progress {
  /** The file's name. */
  file: string;
  /** Bytes on disk. */
  received: number;
  /** Bytes in all. */
  total: number;
}

/** How a file is fetched. */
export interface DownloadOptions {
  /** Addresses of the file, tried in turn. */
  mirrors: readonly string[];
  /** Where it is put; made when it is not there. */
  folder: string;
  /** How often all mirrors are tried again. */
  retries?: number;
  /** Milliseconds without a byte after which a server is given up. */
  timeout?: number;
  /** Milliseconds before the second round; doubled for each further one. */
  backoff?: number;
  /** Called after each piece. */
  onProgress?: (progress: Progress) => void;
  /** Stops the download; the stop button of the running cell unless given. What came is kept. */
  signal?: AbortSignal;
}

/**
 * Fetches a file unless it is there already. Bytes go to `name.part`; a later try, also of another process or from
 * another mirror, goes on where this one ended. Only a file of the right size and SHA-256 gets its name.
 *
 * @param file - Name, size and SHA-256.
 * @param options - `mirrors`, `folder`; `retries` (3), `timeout` (30,000), `backoff` (500), `onProgress`, `signal`.
 * @returns The file's path.
 * @throws DownloadError when no mirror gives the right file; FileError when the folder cannot be written;
 * InterruptError after the stop button.
 */
export async function download(file: DataFile, options: DownloadOptions): Promise<string> {
  const { folder, retries = 3, timeout = 30_000, backoff = 500, signal = interruptSignal() } = options;
  if (options.mirrors.length === 0)
    throw cannot("download", {
      argument: "mirrors",
      must: "at least one address",
      received: options.mirrors,
    });
  checkInteger(retries, { verb: "download", argument: "retries", min: 0 });
  checkNumber(timeout, { verb: "download", argument: "timeout", min: 1 });
  checkNumber(backoff, { verb: "download", argument: "backoff", min: 0 });
  const target = join(folder, file.name);
  if (await isRight(target, file)) return target;
  await makeFolder(folder);
  const job: Job = {
    file,
    part: `${target}.part`,
    timeout,
    signal,
    onProgress: options.onProgress ?? (() => undefined),
  };
  const failures: string[] = [];
  let mirrors = [...options.mirrors];
  for (let round = 0; round <= retries && mirrors.length > 0; round++) {
    if (round > 0) await pause(backoff * 2 ** (round - 1), signal);
    for (const address of mirrors) {
      const failure = await tryMirror(address, job);
      if (!failure) {
        await rename(job.part, target);
        return target;
      }
      failures.push(`${address}: ${failure.message}`);
      // A server that does not have the file, or has another one, will not have it a second later.
      if (failure.final) mirrors = mirrors.filter((other) => other !== address);
    }
  }
  const hint = `Try again later (what came is kept), or fetch the file by hand into a folder and name it in ${dataVariable}. ${[...new Set(failures)].join("; ")}.`;
  throw cannot("download", {
    argument: file.name,
    must: "served by a mirror",
    received: `${failures.length} failed tries`,
    hint,
    as: DownloadError,
  });
}

interface Job {
  file: DataFile;
  part: string;
  timeout: number;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** Why a try failed, and whether trying again is of no use. */
interface Failure {
  message: string;
  final: boolean;
}

async function tryMirror(address: string, job: Job): Promise<Failure | undefined> {
  const before = await sizeOf(job.part);
  try {
    if (before > job.file.bytes) await rm(job.part);
    if (before !== job.file.bytes) await fetchRest(address, job);
  } catch (error) {
    if (job.signal.aborted) throw new InterruptError();
    if (error instanceof FileError) throw error;
    if ((await sizeOf(job.part)) > job.file.bytes) await rm(job.part);
    return error instanceof ServerFailure ? error : { message: reasonOf(error), final: false };
  }
  const size = await sizeOf(job.part);
  if (size < job.file.bytes)
    return { message: `the connection ended after ${size} of ${job.file.bytes} bytes`, final: false };
  if ((await hashOf(job.part)) === job.file.sha256) return undefined;
  await rm(job.part);
  // The first bytes may have been another file's: the same server gets one more chance from the start.
  if (before > 0) return tryMirror(address, job);
  return { message: "the checksum is wrong", final: true };
}

class ServerFailure extends Error implements Failure {
  constructor(
    message: string,
    readonly final: boolean,
  ) {
    super(message);
  }
}

/** Appends what is missing to the part file. */
async function fetchRest(address: string, job: Job): Promise<void> {
  const start = await sizeOf(job.part);
  const watch = new Watch(job);
  try {
    // "identity": a server must not pack the bytes again, or size and checksum would be of something else.
    const headers = { "Accept-Encoding": "identity", ...(start > 0 ? { Range: `bytes=${start}-` } : {}) };
    const response = await fetch(address, { headers, signal: watch.signal });
    const append = await acceptsRange(response, { start, job });
    await write(response, { append, start, watch, job });
  } catch (error) {
    throw watch.timedOut ? new ServerFailure(`no byte for ${job.timeout} ms`, false) : error;
  } finally {
    watch.stop();
  }
}

/** True when the answer goes on where the part file ends; false when it begins anew. */
async function acceptsRange(
  response: Response,
  { start, job }: { start: number; job: Job },
): Promise<boolean> {
  const { status, headers } = response;
  if (status === 416) {
    await discard(response);
    await rm(job.part, { force: true });
    throw new ServerFailure("the server has a shorter file", false);
  }
  if (status !== 200 && status !== 206) {
    await discard(response);
    throw new ServerFailure(
      `the server answered ${status}`,
      status >= 400 && status < 500 && status !== 408 && status !== 429,
    );
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const append = status === 206 && start > 0 && range?.[1] === String(start);
  if (status === 206 && !append) {
    await discard(response);
    throw new ServerFailure("the server sent another part than asked for", true);
  }
  const length = status === 206 ? range?.[2] : headers.get("content-length");
  if (length && length !== "*" && Number(length) !== job.file.bytes && !headers.get("content-encoding")) {
    await discard(response);
    throw new ServerFailure(`the size is wrong: ${length} bytes in place of ${job.file.bytes}`, true);
  }
  return append;
}

async function write(
  response: Response,
  { append, start, watch, job }: { append: boolean; start: number; watch: Watch; job: Job },
): Promise<void> {
  const handle = await openPart(job.part, append);
  try {
    let received = append ? start : 0;
    for await (const piece of response.body ?? []) {
      watch.feed();
      await handle.write(piece as Uint8Array);
      received += (piece as Uint8Array).length;
      job.onProgress({ file: job.file.name, received, total: job.file.bytes });
      if (received > job.file.bytes)
        throw new ServerFailure(`the size is wrong, above ${job.file.bytes} bytes`, true);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Fires when no byte has come for a time, or when the learner stops. */
class Watch {
  timedOut = false;
  private readonly controller = new AbortController();
  private readonly onStop = (): void => this.controller.abort();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly job: Job) {
    job.signal.addEventListener("abort", this.onStop, { once: true });
    if (job.signal.aborted) this.onStop();
    this.feed();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  feed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.controller.abort();
    }, this.job.timeout);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.job.signal.removeEventListener("abort", this.onStop);
  }
}

async function isRight(path: string, { bytes, sha256 }: DataFile): Promise<boolean> {
  return (await sizeOf(path)) === bytes && (await hashOf(path)) === sha256;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw cannot("download", {
      argument: "folder",
      must: "one that can be written",
      received: folder,
      as: FileError,
      cause,
    });
  }
}

async function openPart(part: string, append: boolean): ReturnType<typeof open> {
  try {
    return await open(part, append ? "a" : "w");
  } catch (cause) {
    throw cannot("download", {
      argument: part,
      must: "a file that can be written",
      received: reasonOf(cause),
      as: FileError,
      cause,
    });
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch {
    throw new InterruptError();
  }
}

/** Lets the connection go without reading the rest. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** `fetch` says only "fetch failed"; the reason is one level down. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
  return [message, cause?.code ?? cause?.message].filter(Boolean).join(": ");
}
