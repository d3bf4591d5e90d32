import { Alert, Button, Menu, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { WidgetType, WidgetView } from '#libs/contracts';
import { notifyFailed } from '../../ui/notify.js';
import { Page } from '../../ui/page.js';
import { ErrorState } from '../../ui/states.js';
import { studio } from '../studio/api.js';
import { KINDS, KIND_ORDER } from '../studio/kinds.js';
import { keys, useOpenPages, useRefresh, useLinks, useWidgets } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { LinksBar } from './links-bar.js';
import { ObsSteps } from './obs-steps.js';
import { WidgetCard } from './widget-card.js';

/** Every widget of the streamer, with its link. */
export default function WidgetsPage() {
  const widgets = useWidgets();
  const { links, isError: hidden } = useLinks();
  const pages = useOpenPages();
  const [steps, setSteps] = useState<WidgetView | 'any'>();
  const open = new Map(pages.data?.items.map((item) => [item.widget.id, item]));
  return (
    <Page
      title="Widgets"
      lead="What your viewers see. Each widget is a link that you add to OBS once."
      actions={<AddWidget />}
    >
      <LinksBar links={links} onSteps={() => setSteps('any')} />
      {hidden && (
        <Alert color="yellow" icon={<TriangleAlert size={20} />} title="The links cannot be shown right now">
          Widgets that are already in OBS go on working.
        </Alert>
      )}
      {widgets.isPending && <LoadingCards />}
      {widgets.isError && <ErrorState error={widgets.error} onRetry={() => void widgets.refetch()} />}
      {widgets.data && (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg" verticalSpacing="lg">
          {inOrder(widgets.data.items).map((widget) => (
            <WidgetCard
              key={widget.id}
              widget={widget}
              links={links}
              pages={pages.isError ? 'unknown' : pages.data && (open.get(widget.id) ?? null)}
              onSteps={() => setSteps(widget)}
            />
          ))}
        </SimpleGrid>
      )}
      <ObsSteps widget={steps} links={links} onClose={() => setSteps(undefined)} />
    </Page>
  );
}

function AddWidget() {
  const { streamerId } = useStudio();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const add = useMutation({
    mutationFn: (type: WidgetType) => studio.createWidget(streamerId, { type, name: '', settings: {} }),
    onSuccess: async ({ id }) => {
      await refresh(keys.widgets(streamerId));
      await navigate(`/widgets/${encodeURIComponent(id)}`);
    },
    onError: notifyFailed,
  });
  return (
    <Menu position="bottom-end" width={300} shadow="md">
      <Menu.Target>
        <Button leftSection={<Plus size={18} />} loading={add.isPending}>
          Add a widget
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        <Menu.Label>Another one of a kind, with its own link and look</Menu.Label>
        {KIND_ORDER.map((type) => {
          const { icon: Icon, label, text } = KINDS[type];
          return (
            <Menu.Item key={type} leftSection={<Icon size={18} />} onClick={() => add.mutate(type)}>
              <Text size="sm" fw={600}>
                {label}
              </Text>
              <Text size="xs" c="dimmed">
                {text}
              </Text>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function LoadingCards() {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg" role="status" aria-label="Loading">
      {Array.from({ length: 6 }, (_, card) => (
        <Skeleton key={card} height={330} radius="md" />
      ))}
    </SimpleGrid>
  );
}

/** By kind; of one kind the default first, as its link is the one in OBS. */
function inOrder(widgets: readonly WidgetView[]): WidgetView[] {
  const rank = ({ id, type }: WidgetView) => KIND_ORDER.indexOf(type) * 2 + (id === type ? 0 : 1);
  return [...widgets].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
