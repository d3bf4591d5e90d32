import { Box } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { WidgetType, WidgetView } from '#libs/contracts';
import { previewAddress, type Links } from '../studio/addresses.js';
import { KINDS } from '../studio/kinds.js';
import { SAMPLES } from '../studio/samples.js';
import { WidgetFrame, type WidgetFrameHandle } from '../studio/widget-frame.js';
import classes from './card-look.module.css';

/** Size of the canvas that a card shows: small ones draw a widget larger. */
const CANVAS = { small: [800, 450], high: [1067, 600], stage: [1280, 720] } as const;
const HIGH = 600;
const QUIET = { sound: 'none' };
const EVERY_MS = 7000;

/** The real page, small and silent. It is there only while the card can be seen: each page holds a connection. */
export function CardLook({ widget, links }: { widget: WidgetView; links: Links | undefined }) {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const frame = useRef<WidgetFrameHandle>(null);
  const [ready, setReady] = useState(false);
  const becameReady = useCallback(() => setReady(true), []);
  useSamples(frame, widget, ready && inViewport);
  const draft = useMemo(() => lookOf(widget), [widget]);
  const [width, height] = CANVAS[canvasOf(widget.type)];
  return (
    <Box ref={ref} className={classes['look']} data-testid="look">
      {inViewport && links !== undefined && (
        <WidgetFrame
          ref={frame}
          title={`How ${KINDS[widget.type].label} looks`}
          src={previewAddress(links, widget, QUIET)}
          width={width}
          height={height}
          backdrop="dark"
          draft={draft}
          onReady={becameReady}
        />
      )}
    </Box>
  );
}

function canvasOf(type: WidgetType): keyof typeof CANVAS {
  const [width, height] = KINDS[type].size;
  if (width >= CANVAS.stage[0]) return 'stage';
  return height >= HIGH && type !== 'chat' && type !== 'hearts' ? 'high' : 'small';
}

/** As it is saved, but silent, and so large and so placed that it can be seen on a card. */
function lookOf({ type, settings }: WidgetView): Record<string, unknown> {
  const look: Record<string, unknown> = { ...settings, sound: 'none' };
  if (type !== 'chat' && type !== 'hearts') look['position'] = 'center';
  if (canvasOf(type) === 'stage') look['scale'] = 2;
  if (type === 'timer' && !settings['startedAt']) look['startedAt'] = Math.floor(Date.now() / 60_000) * 60_000;
  return look;
}

/** Something to see now and then, on this page alone. */
function useSamples(frame: { current: WidgetFrameHandle | null }, { type }: WidgetView, on: boolean): void {
  useEffect(() => {
    const kinds = SAMPLES[type];
    if (!on) return;
    let turn = 0;
    const play = () => {
      frame.current?.play(kinds[turn % kinds.length]!);
      turn++;
    };
    const timer = setInterval(play, type === 'chat' || type === 'hearts' ? EVERY_MS / 3 : EVERY_MS);
    return () => clearInterval(timer);
  }, [frame, type, on]);
}
