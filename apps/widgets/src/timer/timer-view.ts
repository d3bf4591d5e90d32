import type { TimerRules, Totals } from '#libs/contracts';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import { addedMs, readTimer } from '../../../../libs/contracts/src/widgets/timer-clock.js';
import type { State, StateView } from '../runtime/state-widget.js';
import { type Cancel, browserClock } from '../runtime/timers.js';
import { h } from '../ui/dom.js';
import { applyLook, readLook } from '../ui/look.js';
import { clamp, enter, mayFlash, reducedMotion } from '../ui/motion.js';
import { RollingText } from '../ui/rolling-number.js';
import { SettingsReader } from '../ui/settings.js';
import { squashed } from '../ui/squash.js';
import { cleanText } from '../ui/text.js';
import { formatAdded, formatTime } from './time-text.js';

const NONE = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const NO_TOTALS: Totals = { session: NONE, today: NONE, allTime: NONE };
const GAIN_MS = 1800;

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  const moment = (name: string): number => read.number(name, 0, 0, 8.64e15);
  const rate = (name: string, fallback: number): number => read.number(name, fallback, 0, 3600);
  const baseline = settings['baseline'];
  const rules: TimerRules = {
    period: read.choice('period', ['all-time', 'session'], 'all-time'),
    initialSeconds: read.number('initialSeconds', 3600, 0, 31 * 86_400),
    secondsPerCoin: rate('secondsPerCoin', 0.5),
    secondsPerGift: rate('secondsPerGift', 0),
    secondsPerFollow: rate('secondsPerFollow', 10),
    secondsPerSubscribe: rate('secondsPerSubscribe', 300),
    secondsPerShare: rate('secondsPerShare', 0),
    secondsPerLike: rate('secondsPerLike', 0),
    maximumAddedSeconds: read.number('maximumAddedSeconds', 0, 0, 31 * 86_400),
    startedAt: moment('startedAt'),
    pausedAt: moment('pausedAt'),
    pausedMs: moment('pausedMs'),
    baseline: typeof baseline === 'object' && baseline !== null ? baseline : {},
  };
  return {
    look: readLook(read),
    position: read.choice('position', POSITIONS, 'top-center'),
    title: read.text('title', '', 60),
    endText: read.text('endText', "Time's up", 60),
    showAdded: read.flag('showAdded', true),
    rules,
  };
}

/** A countdown that gifts and follows lengthen. What it shows follows from settings and totals alone. */
export class TimerView implements StateView {
  private settings = readSettings({});
  private totals = NO_TOTALS;
  private skew = 0;
  private added: number | undefined;
  private cancel: Cancel = () => undefined;
  private readonly title = h('p', 'timer__title label cut');
  private readonly time = new RollingText('');
  private readonly end = h('p', 'timer__end cut');
  private readonly clock = h('div', 'timer__time number', this.time.element);
  private readonly panel = h('section', 'timer panel', this.title, this.clock, this.end);

  constructor(private readonly stage: HTMLElement) {
    stage.className = 'stage--placed';
  }

  configure(settings: Record<string, unknown>): void {
    this.settings = readSettings(settings);
    applyLook(this.settings.look, this.settings.position);
    this.title.textContent = cleanText(this.settings.title, 60);
    this.title.hidden = this.title.textContent === '';
    this.end.textContent = cleanText(this.settings.endText, 60);
    // New rates are no gain.
    this.added = undefined;
  }

  setTime(now: number): void {
    this.skew = now - Date.now();
  }

  draw({ totals }: State): void {
    this.totals = totals ?? NO_TOTALS;
    if (!this.panel.isConnected) {
      this.stage.replaceChildren(this.panel);
      enter(this.panel, (at) => ({
        opacity: clamp(at * 2),
        transform: `translateY(${((1 - at) * -30).toFixed(2)}%) ${squashed(1, at)}`,
      }));
    }
    const added = this.settings.rules.startedAt ? addedMs(this.settings.rules, this.totals) : 0;
    const gain = this.added === undefined ? 0 : added - this.added;
    this.added = added;
    if (gain >= 500 && this.settings.showAdded) this.float(gain);
    this.tick();
  }

  blank(): void {
    this.cancel();
    this.panel.remove();
  }

  private tick(): void {
    this.cancel();
    const now = Date.now() + this.skew;
    const reading = readTimer(this.settings.rules, this.totals, now);
    this.panel.dataset['state'] = reading.state;
    this.panel.classList.toggle('timer--soon', reading.state === 'running' && reading.remainingMs < 60_000);
    this.time.show(formatTime(reading.remainingMs));
    if (reading.state !== 'running') return;
    // Just after the next whole second.
    this.cancel = browserClock.after((reading.remainingMs % 1000) + 15, () => this.tick());
  }

  /** What was added rises from the clock. */
  private float(ms: number): void {
    for (const old of this.panel.querySelectorAll('.timer__gain')) old.remove();
    const gain = h('span', 'timer__gain number', formatAdded(ms));
    this.panel.append(gain);
    const frames = reducedMotion()
      ? { opacity: [0, 1, 1, 0] }
      : {
          opacity: [0, 1, 1, 0],
          transform: ['translateY(40%)', 'translateY(0)', 'translateY(-10%)', 'translateY(-50%)'],
          offset: [0, 0.15, 0.75, 1],
        };
    gain.animate(frames, { duration: GAIN_MS, fill: 'both', easing: 'cubic-bezier(.2, .9, .25, 1)' });
    setTimeout(() => gain.remove(), GAIN_MS);
    if (mayFlash()) this.clock.animate({ transform: ['none', 'scale(1.05)', 'none'], offset: [0, 0.3, 1] }, 420);
  }
}
