import type { LiveEvent, StateMessage } from '#libs/contracts';
import type { Widget } from './widget.js';

/** What the server counted, as far as this page was told. */
export type State = StateMessage;

export interface StateView {
  configure(settings: Record<string, unknown>): void;
  /** `first`: there was nothing before it, so nothing moves. */
  draw(state: State, first: boolean): void;
  blank(): void;
  /** The server's clock at this moment, ms. */
  setTime?(now: number): void;
}

/** A widget that shows what the server counts, instead of single events. */
export function stateWidget(view: StateView): Widget {
  let state: State = {};
  let drawn = false;
  const draw = (next: State): void => {
    state = next;
    view.draw(state, !drawn);
    drawn = true;
  };
  view.configure({});
  return {
    settings(settings) {
      view.configure(settings);
      if (drawn) draw(state);
    },
    welcome(welcome) {
      if (welcome.now !== undefined) view.setTime?.(welcome.now);
      draw(partsOf(welcome.snapshot));
    },
    snapshot: (snapshot) => draw(partsOf(snapshot)),
    state: (part) => draw({ ...state, ...part }),
    items(items) {
      const next = items.reduce((now, { event }) => withEvent(now, event), state);
      if (next !== state) draw(next);
    },
    blank() {
      drawn = false;
      view.blank();
    },
  };
}

function partsOf({ totals, goals, leaderboard, latest, viewers, timer }: State): State {
  return { totals, goals, leaderboard, latest, viewers, timer };
}

function withEvent(state: State, event: LiveEvent): State {
  if (event.type !== 'viewers') return state;
  const { current, cumulative } = event;
  return { ...state, viewers: { current, cumulative, peak: Math.max(current, state.viewers?.peak ?? 0) } };
}
