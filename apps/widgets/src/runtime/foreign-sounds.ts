import { reportFault } from './faults.js';

const READY_MS = 4000;

/** Sounds at addresses of the streamer's own, which a page may play and not read. */
export class ForeignSounds {
  private playing: HTMLAudioElement | undefined;

  /** Resolves when the sound can be played; with nothing where it cannot be had. */
  async ready(address: string): Promise<HTMLAudioElement | undefined> {
    const element = new Audio();
    element.preload = 'auto';
    const heard = new Promise<boolean>((done) => {
      element.oncanplaythrough = () => done(true);
      element.onerror = () => done(false);
      setTimeout(() => done(false), READY_MS);
    });
    element.src = address;
    if (await heard) return element;
    element.removeAttribute('src');
    reportFault('a sound could not be loaded', new Error('from another site'));
    return undefined;
  }

  start(element: HTMLAudioElement, gain: number): void {
    this.playing = element;
    element.volume = gain;
    element.play().catch((error: unknown) => reportFault('a sound could not be played', error));
  }

  stop(): void {
    this.playing?.pause();
    this.playing = undefined;
  }
}
