import { ActionIcon, Badge, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CircleCheck, EllipsisVertical, Gift, OctagonPause, ShieldCheck, ShieldOff } from 'lucide-react';
import { Link } from 'react-router';
import type { AccountView } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useMe } from '../../../api/session.js';
import { useChange } from '../../../api/use-api.js';
import { Face } from '../../../ui/face.js';
import { askBefore } from '../../../ui/confirm.js';
import { agoText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { SuspendDialog } from './suspend-dialog.js';

const CHANGES = [['admin-accounts']] as const;

export function AccountRow({ account }: { account: AccountView }) {
  const { id, email, name, role, emailVerified, suspended, streamer, lastSeenAt } = account;
  return (
    <li className={classes['row']}>
      <Face name={name || email} />
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{name || email}</Text>
          {role === 'admin' && <Badge color="crimson">Admin</Badge>}
          {suspended && <Badge color="red">Suspended</Badge>}
          {!emailVerified && <Badge color="amber">Not confirmed</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {[name ? email : undefined, streamer ? `@${streamer.handle}` : 'no handle yet', seenText(lastSeenAt)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {suspended && (
          <Text size="sm" mt={4}>
            {suspended.reason}
          </Text>
        )}
      </div>
      <AccountActions key={id} account={account} />
    </li>
  );
}

const seenText = (at: string | null): string => (at === null ? 'never signed in' : `here ${agoText(at)}`);

function AccountActions({ account }: { account: AccountView }) {
  const { id, email, role, suspended } = account;
  const own = useMe().data?.account.id === id;
  const [asking, { open, close }] = useDisclosure(false);
  const params = { path: { id } };
  const restore = useChange(() => api.POST('/api/v1/admin/accounts/{id}/restore', { params }), {
    said: `${email} is back.`,
    changes: CHANGES,
  });
  const change = useChange<AccountView, 'admin' | 'streamer'>(
    (next) => api.POST('/api/v1/admin/accounts/{id}/role', { params, body: { role: next } }),
    {
      said: ({ role: now }) => `${email} is ${now === 'admin' ? 'an admin now' : 'no admin any more'}.`,
      changes: CHANGES,
    },
  );
  const askRole = (next: 'admin' | 'streamer'): void =>
    askBefore({
      title: next === 'admin' ? `Make ${email} an admin?` : `Take the role of an admin from ${email}?`,
      text:
        next === 'admin'
          ? 'Admins see and change everything of everybody on this server.'
          : 'They keep their own account and streams.',
      act: next === 'admin' ? 'Make them an admin' : 'Take it away',
      onConfirm: () => change.mutate(next),
    });
  return (
    <>
      <Menu position="bottom-end" radius="lg" shadow="md" width={224}>
        <Menu.Target>
          <ActionIcon aria-label={`Actions for ${email}`}>
            <EllipsisVertical size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/admin/plans/${id}`} leftSection={<Gift size={18} aria-hidden />}>
            Plan and payments
          </Menu.Item>
          {suspended ? (
            <Menu.Item leftSection={<CircleCheck size={18} aria-hidden />} onClick={() => restore.mutate()}>
              Lift the suspension
            </Menu.Item>
          ) : (
            <Menu.Item color="red" disabled={own} leftSection={<OctagonPause size={18} aria-hidden />} onClick={open}>
              Suspend…
            </Menu.Item>
          )}
          {role === 'admin' ? (
            <Menu.Item leftSection={<ShieldOff size={18} aria-hidden />} onClick={() => askRole('streamer')}>
              No longer an admin…
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<ShieldCheck size={18} aria-hidden />} onClick={() => askRole('admin')}>
              Make an admin…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SuspendDialog account={account} opened={asking} onClose={close} />
    </>
  );
}
