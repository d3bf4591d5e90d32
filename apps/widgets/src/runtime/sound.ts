import { reportFault } from './faults.js';
import { ForeignSounds } from './foreign-sounds.js';
import { insideObs } from './obs.js';

const KEPT = 24;
const FADE_S = 0.12;
const WAKE_MS = 250;

/** Plays one sound at a time. OBS lets a page play at once; a browser tab wants one click first. */
export class SoundPlayer {
  private context: AudioContext | undefined;
  private readonly buffers = new Map<string, Promise<AudioBuffer | undefined>>();
  private playing: { source: AudioBufferSourceNode; gain: GainNode } | undefined;
  private readonly foreign = new ForeignSounds();
  private muted = false;
  /** Rises with each wish: a sound that was still loading when the next one came is not played. */
  private wish = 0;

  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.stop();
  }

  /** The first of the addresses that can be had; `volume` from 0 to 1. What is still playing gives way. */
  async play(addresses: readonly string[], volume: number): Promise<void> {
    if (addresses.length === 0 || this.muted || volume <= 0) return;
    const wish = (this.wish += 1);
    const context = await this.woken();
    if (context.state !== 'running') return askForClick(context);
    for (const address of addresses) {
      // Another site rarely lets a page read its files; every page may play them.
      const sound = address.startsWith('https://') ? await this.foreign.ready(address) : await this.load(address);
      if (this.muted || wish !== this.wish) return;
      if (!sound) continue;
      this.stop();
      if (sound instanceof HTMLMediaElement) this.foreign.start(sound, loudnessOf(volume));
      else this.playing = start(context, sound, volume);
      countSound();
      return;
    }
  }

  stop(): void {
    const { context, playing } = this;
    this.foreign.stop();
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
  gain.gain.value = loudnessOf(volume);
  source.connect(gain).connect(context.destination);
  source.start();
  return { source, gain };
}

/** Loudness is heard by powers: half the setting is half as loud. */
function loudnessOf(volume: number): number {
  return Math.min(1, volume) ** 1.6;
}

function countSound(): void {
  const { dataset } = document.documentElement;
  dataset['sounds'] = String(Number(dataset['sounds'] ?? 0) + 1);
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
