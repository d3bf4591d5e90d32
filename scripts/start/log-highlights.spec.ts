import { expect, it } from 'vitest';
import { createHighlighter, highlightOf } from './log-highlights.mjs';

it('picks warnings and errors out of a JSON log', () => {
  expect(highlightOf('{"level":40,"msg":"slow"}')).toEqual({ level: 'warning', text: 'slow' });
  expect(highlightOf('{"level":"error","msg":"failed","err":{"message":"no route"}}')).toEqual({
    level: 'error',
    text: 'failed: no route',
  });
  expect(highlightOf('{"level":30,"msg":"fine"}')).toBeUndefined();
  expect(highlightOf('plain text')).toBeUndefined();
  expect(highlightOf('{"level":40,')).toBeUndefined();
});

it('shows a few lines in ten seconds and counts the rest', () => {
  const shown: string[] = [];
  let time = 100_000;
  const take = createHighlighter({ show: (text) => shown.push(text), now: () => time });
  for (let number = 0; number < 10; number++) take(`{"level":40,"msg":"problem ${number}"}`);
  expect(shown).toHaveLength(4);
  time += 11_000;
  take('{"level":50,"msg":"next"}');
  expect(shown.slice(4)).toEqual(['6 more warnings or errors are in its log', 'error: next']);
});
