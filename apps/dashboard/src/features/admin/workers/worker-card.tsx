import { Badge, Button, Group, Progress, Text } from '@mantine/core';
import { CirclePlay, LogOut } from 'lucide-react';
import type { NodeView } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { askBefore } from '../../../ui/confirm.js';
import { count } from '../../../ui/numbers.js';
import { Section } from '../../../ui/section.js';
import { dateText } from '../../../ui/time.js';
import classes from '../admin.module.css';

export function WorkerCard({ node }: { node: NodeView }) {
  const { id, version, draining, startedAt, capacity, actors, load, eventLoop } = node;
  const full = Math.min(100, load * 100);
  return (
    <Section
      title={id}
      aside={
        <Group gap="xs" wrap="nowrap">
          <Badge color={draining ? 'amber' : 'green'}>{draining ? 'Draining' : 'At work'}</Badge>
          <DrainButton node={node} />
        </Group>
      }
    >
      <div>
        <Group justify="space-between" mb={6}>
          <Text>
            {count(actors)} of {count(capacity)} connections
          </Text>
          <Text c="dimmed">{Math.round(full)} %</Text>
        </Group>
        <Progress value={full} color={full > 90 ? 'red' : full > 75 ? 'amber' : 'green'} aria-label={`Load of ${id}`} />
      </div>
      <dl className={classes['figures']}>
        <div>
          <dt>Version</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>Runs since</dt>
          <dd>{dateText(startedAt)}</dd>
        </div>
        {eventLoop &&
          Object.entries(eventLoop).map(([name, value]) => (
            <div key={name}>
              <dt>{loopWords(name)}</dt>
              <dd>{typeof value === 'number' ? loopValue(name, value) : String(value)}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}

/** `p99Ms` is "Delay p99": whatever a worker says of its event loop is shown. */
function loopWords(name: string): string {
  return `Event loop ${name
    .replace(/Ms$/, '')
    .replaceAll(/([A-Z])/g, ' $1')
    .toLowerCase()}`;
}
function loopValue(name: string, value: number): string {
  if (name.endsWith('Ms')) return `${Math.round(value * 10) / 10} ms`;
  return value <= 1 ? `${Math.round(value * 100)} %` : String(Math.round(value));
}

function DrainButton({ node: { id, draining, actors } }: { node: NodeView }) {
  const params = { path: { id } };
  const drain = useChange(() => api.POST('/api/v1/nodes/{id}/drain', { params }), {
    said: `${id} hands its connections over.`,
    changes: [['nodes']],
  });
  const resume = useChange(() => api.POST('/api/v1/nodes/{id}/resume', { params }), {
    said: `${id} takes connections again.`,
    changes: [['nodes']],
  });
  if (draining) {
    return (
      <Button
        size="sm"
        variant="default"
        leftSection={<CirclePlay size={16} aria-hidden />}
        loading={resume.isPending}
        onClick={() => resume.mutate()}
      >
        Resume
      </Button>
    );
  }
  const ask = (): void =>
    askBefore({
      title: `Drain ${id}?`,
      text: `Its ${count(actors)} connections move to other workers, one after the other and without a gap, and it takes no new ones.`,
      act: 'Drain it',
      onConfirm: () => drain.mutate(),
    });
  return (
    <Button
      size="sm"
      variant="default"
      leftSection={<LogOut size={16} aria-hidden />}
      loading={drain.isPending}
      onClick={ask}
    >
      Drain
    </Button>
  );
}
