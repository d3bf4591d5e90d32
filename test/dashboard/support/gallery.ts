import type { Place } from './pages.js';

/** A page of Markdown with every picture. */
export function gallery(all: readonly Place[]): string {
  const row = ({ name, path }: Place): string => {
    const picture = (size: string, scheme: string, width: number): string =>
      `<img src="${name}-${size}-${scheme}.jpg" width="${width}" alt="${name}, ${size}, ${scheme}" />`;
    const of = (scheme: string): string => [picture('desktop', scheme, 480), picture('phone', scheme, 138)].join('\n');
    return `## ${name}\n\n\`${path.replace(/\/streams\/.+/, '/streams/…')}\`\n\n${of('light')}\n${of('dark')}\n`;
  };
  return `# Every page of the dashboard\n\nMade by \`npm run docs:dashboard\`.\n\n${all.map(row).join('\n')}`;
}
