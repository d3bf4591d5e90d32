import { Button, Text } from '@mantine/core';
import { CircleCheck, RotateCcw } from 'lucide-react';
import type { FailedJob, FailedJobList } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi, useChange } from '../../../api/use-api.js';
import { many } from '../../../ui/numbers.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { agoText } from '../../../ui/time.js';
import classes from '../admin.module.css';

const KEY = ['failed-jobs'] as const;

export function FailedJobs() {
  const jobs = useApi<FailedJobList>(KEY, (signal) => api.GET('/api/v1/admin/failed-jobs', { signal }), {
    refetchInterval: 15_000,
  });
  return (
    <Section title="Failed jobs" text="Given up after their last try." flush>
      {jobs.isPending && <RowsSkeleton rows={1} />}
      {jobs.isError && !jobs.data && <ErrorState small error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.data?.items.length === 0 && <EmptyState small icon={CircleCheck} title="None" />}
      <ul className={classes['rows']}>
        {jobs.data?.items.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </Section>
  );
}

function JobRow({ job: { id, queue, name, reason, attempts, failedAt } }: { job: FailedJob }) {
  const params = { path: { id } };
  const retry = useChange(() => api.POST('/api/v1/admin/failed-jobs/{id}/retry', { params }), {
    said: 'It waits for its turn.',
    changes: [KEY],
  });
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Text fw={550}>
          {queue}: {name}
        </Text>
        <Text className={classes['mono']}>{reason}</Text>
        <Text size="sm" c="dimmed">
          {many(attempts, 'try', 'tries')} · {agoText(failedAt)}
        </Text>
      </div>
      <Button
        size="sm"
        variant="default"
        leftSection={<RotateCcw size={16} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
        aria-label={`Try again: ${queue} ${name}`}
      >
        Try again
      </Button>
    </li>
  );
}
