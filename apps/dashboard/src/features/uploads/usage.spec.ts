import { expect, it } from 'vitest';
import type { WidgetView } from '#libs/contracts';
import { sizeText } from './upload-kinds.js';
import { usedBy } from './usage.js';

const REFERENCE = `upload:${'0f'.repeat(16)}-png`;
const widget = (id: string, overrides: Record<string, unknown>): WidgetView => ({
  ...{ id, type: 'gifts', name: '', rev: 1, settings: {} },
  overrides,
});

it('finds an upload in settings and within variations', () => {
  const plain = widget('a', { imageUrl: REFERENCE });
  const deep = widget('b', { variations: [{ name: '', when: {}, change: { imageUrl: REFERENCE } }] });
  const other = widget('c', { imageUrl: `upload:${'1f'.repeat(16)}-png`, message: `see ${REFERENCE}` });
  expect(usedBy(REFERENCE, [plain, deep, other]).map(({ id }) => id)).toEqual(['a', 'b']);
});

it('says sizes in words', () => {
  expect(sizeText(10)).toBe('1 KB');
  expect(sizeText(1_500_000)).toBe('1.4 MB');
  expect(sizeText(200 * 1024 * 1024)).toBe('200 MB');
});
