import { expect, it } from 'vitest';
import { widgetOf, type StreamerReadModel } from './read-model.js';

const widget = (id: string, durationMs: number) => ({ id, type: 'gifts' as const, settings: { durationMs }, rev: 1 });
const model = (...widgets: StreamerReadModel['widgets']): StreamerReadModel => ({
  ...{ streamerId: '5600e838-26e8-4a61-a0a1-3d1d917efb35', active: true, rev: 1, keyHash: 'a'.repeat(64), widgets },
});

it('shows the saved default without an id, then the first, then the default as it comes', () => {
  const [one, other, saved] = [widget('0a', 2000), widget('0b', 3000), widget('gifts', 5000)];
  expect(widgetOf(model(one, other, saved), 'gifts')).toMatchObject({ id: 'gifts', settings: { durationMs: 5000 } });
  expect(widgetOf(model(one, other), 'gifts')).toMatchObject({ id: '0a', settings: { volume: 70 } });
  expect(widgetOf(model(), 'gifts')).toMatchObject({ id: 'gifts', rev: 0, settings: { durationMs: 4000 } });
  expect(widgetOf(model(one, saved), 'gifts', '0a')).toMatchObject({ id: '0a' });
  expect(widgetOf(model(one), 'gifts', 'gifts')).toMatchObject({ id: 'gifts', rev: 0 });
  expect(widgetOf(model(one), 'gifts', '0b')).toBeUndefined();
  expect(widgetOf(model(one), 'chat', '0a')).toBeUndefined();
});
