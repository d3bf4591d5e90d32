function table(polynomial: number, reflected: boolean): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = reflected ? index : index << 24;
    for (let bit = 0; bit < 8; bit++) {
      if (reflected) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
      else value = value & 0x80000000 ? (value << 1) ^ polynomial : value << 1;
    }
    return value >>> 0;
  });
}

const PNG = table(0xedb88320, true);
const OGG = table(0x04c11db7, false);

/** The checksum of PNG chunks (CRC-32). */
export function pngChecksum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (PNG[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** The checksum of an Ogg page, whose own field (bytes 22 to 25) counts as zero. */
export function oggChecksum(page: Uint8Array): number {
  let value = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : (page[at] ?? 0);
    value = ((value << 8) ^ (OGG[((value >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  }
  return value;
}
