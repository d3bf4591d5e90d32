import { Code, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ScrollText, Search } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntry, AuditPage } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { usePages } from '../../../api/use-pages.js';
import { MoreButton } from '../../../ui/more-button.js';
import { Page } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { dateText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { actorText, detailText } from './audit-words.js';

/** Who did what to whom, when, from where. */
export default function AuditLogPage() {
  const [wish, setWish] = useState('');
  const [action] = useDebouncedValue(wish.trim(), 300);
  const entries = usePages<AuditPage>(['audit', action], (cursor, signal) =>
    api.GET('/api/v1/admin/audit', {
      params: { query: { limit: 50, cursor, ...(action === '' ? {} : { action }) } },
      signal,
    }),
  );
  const items = entries.data?.pages.flatMap((page) => page.items);
  return (
    <Page title="Audit log" lead="Who did what, newest first. Nothing here can be changed.">
      <TextInput
        aria-label="Only this action"
        placeholder="An action, like account.suspended"
        leftSection={<Search size={20} aria-hidden />}
        maxLength={64}
        maw="28rem"
        value={wish}
        onChange={({ currentTarget }) => setWish(currentTarget.value)}
      />
      <Section title={action === '' ? 'Everything' : action} flush>
        {entries.isPending && <RowsSkeleton />}
        {entries.isError && !items && <ErrorState small error={entries.error} onRetry={() => void entries.refetch()} />}
        {items?.length === 0 && <EmptyState small icon={ScrollText} title="Nothing of this kind" />}
        <ul className={classes['rows']}>
          {items?.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ul>
        <MoreButton query={entries} />
      </Section>
    </Page>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { at, action, subject, address } = entry;
  const detail = detailText(entry.detail);
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Text>
          <Text span fw={550}>
            {actorText(entry.actor)}
          </Text>{' '}
          <Code>{action}</Code>
        </Text>
        <Text size="sm" c="dimmed">
          {[subject ? `${subject.kind} ${subject.id}` : '', detail].filter((text) => text !== '').join(' · ')}
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        {dateText(at)}
        {address ? ` · ${address}` : ''}
      </Text>
    </li>
  );
}
