import { Button, Group, SegmentedControl, Select, Text, Tooltip, ActionIcon } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Volume2, VolumeX } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { WidgetView } from '#libs/contracts';
import { previewAddress } from '../studio/addresses.js';
import { KINDS, nameOf } from '../studio/kinds.js';
import { useLinks } from '../studio/queries.js';
import { SAMPLES, SAMPLE_WORDS } from '../studio/samples.js';
import { WidgetFrame, type Backdrop, type WidgetFrameHandle } from '../studio/widget-frame.js';
import classes from './editor.module.css';
import type { Settings } from './overrides.js';

type Canvas = 'source' | 'wide' | 'tall';

/** The real page with what is not saved yet, on what may be behind it. */
export function PreviewPane({ widget, draft }: { widget: WidgetView; draft: Settings }) {
  const { links } = useLinks();
  const frame = useRef<WidgetFrameHandle>(null);
  const [ready, setReady] = useState(false);
  const [sound, setSound] = useState(false);
  const [canvas, setCanvas] = useLocalStorage<Canvas>({ key: 'preview-canvas', defaultValue: 'source' });
  const [backdrop, setBackdrop] = useLocalStorage<Backdrop>({ key: 'preview-backdrop', defaultValue: 'dark' });
  const [width, height] = sizeOf(canvas, widget);
  const { id, type } = widget;
  const src = useMemo(() => links && previewAddress(links, { id, type }), [links, id, type]);
  const shown = useMemo(() => (sound ? draft : { ...draft, sound: 'none' }), [sound, draft]);
  const samples = SAMPLES[type];
  return (
    <section className={classes['preview']} aria-label="Preview">
      <div className={classes['stage']} data-canvas={canvas} data-tall={height > width || undefined}>
        {src !== undefined && (
          <WidgetFrame
            ref={frame}
            title={`Preview of ${nameOf(widget)}`}
            src={src}
            width={width}
            height={height}
            backdrop={backdrop}
            draft={shown}
            onReady={() => setReady(true)}
          />
        )}
      </div>
      <Group gap="xs" justify="space-between" my="xs">
        <Group gap={6} role="group" aria-label="Play a sample in the preview">
          {samples.map((kind) => (
            <Button
              key={kind}
              size="compact-sm"
              variant="default"
              disabled={!ready}
              onClick={() => frame.current?.play(kind)}
            >
              {SAMPLE_WORDS[kind]}
            </Button>
          ))}
          {'sound' in draft && (
            <Tooltip label={sound ? 'Silence the preview' : 'Play sounds in the preview'}>
              <ActionIcon
                aria-label="Sounds in the preview"
                aria-pressed={sound}
                variant={sound ? 'light' : 'subtle'}
                onClick={() => setSound(!sound)}
              >
                {sound ? <Volume2 size={18} /> : <VolumeX size={18} />}
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Select
            size="xs"
            w={190}
            aria-label="Size of the preview"
            value={canvas}
            onChange={(value) => setCanvas(value ?? 'source')}
            data={[
              { value: 'source', label: `Source ${KINDS[type].size.join(' × ')}` },
              { value: 'wide', label: 'Wide 1920 × 1080' },
              { value: 'tall', label: 'Tall 1080 × 1920' },
            ]}
          />
          <SegmentedControl
            size="xs"
            aria-label="Behind the widget"
            value={backdrop}
            onChange={(value) => setBackdrop(value)}
            data={[
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
              { value: 'checker', label: 'Clear' },
            ]}
          />
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        Samples are made up and play in this preview alone. OBS shows your changes once you save.
      </Text>
    </section>
  );
}

function sizeOf(canvas: Canvas, { type }: WidgetView): readonly [number, number] {
  if (canvas === 'source') return KINDS[type].size;
  return canvas === 'wide' ? [1920, 1080] : [1080, 1920];
}
