import { hash32 } from '../runtime/hash.js';
import { type Plate, type Rgb, hueToRgb, readableOn, toCss } from '../ui/colour.js';

/** The same person has the same hue for ever, and it can be read on the plate. */
export function nameColour(userId: string, plate: Plate, worst?: Rgb): string {
  const hue = (hash32(userId) * 137.508) % 360;
  return toCss(readableOn(plate, hueToRgb(hue, 0.92, plate === 'light' ? 0.36 : 0.68), worst));
}
