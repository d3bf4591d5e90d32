import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.mjs';

describe('flags of npm start', () => {
  it.each([
    [[], { help: false }],
    [['--handle', 'some.name'], { help: false, handle: 'some.name' }],
    [['--handle=@some_name'], { help: false, handle: 'some_name' }],
    [['--help'], { help: true }],
  ])('reads %j', (args, expected) => {
    expect(parseFlags(args)).toEqual(expected);
  });

  it.each([['a'], ['with space'], ['x'.repeat(25)], ['ümlaut'], ['']])('refuses the name "%s"', (name) => {
    expect(() => parseFlags(['--handle', name])).toThrow('not a TikTok name');
  });

  it('shows how it is used when an option is unknown or has no value', () => {
    expect(() => parseFlags(['--port', '1'])).toThrow(/Unknown option: --port[^]*Usage: npm start/);
    expect(() => parseFlags(['--handle'])).toThrow(/needs a name[^]*Usage/);
  });

  it('explains the lone "--" when npm has swallowed the option', () => {
    expect(() => parseFlags(['some.name'], { npm_config_handle: 'some.name' })).toThrow('npm start -- --handle');
  });
});
