/** Turns Jupyter messages into signed ZeroMQ frames and back (protocol 5.4). */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The version of the Jupyter messaging protocol that the kernel speaks. */
export const PROTOCOL_VERSION = "5.4";

const DELIMITER = Buffer.from("<IDS|MSG>");

/** The header of a message. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
  subshell_id?: string | null;
}

/** The content of a message: JSON, its keys fixed by the message type. */
export type Content = Record<string, unknown>;

/** A text field of a message; empty where the field is no text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A message that came in. */
export interface Message {
  /** Routing frames, to be repeated in the reply. */
  identities: Buffer[];
  header: Header;
  content: Content;
  metadata: Content;
  buffers: Buffer[];
}

/** A message to be sent. */
export interface Outgoing {
  type: string;
  /** An object, or its JSON. */
  content: Content | string;
  /** The header of the message that caused this one; `undefined` when nothing did. */
  parent?: Header | undefined;
  metadata?: Content | undefined;
  identities?: Buffer[] | undefined;
  buffers?: Buffer[] | undefined;
}

/** What Jupyter writes into the connection file. */
export interface ConnectionInfo {
  transport: string;
  ip: string;
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  /** Keys of CurveZMQ in Z85, where the kernel manager wants the transport encrypted. */
  curve_publickey?: string;
  curve_secretkey?: string;
}

/** The security options of a kernel's sockets: the kernel is the CurveZMQ server where the connection has keys. */
export function serverSecurity(connection: ConnectionInfo): CurveServer | undefined {
  const { curve_publickey: curvePublicKey, curve_secretkey: curveSecretKey } = connection;
  if (curvePublicKey === undefined || curveSecretKey === undefined) return undefined;
  return { curveServer: true, curvePublicKey, curveSecretKey };
}

/** The options of a ZeroMQ socket that takes encrypted connections only. */
export interface CurveServer {
  curveServer: boolean;
  curvePublicKey: string;
  curveSecretKey: string;
}

/** The address of one channel; Jupyter joins name and number of a Unix socket by a hyphen. */
export function addressOf({ transport, ip }: Pick<ConnectionInfo, "transport" | "ip">, port: number): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}

/** Packs and unpacks messages for one session, signing with the connection's key. */
export class Codec {
  private readonly seen = new Set<string>();
  /** The kernel's own session id, new at each start. */
  readonly session = randomUUID();

  /** @param connection - Key and signature scheme; an empty key switches signing off, as the protocol says. */
  constructor(private readonly connection: Pick<ConnectionInfo, "key" | "signature_scheme">) {}

  /**
   * Reads the frames of one message.
   *
   * @returns The message, or `undefined` when the frames are malformed, wrongly signed or a replay: such a message is dropped.
   */
  decode(frames: readonly Buffer[]): Message | undefined {
    const at = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (at < 0 || frames.length < at + 6) return undefined;
    const signature = (frames[at + 1] as Buffer).toString("latin1");
    const body = frames.slice(at + 2, at + 6);
    if (!this.verifies(signature, body)) return undefined;
    try {
      const [header, , metadata, content] = body.map((part) => JSON.parse(part.toString("utf8")) as unknown);
      if (typeof (header as Header)?.msg_type !== "string" || typeof (header as Header).msg_id !== "string")
        return undefined;
      return {
        identities: frames.slice(0, at),
        header: header as Header,
        metadata: (metadata ?? {}) as Content,
        content: (content ?? {}) as Content,
        buffers: frames.slice(at + 6),
      };
    } catch {
      return undefined;
    }
  }

  /** Writes one message as frames: identities, delimiter, signature, header, parent, metadata, content, buffers. */
  encode(message: Outgoing): Buffer[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: message.type,
      session: this.session,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
    const body = [header, message.parent ?? {}, message.metadata ?? {}, message.content].map((part) =>
      Buffer.from(typeof part === "string" ? part : JSON.stringify(part)),
    );
    const signature = Buffer.from(this.sign(body), "latin1");
    return [...(message.identities ?? []), DELIMITER, signature, ...body, ...(message.buffers ?? [])];
  }

  private sign(parts: readonly Buffer[]): string {
    const { key, signature_scheme: scheme } = this.connection;
    if (!key) return "";
    const hash = createHmac(scheme.replace(/^hmac-/, "") || "sha256", key);
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }

  private verifies(signature: string, body: readonly Buffer[]): boolean {
    if (!this.connection.key) return true;
    const wanted = Buffer.from(this.sign(body));
    const given = Buffer.from(signature);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
    // The same signature again is a replayed message: its id and date are part of what was signed.
    if (this.seen.has(signature)) return false;
    this.seen.add(signature);
    if (this.seen.size > 65_536) this.forgetOldest(16_384);
    return true;
  }

  private forgetOldest(count: number): void {
    for (const signature of this.seen) {
      if (count-- <= 0) break;
      this.seen.delete(signature);
    }
  }
}
