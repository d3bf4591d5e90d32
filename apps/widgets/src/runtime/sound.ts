import { reportFault } from './faults.js';
import { insideObs } from './obs.js';

const KEPT = 24;
const FADE_S = 0.12;
const WAKE_MS = 250;

/** Plays one sound at a time. OBS lets a page play at once; a browser tab wants one click first. */
export class SoundPlayer {
  private context: AudioContext | undefined;
  private readonly buffers = new Map<string, Promise<AudioBuffer | undefined>>();
  private playing: { source: AudioBufferSourceNode; gain: GainNode } | undefined;
  private muted = false;
  /** Rises with each wish: a sound that was still loading when the next one came is not played. */
  private wish = 0;

  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.stop();
  }

  /** Fetches a sound before it is needed. */
  prepare(address: string | undefined): void {
    if (address && !this.muted) void this.load(address);
  }

  /** `volume` from 0 to 1. What is still playing gives way. */
  async play(address: string | undefined, volume: number): Promise<void> {
    if (!address || this.muted || volume <= 0) return;
    const wish = (this.wish += 1);
    const context = await this.woken();
    if (context.state !== 'running') return askForClick(context);
    const buffer = await this.load(address);
    if (!buffer || this.muted || wish !== this.wish) return;
    this.stop();
    this.playing = start(context, buffer, volume);
  }

  stop(): void {
    const { context, playing } = this;
    this.playing = undefined;
    if (!context || !playing) return;
    playing.gain.gain.setTargetAtTime(0, context.currentTime, FADE_S / 3);
    playing.source.stop(context.currentTime + FADE_S);
  }

  private wake(): AudioContext {
    return (this.context ??= new AudioContext({ latencyHint: 'interactive' }));
  }

  /** Where a click is wanted, `resume` waits for it: it is not waited for. */
  private async woken(): Promise<AudioContext> {
    const context = this.wake();
    if (context.state === 'running') return context;
    const soon = new Promise((done) => setTimeout(done, WAKE_MS));
    await Promise.race([context.resume().catch(() => undefined), soon]);
    return context;
  }

  private load(address: string): Promise<AudioBuffer | undefined> {
    const known = this.buffers.get(address);
    if (known) return known;
    const loading = this.fetch(address).catch((error: unknown) => {
      reportFault('a sound could not be loaded', error);
      return undefined;
    });
    this.buffers.set(address, loading);
    const oldest = this.buffers.size > KEPT ? this.buffers.keys().next().value : undefined;
    if (oldest) this.buffers.delete(oldest);
    return loading;
  }

  private async fetch(address: string): Promise<AudioBuffer | undefined> {
    const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new Error(`the sound answers ${answer.status}`);
    return this.wake().decodeAudioData(await answer.arrayBuffer());
  }
}

function start(context: AudioContext, buffer: AudioBuffer, volume: number) {
  const source = context.createBufferSource();
  const gain = context.createGain();
  source.buffer = buffer;
  // Loudness is heard by powers: half the setting is half as loud.
  gain.gain.value = Math.min(1, volume) ** 1.6;
  source.connect(gain).connect(context.destination);
  source.start();
  document.documentElement.dataset['sounds'] = String(Number(document.documentElement.dataset['sounds'] ?? 0) + 1);
  return { source, gain };
}

const HINT = 'sound-hint';

function askForClick(context: AudioContext): void {
  if (insideObs() || document.getElementById(HINT)) return;
  const hint = document.createElement('div');
  hint.id = HINT;
  hint.textContent = 'Click to enable sound';
  hint.style.cssText =
    'position:fixed;left:50%;top:16px;transform:translateX(-50%);padding:10px 18px;border-radius:99px;cursor:pointer;' +
    'font:600 15px/1.2 var(--font);color:#fff;background:rgb(12 14 22/.82);text-shadow:none';
  document.body.append(hint);
  const enable = (): void => {
    hint.remove();
    context.resume().catch((error: unknown) => reportFault('sound stays off', error));
  };
  window.addEventListener('pointerdown', enable, { once: true });
}
