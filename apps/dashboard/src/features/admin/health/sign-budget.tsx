import { Alert, Progress, Stack, Text } from '@mantine/core';
import { PauseCircle, PenLine } from 'lucide-react';
import type { SignBudgetView } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { count } from '../../../ui/numbers.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { clockText } from '../../../ui/time.js';
import classes from '../admin.module.css';

type Provider = SignBudgetView['items'][number];

export function SignBudget() {
  const budget = useApi<SignBudgetView>(['sign-budget'], (signal) => api.GET('/api/v1/admin/sign-budget', { signal }), {
    refetchInterval: 10_000,
  });
  return (
    <Section
      title="Signatures"
      text="Each connection to TikTok needs one from a signing service, which limits how many."
      flush
    >
      {budget.isPending && <RowsSkeleton rows={1} height={80} />}
      {budget.isError && !budget.data && (
        <ErrorState small error={budget.error} onRetry={() => void budget.refetch()} />
      )}
      {budget.data?.items.length === 0 && <EmptyState small icon={PenLine} title="No signing service is set up" />}
      <ul className={classes['rows']}>
        {budget.data?.items.map((provider) => (
          <li key={provider.provider} className={classes['row']}>
            <ProviderRow provider={provider} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProviderRow({ provider: { provider, minute, hour, day, pausedUntil } }: { provider: Provider }) {
  return (
    <Stack gap="sm" flex={1}>
      <Text fw={550}>{provider}</Text>
      {pausedUntil && (
        <Alert color="amber" p="sm" icon={<PauseCircle size={20} aria-hidden />}>
          It refused calls. Nobody calls it until {clockText(pausedUntil)}.
        </Alert>
      )}
      <div className={classes['budgets']}>
        <Span label="This minute" provider={provider} {...minute} />
        <Span label="This hour" provider={provider} {...hour} />
        <Span label="This day" provider={provider} {...day} />
      </div>
    </Stack>
  );
}

function Span({
  label,
  provider,
  spent,
  limit,
}: {
  label: string;
  provider: string;
  spent: number;
  limit: number | null;
}) {
  const share = limit === null ? 0 : Math.min(100, (spent / limit) * 100);
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {label}: {count(spent)} {limit === null ? 'used, no limit known' : `of ${count(limit)}`}
      </Text>
      <Progress
        value={share}
        color={share > 90 ? 'red' : share > 70 ? 'amber' : 'green'}
        aria-label={`${label}, ${provider}`}
      />
    </div>
  );
}
