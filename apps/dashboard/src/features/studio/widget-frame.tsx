import { useElementSize } from '@mantine/hooks';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import type { PreviewDraft, PreviewEvent, PreviewPlay } from '#libs/contracts';
import classes from './widget-frame.module.css';

export type Backdrop = 'checker' | 'dark' | 'light';

export interface WidgetFrameHandle {
  /** Plays something made up, on this page alone. */
  play: (event: PreviewEvent) => void;
}

interface Props {
  title: string;
  src: string;
  /** Size of the source in OBS, px; it is scaled to fit. */
  width: number;
  height: number;
  backdrop: Backdrop;
  /** Settings that are not saved yet. */
  draft?: Readonly<Record<string, unknown>> | undefined;
  onReady?: (() => void) | undefined;
  ref?: Ref<WidgetFrameHandle>;
}

/** At most this often a draft goes to the page, ms. */
const DRAFT_EVERY_MS = 60;

/** The real page of a widget, as OBS shows it. */
export function WidgetFrame({ title, src, width, height, backdrop, draft, onReady, ref }: Props) {
  const { ref: box, width: boxWidth, height: boxHeight } = useElementSize();
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(false);
  const origin = new URL(src).origin;
  const scale = Math.min(boxWidth / width, boxHeight / height);
  const send = (message: PreviewDraft | PreviewPlay) => frame.current?.contentWindow?.postMessage(message, origin);

  useImperativeHandle(ref, () => ({ play: (event) => send({ type: 'streamshape:play', event }) }));
  useEffect(() => {
    const listen = (message: MessageEvent<unknown>) => {
      if (message.origin !== origin || message.source !== frame.current?.contentWindow) return;
      if ((message.data as { type?: unknown } | null)?.type !== 'streamshape:ready') return;
      setReady(true);
      onReady?.();
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [origin, onReady]);
  useEffect(() => setReady(false), [src]);
  useEffect(() => {
    if (!ready || draft === undefined) return;
    const timer = setTimeout(() => send({ type: 'streamshape:draft', settings: draft }), DRAFT_EVERY_MS);
    return () => clearTimeout(timer);
  });

  return (
    <div ref={box} className={classes['box']} style={{ aspectRatio: `${width} / ${height}` }}>
      <div
        className={classes['canvas']}
        data-backdrop={backdrop}
        style={{ width: width * scale || 0, height: height * scale || 0 }}
      >
        <iframe
          ref={frame}
          title={title}
          src={src}
          className={classes['frame']}
          tabIndex={-1}
          allow="autoplay"
          style={{ width, height, transform: `scale(${scale || 0})` }}
        />
      </div>
    </div>
  );
}
