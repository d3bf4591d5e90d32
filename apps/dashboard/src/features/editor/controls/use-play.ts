import { useEffect, useRef, useState } from 'react';
import { notifyFailed } from '../../../ui/notify.js';

interface Player {
  /** The address that plays. */
  playing: string | undefined;
  toggle: (address: string, volume?: number) => void;
}

/** Plays one sound at a time. */
export function usePlay(): Player {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState<string>();
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = (address: string, volume = 70) => {
    audio.current?.pause();
    if (playing === address) return setPlaying(undefined);
    const next = new Audio(address);
    audio.current = next;
    next.volume = Math.min(1, Math.max(0, volume / 100));
    next.addEventListener('ended', () => setPlaying(undefined));
    setPlaying(address);
    next.play().catch((error: unknown) => {
      // Another one took its place.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      setPlaying(undefined);
      notifyFailed(error);
    });
  };
  return { playing, toggle };
}
