const HUES: readonly (readonly [string, string])[] = [
  ['#FF7A59', '#C2255C'],
  ['#FFB84D', '#E8590C'],
  ['#4FD1C5', '#0B7285'],
  ['#6EA8FE', '#3B3BC4'],
  ['#B197FC', '#6741D9'],
  ['#F783AC', '#862E9C'],
  ['#8CE99A', '#1E7A46'],
  ['#FFD8A8', '#D9480F'],
  ['#74C0FC', '#1864AB'],
  ['#E599F7', '#9C36B5'],
  ['#63E6BE', '#087F5B'],
  ['#FFA8A8', '#C92A2A'],
];

const HAIR = ['#2B1B17', '#5C3A21', '#A0522D', '#D9A441', '#1F2430', '#7A4B8C'] as const;
const SKIN = ['#F6D2B8', '#E8B48C', '#C98B5E', '#8D5A3A', '#FBE3CF', '#A9714B'] as const;

/** A round-croppable portrait: a gradient with initials, or a drawn bust where no initials are given. */
export function avatarSvg(id: string, initials: string): string {
  const seed = hash(id);
  const [light, dark] = HUES[seed % HUES.length] ?? ['#6EA8FE', '#3B3BC4'];
  const angle = 20 + (seed % 50);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">`,
    `<defs><linearGradient id="g" gradientTransform="rotate(${angle} .5 .5)">`,
    `<stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>`,
    `<rect width="256" height="256" fill="url(#g)"/>`,
    `<circle cx="${40 + (seed % 60)}" cy="36" r="92" fill="#fff" opacity=".13"/>`,
    `<circle cx="${200 - (seed % 40)}" cy="228" r="70" fill="#000" opacity=".08"/>`,
    initials ? lettering(initials) : bust(seed),
    `</svg>`,
  ].join('');
}

function lettering(initials: string): string {
  const size = [...initials].length > 1 ? 104 : 128;
  return (
    `<text x="128" y="128" dy=".35em" text-anchor="middle" font-family="Outfit, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" ` +
    `font-weight="600" font-size="${size}" letter-spacing="-2" fill="#fff">${escapeXml(initials)}</text>`
  );
}

function bust(seed: number): string {
  const hair = HAIR[(seed >>> 4) % HAIR.length] ?? HAIR[0];
  const skin = SKIN[(seed >>> 8) % SKIN.length] ?? SKIN[0];
  const long = (seed >>> 12) % 2 === 0;
  return [
    long ? `<path d="M70 118c0-46 26-72 58-72s58 26 58 72v72H70z" fill="${hair}"/>` : '',
    `<path d="M36 256c4-50 40-72 92-72s88 22 92 72z" fill="#fff" opacity=".92"/>`,
    `<path d="M108 160h40v34a20 20 0 0 1-40 0z" fill="${skin}"/>`,
    `<ellipse cx="128" cy="122" rx="44" ry="52" fill="${skin}"/>`,
    `<path d="M80 120c-2-46 22-68 50-68 30 0 50 22 46 66-10-22-26-34-52-34-22 0-38 12-44 36z" fill="${hair}"/>`,
  ].join('');
}

export function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  return value >>> 0;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
