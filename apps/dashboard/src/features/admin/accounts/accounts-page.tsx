import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Search, UserX } from 'lucide-react';
import { useState } from 'react';
import type { AccountPage } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { usePages } from '../../../api/use-pages.js';
import { MoreButton } from '../../../ui/more-button.js';
import { Page } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import classes from '../admin.module.css';
import { AccountRow } from './account-row.js';

export default function AccountsPage() {
  const [wish, setWish] = useState('');
  const [search] = useDebouncedValue(wish.trim(), 300);
  const accounts = usePages<AccountPage>(['admin-accounts', search], (cursor, signal) =>
    api.GET('/api/v1/admin/accounts', {
      params: { query: { limit: 50, cursor, ...(search === '' ? {} : { search }) } },
      signal,
    }),
  );
  const items = accounts.data?.pages.flatMap((page) => page.items);
  return (
    <Page title="Accounts" lead="Everybody who has an account on this server.">
      <TextInput
        aria-label="Search accounts"
        placeholder="E-mail, name or handle"
        leftSection={<Search size={20} aria-hidden />}
        maxLength={100}
        maw="28rem"
        value={wish}
        onChange={({ currentTarget }) => setWish(currentTarget.value)}
      />
      <Section title={search === '' ? 'Newest first' : `Found for “${search}”`} flush>
        {accounts.isPending && <RowsSkeleton />}
        {accounts.isError && !items && (
          <ErrorState small error={accounts.error} onRetry={() => void accounts.refetch()} />
        )}
        {items?.length === 0 && (
          <EmptyState small icon={UserX} title="Nobody" text="Try a part of the address, the name or the handle." />
        )}
        <ul className={classes['rows']}>
          {items?.map((account) => (
            <AccountRow key={account.id} account={account} />
          ))}
        </ul>
        <MoreButton query={accounts} />
      </Section>
    </Page>
  );
}
