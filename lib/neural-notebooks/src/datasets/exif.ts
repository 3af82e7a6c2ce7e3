/** Turns a camera's note on how it was held into an upright picture. */
import type { Pixels } from "./image-folder";

/** The numbers of the Exif tag "orientation" (CIPA DC-008): 1 upright, 3 upside down, 6 and 8 a quarter turn, the others mirrored too. */
const upright = 1;

/**
 * Reads the orientation that a camera wrote into a JPEG file.
 *
 * @param bytes - The file.
 * @returns A number from 1 to 8; 1 (upright) when nothing is said.
 */
export function orientationOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint8(at + 1);
      // Exif stands in a segment APP1; after the start of scan (DA) there are only pixels.
      if (marker === 0xda) return upright;
      if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return orientationIn(view, at + 10);
    }
  } catch (error) {
    // A note that is cut off says nothing; the decoder judges the picture itself.
    if (!(error instanceof RangeError)) throw error;
  }
  return upright;
}

/** Looks through the first directory of the TIFF block for tag 0x0112. */
function orientationIn(view: DataView, start: number): number {
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : upright;
  }
  return upright;
}

/**
 * Turns a picture upright.
 *
 * @param pixels - As the file holds it; stays as it is.
 * @param orientation - The number of the Exif tag.
 * @returns The same picture for 1, a new one otherwise.
 */
export function turn(pixels: Pixels, orientation: number): Pixels {
  if (orientation === upright) return pixels;
  const { width, height, data } = pixels;
  const quarter = orientation >= 5;
  const [newWidth, newHeight] = quarter ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const [fromX, fromY] = sourceOf(x, y, { orientation, width, height });
      const from = (fromY * width + fromX) * 4;
      turned.set(data.subarray(from, from + 4), (y * newWidth + x) * 4);
    }
  }
  return { width: newWidth, height: newHeight, data: turned };
}

/** Where in the file the pixel at (x, y) of the upright picture is. */
function sourceOf(
  x: number,
  y: number,
  { orientation, width, height }: { orientation: number; width: number; height: number },
): [x: number, y: number] {
  const [right, bottom] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    case 8:
      return [right - y, x];
    default:
      return [x, y];
  }
}
