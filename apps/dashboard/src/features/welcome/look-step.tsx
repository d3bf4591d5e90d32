import { Button, Group, SegmentedControl, Skeleton, Text, Title, UnstyledButton } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { ThemeName, WidgetList } from '#libs/contracts';
// Not from the index: that would bring every schema along.
import { THEMES } from '../../../../../libs/contracts/src/widgets/look-options.js';
import { api, take } from '../../api/client.js';
import { useApi, useChange } from '../../api/use-api.js';
import { ErrorState } from '../../ui/states.js';
import { WidgetFrame } from '../../ui/widget-frame.js';
import { THEME_WORDS } from './theme-words.js';
import { useWidgetKey } from '../../api/widget-links.js';
import { PreviewEvents } from './preview-events.js';
import classes from './welcome.module.css';

/** A look for all widgets, chosen by eye. Each can have its own later. */
export function LookStep({ streamerId: id, onDone }: { streamerId: string; onDone: () => void }) {
  const path = { id };
  const widgets = useApi<WidgetList>(['widgets', id], (signal) =>
    api.GET('/api/v1/streamers/{id}/widgets', { params: { path }, signal }),
  );
  const key = useWidgetKey(id);
  const [chosen, setChosen] = useState<ThemeName | undefined>();
  const [scene, setScene] = useState<'dark' | 'light'>('dark');
  const stored = widgets.data?.items.find(({ id: widget }) => widget === 'alerts')?.settings['theme'];
  const theme = chosen ?? THEMES.find((name) => name === stored) ?? 'glass';
  const save = useChange<void>(
    async () => {
      const defaults = (widgets.data?.items ?? []).filter((one) => one.id === one.type && 'theme' in one.settings);
      for (const { id: widget, settings } of defaults) {
        if (settings['theme'] === theme) continue;
        const params = { path: { id, widget } };
        await take(api.PATCH('/api/v1/streamers/{id}/widgets/{widget}', { params, body: { settings: { theme } } }));
      }
      return { response: new Response() };
    },
    { changes: [['widgets', id]], onDone },
  );
  if (widgets.isError && !widgets.data)
    return <ErrorState error={widgets.error} onRetry={() => void widgets.refetch()} />;
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="md">
        <div>
          <Title order={1}>Choose a look</Title>
          <Text c="dimmed" size="lg" mt={4}>
            For alerts, chat, goals and all the others. You can change every detail later.
          </Text>
        </div>
        <SegmentedControl
          aria-label="What stands behind it"
          value={scene}
          onChange={(value) => setScene(value === 'light' ? 'light' : 'dark')}
          data={[
            { value: 'dark', label: 'On dark video' },
            { value: 'light', label: 'On light video' },
          ]}
        />
      </Group>
      {key.data ? (
        <WidgetFrame
          widget="alerts"
          widgetKey={key.data}
          scene={scene}
          look={{ theme, position: 'center' }}
          title={`Alerts in the look ${THEME_WORDS[theme].name}`}
        />
      ) : (
        <Skeleton className={classes['frameWaits']} radius="lg" />
      )}
      <PreviewEvents streamerId={id} />
      <div role="radiogroup" aria-label="Look" className={classes['themes']}>
        {THEMES.map((name) => (
          <UnstyledButton
            key={name}
            role="radio"
            aria-checked={name === theme}
            data-theme={name}
            className={classes['theme']}
            onClick={() => setChosen(name)}
          >
            <span className={classes['swatch']} aria-hidden>
              Aa
            </span>
            <span>
              <Text fw={600}>{THEME_WORDS[name].name}</Text>
              <Text size="sm" c="dimmed">
                {THEME_WORDS[name].text}
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </div>
      <Group justify="flex-end" mt="lg">
        <Button
          size="lg"
          loading={save.isPending}
          disabled={!widgets.data}
          onClick={() => save.mutate()}
          rightSection={<ArrowRight size={20} aria-hidden />}
        >
          Take {THEME_WORDS[theme].name}
        </Button>
      </Group>
    </>
  );
}
