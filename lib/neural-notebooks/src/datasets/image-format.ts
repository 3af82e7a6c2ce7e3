/** Turns the first bytes of a file into the kind of picture it is. */

/** Endings of pictures that this library cannot decode. */
export const otherEndings: readonly string[] = [
  ".webp",
  ".gif",
  ".bmp",
  ".tif",
  ".tiff",
  ".heic",
  ".heif",
  ".avif",
  ".jxl",
  ".jp2",
  ".svg",
  ".ico",
  ".psd",
  ".raw",
  ".dng",
  ".cr2",
  ".nef",
  ".arw",
];

const starts: readonly (readonly [kind: string, start: string])[] = [
  ["PNG", "\x89PNG\r\n\x1a\n"],
  ["JPEG", "\xff\xd8\xff"],
  ["GIF", "GIF8"],
  ["BMP", "BM"],
  ["TIFF", "II*\0"],
  ["TIFF", "MM\0*"],
  ["JPEG XL", "\xff\x0a"],
  ["PSD", "8BPS"],
];

/**
 * Knows the kind of a picture.
 *
 * @param bytes - The file, or its first 32 bytes.
 * @returns E.g. `"PNG"` or `"WebP"`; `undefined` when it is no picture of a kind that is known.
 * @example
 * assert.equal(imageFormat(Buffer.from("GIF89a")), "GIF");
 */
export function imageFormat(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 32));
  if (text.startsWith("RIFF")) return text.slice(8, 12) === "WEBP" ? "WebP" : undefined;
  if (text.slice(4, 8) === "ftyp") return containerKind(text.slice(8, 12));
  const found = starts.find(([, start]) => text.startsWith(start))?.[0];
  // Two letters are few: the size of a BMP's header follows at byte 14.
  return found === "BMP" && !["\x0c", "(", "l", "|"].includes(text.charAt(14)) ? undefined : found;
}

/** Phones pack pictures into the container of films; its brand says what is inside. */
function containerKind(brand: string): string | undefined {
  if (/^(hei|hev|mif1|msf1)/.test(brand)) return "HEIC";
  return brand.startsWith("avi") ? "AVIF" : undefined;
}
