import { Badge, Button, Group, Text } from '@mantine/core';
import { CircleCheck, Download } from 'lucide-react';
import type { AcceptDrift, DriftReport } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi, useChange } from '../../../api/use-api.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { agoText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { driftWords } from './drift-words.js';

const KEY = ['drift'] as const;

/** Whether TikTok's messages are as they were. */
export function DriftSection() {
  const drift = useApi<DriftReport>(KEY, (signal) => api.GET('/api/v1/drift', { signal }), { refetchInterval: 15_000 });
  const accept = useChange<DriftReport, AcceptDrift>((body) => api.POST('/api/v1/drift/accept', { body }), {
    said: 'Taken as usual from now on.',
    changes: [KEY],
  });
  return (
    <Section
      title="Changes at TikTok"
      text="Messages that are not as usual. A change here means that an update of StreamShape may be needed."
      flush
      aside={
        <Button
          component="a"
          href="/api/v1/drift/samples"
          download
          size="sm"
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
        >
          Samples
        </Button>
      }
    >
      {drift.isPending && <RowsSkeleton rows={1} />}
      {drift.isError && !drift.data && <ErrorState small error={drift.error} onRetry={() => void drift.refetch()} />}
      {drift.data?.findings.length === 0 && (
        <EmptyState
          small
          icon={CircleCheck}
          title="Everything is as usual"
          text={drift.data.judgedAt === null ? 'Not judged yet.' : `Judged ${agoText(drift.data.judgedAt)}.`}
        />
      )}
      <ul className={classes['rows']}>
        {drift.data?.findings.map((finding) => (
          <li key={`${finding.method} ${finding.reason}`} className={classes['row']}>
            <div className={classes['words']}>
              <Group gap={8}>
                <Text fw={550}>{finding.method}</Text>
                <Badge color={finding.level === 'alarm' ? 'red' : 'amber'}>
                  {finding.level === 'alarm' ? 'Alarm' : 'Warning'}
                </Badge>
              </Group>
              <Text>{driftWords(finding)}</Text>
              <Text size="sm" c="dimmed">
                First seen {agoText(finding.since)}
              </Text>
            </div>
            <Button
              size="sm"
              variant="default"
              onClick={() => accept.mutate({ method: finding.method, reason: finding.reason })}
              aria-label={`Take as usual: ${finding.method}`}
            >
              Take as usual
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
