import { writeFileSync } from 'node:fs';

const WIDTH = 1200;
const ROW = 17;
const LEAST_WIDTH = 1;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Stacks as a tree of boxes, the root below; a title on each tells its share. */
export function writeFlameGraph(file, stacks, title) {
  const rootNode = { time: 0, children: new Map() };
  for (const { stack, time } of stacks) {
    let at = rootNode;
    at.time += time;
    for (const name of stack) {
      if (!at.children.has(name)) at.children.set(name, { time: 0, children: new Map() });
      at = at.children.get(name);
      at.time += time;
    }
  }
  const boxes = [];
  let deepest = 0;
  const place = (node, x, depth) => {
    let left = x;
    for (const [name, child] of [...node.children].toSorted((a, b) => b[1].time - a[1].time)) {
      const width = (child.time / rootNode.time) * WIDTH;
      if (width < LEAST_WIDTH) continue;
      deepest = Math.max(deepest, depth);
      boxes.push({ name, x: left, width, depth, share: child.time / rootNode.time });
      place(child, left, depth + 1);
      left += width;
    }
  };
  place(rootNode, 0, 0);
  const height = (deepest + 2) * ROW + 10;
  const shapes = boxes.map(({ name, x, width, depth, share }) => {
    const y = height - (depth + 1) * ROW - 4;
    const hue = 20 + (Math.abs([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)) % 40);
    const shown = width > 40 ? escape(name.slice(0, Math.floor(width / 6.2))) : '';
    return (
      `<g><title>${escape(name)} ${(share * 100).toFixed(1)} %</title>` +
      `<rect x="${x.toFixed(1)}" y="${y}" width="${(width - 0.4).toFixed(1)}" height="${ROW - 1}" rx="2" fill="hsl(${hue} 75% 62%)"/>` +
      `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${shown}</text></g>`
    );
  });
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">` +
      `<rect width="100%" height="100%" fill="#fff"/><text x="6" y="13" font-size="12">${escape(title)}</text>${shapes.join('')}</svg>\n`,
  );
}
