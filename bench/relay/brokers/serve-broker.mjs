import { servePart } from '../../lib/part.mjs';
import { pace } from '../pacer.mjs';

/**
 * The broker side of a way to relay: `open(options)` gives `{ emit(streamer, event), settled?, figures? }`.
 * `settled` resolves when everything that was emitted has left.
 */
export function serveBroker(open) {
  let sender;
  servePart({
    async open(options) {
      sender = await open(options);
    },
    async run(options) {
      const told = await pace(options, sender.emit);
      await sender.settled?.();
      return { ...told, ...sender.figures?.() };
    },
  });
}
