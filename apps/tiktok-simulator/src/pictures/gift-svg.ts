import { GIFT_CATALOG } from '../lively/gift-catalog.js';
import type { GiftShape } from '../lively/gift-catalog.js';
import { hash } from './avatar-svg.js';
import type { Drawing } from './drawing.js';
import { SMALL_SHAPES } from './gift-shapes-small.js';
import { GRAND_SHAPES } from './gift-shapes-grand.js';

const SHAPES: Record<GiftShape, Drawing> = { ...SMALL_SHAPES, ...GRAND_SHAPES };
const SHAPE_NAMES = Object.keys(SHAPES) as GiftShape[];

const linear = (id: string, from: string, to: string, extra = 'x1="0" y1="0" x2=".4" y2="1"') =>
  `<linearGradient id="${id}" ${extra}><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;

const GRADIENTS = [
  linear('red', '#FF7A8A', '#C4123F'),
  linear('deepred', '#E0254F', '#7D0A2C'),
  linear('pink', '#FFB3D1', '#F0418A'),
  linear('gold', '#FFE68A', '#F08C00'),
  linear('amber', '#FFC94D', '#C25E00'),
  linear('green', '#8CE38F', '#1C7A3E'),
  linear('blue', '#8AD4FF', '#2F6BEA'),
  linear('navy', '#4B5BD6', '#1A1B5C'),
  linear('violet', '#D0A8FF', '#6A2FD6'),
  linear('mint', '#B8FFE6', '#1BB5A0'),
  linear('cream', '#FFF6E3', '#F0C48A'),
  linear('brown', '#C98A5B', '#6B3A1E'),
  linear('white', '#FFFFFF', '#D5DCF0'),
  linear('steel', '#E8EDF7', '#8492B4'),
  linear('fire', '#FFE066', '#E8290B', 'x1="0" y1="0" x2="0" y2="1"'),
  `<radialGradient id="space" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#FFF3FF"/><stop offset=".22" stop-color="#FF8AE2"/><stop offset=".6" stop-color="#6A2FD6"/><stop offset="1" stop-color="#12104A" stop-opacity="0"/></radialGradient>`,
  `<radialGradient id="halo" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>`,
].join('');

const SPARKLE = 'M0-14c1.6 8 4 11 14 14-10 3-12.4 6-14 14-1.6-8-4-11-14-14 10-3 12.4-6 14-14z';
const sparkle = (x: number, y: number, scale: number) =>
  `<path d="${SPARKLE}" transform="translate(${x} ${y}) scale(${scale})" fill="#fff" opacity=".9"/>`;

/** The picture of a gift. Ids outside the catalogue get a shape of the family, the same one each time. */
export function giftSvg(giftId: string): string {
  const known = GIFT_CATALOG.find((gift) => String(gift.id) === giftId)?.shape;
  return drawShape(known ?? SHAPE_NAMES[hash(giftId) % SHAPE_NAMES.length] ?? 'star');
}

/** The picture of an emote: a shape by its name, or by a hash of the id. */
export function emoteSvg(id: string): string {
  const named = SHAPE_NAMES.find((name) => name === id);
  return drawShape(named ?? SHAPE_NAMES[hash(id) % SHAPE_NAMES.length] ?? 'heart');
}

function drawShape(shape: GiftShape): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="512" height="512">`,
    `<defs>${GRADIENTS}</defs>`,
    `<ellipse cx="128" cy="238" rx="66" ry="9" fill="#000" opacity=".16"/>`,
    SHAPES[shape](),
    sparkle(212, 52, 0.9),
    sparkle(40, 84, 0.6),
    sparkle(222, 168, 0.5),
    `</svg>`,
  ].join('');
}
