import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ChevronRight, RefreshCw, Search, UserSearch, UserX } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { FoundCustomerList, ReconcileReport } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useInstance } from '../../../api/session.js';
import { useApi, useChange } from '../../../api/use-api.js';
import { Face } from '../../../ui/face.js';
import { Page } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import classes from '../admin.module.css';
import { EventsSection } from './events-section.js';
import { CAUSE_WORDS } from './plan-words.js';
import { usePlanName } from './use-plan-name.js';

const LEAST = 2;
type Found = FoundCustomerList['items'][number];

/** Finds whoever asks why something works for them, or does not. */
export default function PlansPage() {
  const sold = useInstance().data?.billing === true;
  const [wish, setWish] = useState('');
  const [search] = useDebouncedValue(wish.trim(), 300);
  const asked = search.length >= LEAST;
  const found = useApi<FoundCustomerList>(
    ['admin-customers', search],
    (signal) => api.GET('/api/v1/admin/billing/customers', { params: { query: { search } }, signal }),
    { enabled: asked },
  );
  return (
    <Page
      title="Plans"
      lead="Who has which plan, and why. Give one, or take it back."
      actions={sold && <CompareButton />}
    >
      <TextInput
        aria-label="Search customers"
        placeholder={sold ? 'E-mail, handle, or an id of Stripe' : 'E-mail or handle'}
        leftSection={<Search size={20} aria-hidden />}
        maxLength={100}
        maw="28rem"
        value={wish}
        onChange={({ currentTarget }) => setWish(currentTarget.value)}
      />
      <Section title={asked ? `Found for “${search}”` : 'Find somebody'} flush>
        {!asked && (
          <EmptyState small icon={UserSearch} title="Whom is it about?" text="Two letters of the address are enough." />
        )}
        {asked && found.isPending && <RowsSkeleton />}
        {asked && found.isError && <ErrorState small error={found.error} onRetry={() => void found.refetch()} />}
        {asked && found.data?.items.length === 0 && (
          <EmptyState small icon={UserX} title="Nobody" text="Try a part of the address or the handle." />
        )}
        <ul className={classes['rows']}>
          {asked && found.data?.items.map((item) => <FoundRow key={item.accountId} item={item} />)}
        </ul>
      </Section>
      {sold && <EventsSection />}
    </Page>
  );
}

function FoundRow({ item: { accountId, email, handle, active, cause, planId } }: { item: Found }) {
  const planName = usePlanName();
  return (
    <li className={classes['row']}>
      <Face name={email} />
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{email}</Text>
          <Badge color={active ? 'green' : 'gray'}>
            {active ? (planId === null ? 'Active' : planName(planId)) : 'No plan'}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {[handle === null ? 'no handle yet' : `@${handle}`, CAUSE_WORDS[cause]].join(' · ')}
        </Text>
      </div>
      <Button
        component={Link}
        to={`/admin/plans/${accountId}`}
        variant="default"
        aria-label={`Open ${email}`}
        rightSection={<ChevronRight size={18} aria-hidden />}
      >
        Open
      </Button>
    </li>
  );
}

function CompareButton() {
  const compare = useChange<ReconcileReport>(() => api.POST('/api/v1/admin/billing/reconcile'), {
    said: ({ changed, failed }) =>
      failed > 0
        ? `${failed} customers could not be compared.`
        : changed === 0
          ? 'Everything is as Stripe says.'
          : `${changed} accounts were not as Stripe says, and are now.`,
    changes: [['admin-customers'], ['admin-billing-events']],
  });
  return (
    <Button
      variant="default"
      leftSection={<RefreshCw size={18} aria-hidden />}
      loading={compare.isPending}
      onClick={() => compare.mutate()}
    >
      Compare all with Stripe
    </Button>
  );
}
