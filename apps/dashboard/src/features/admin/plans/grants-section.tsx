import { Badge, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Gift } from 'lucide-react';
import type { AccountBilling, CreateGrant, Grant } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { askBefore } from '../../../ui/confirm.js';
import { FormError } from '../../../ui/form-error.js';
import { Section } from '../../../ui/section.js';
import { dateText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { grantState } from './plan-words.js';
import { accountBillingKey, useGrantablePlans, usePlanName } from './use-plan-name.js';

const DAY_MS = 86_400_000;
const TERMS = [
  { value: '', label: 'Until it is taken back' },
  { value: '7', label: 'One week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
];
const STATES = {
  counts: { text: 'Counts', color: 'green' },
  revoked: { text: 'Taken back', color: 'gray' },
  over: { text: 'Over', color: 'gray' },
} as const;

/** Plans that were given away. */
export function GrantsSection({ data }: { data: AccountBilling }) {
  const [asking, { open, close }] = useDisclosure(false);
  return (
    <Section
      title="Given plans"
      text={data.grants.length === 0 ? 'None was given to this account.' : undefined}
      flush
      aside={
        <Button leftSection={<Gift size={18} aria-hidden />} onClick={open}>
          Give a plan
        </Button>
      }
    >
      <ul className={classes['rows']}>
        {data.grants.map((grant) => (
          <GrantRow key={grant.id} account={data.accountId} email={data.email} grant={grant} />
        ))}
      </ul>
      <GrantDialog account={data.accountId} email={data.email} opened={asking} onClose={close} />
    </Section>
  );
}

function GrantRow({ account, email, grant }: { account: string; email: string; grant: Grant }) {
  const { id, planId, reason, grantedBy, createdAt, endsAt } = grant;
  const planName = usePlanName();
  const revoke = useChange<AccountBilling>(
    () =>
      api.POST('/api/v1/admin/accounts/{id}/grants/{grant}/revoke', { params: { path: { id: account, grant: id } } }),
    { said: 'It is taken back.', becomes: accountBillingKey(account), changes: [['admin-customers']] },
  );
  const ask = (): void =>
    askBefore({
      title: `Take this plan back from ${email}?`,
      text: 'Without another plan their widgets show nothing on stream within seconds. Nothing is deleted.',
      act: 'Take it back',
      onConfirm: () => revoke.mutate(),
    });
  const state = grantState(grant);
  const words = [
    `by ${grantedBy} on ${dateText(createdAt)}`,
    endsAt === null ? 'without an end' : `until ${dateText(endsAt)}`,
  ];
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{planName(planId)}</Text>
          <Badge color={STATES[state].color}>{STATES[state].text}</Badge>
        </Group>
        <Text size="sm">{reason}</Text>
        <Text size="sm" c="dimmed">
          {words.join(' · ')}
        </Text>
      </div>
      {state === 'counts' && (
        <Button variant="subtle" color="red" loading={revoke.isPending} onClick={ask}>
          Take it back
        </Button>
      )}
    </li>
  );
}

interface DialogProps {
  account: string;
  email: string;
  opened: boolean;
  onClose: () => void;
}

function GrantDialog({ account, email, opened, onClose }: DialogProps) {
  const plans = useGrantablePlans();
  const form = useForm({
    initialValues: { plan: '', reason: '', days: '' },
    validate: {
      plan: (plan) => (plan === '' ? 'Choose one' : null),
      reason: (reason) => (reason.trim() === '' ? 'Say why' : null),
    },
  });
  const grant = useChange<AccountBilling, CreateGrant>(
    (body) => api.POST('/api/v1/admin/accounts/{id}/grants', { params: { path: { id: account } }, body }),
    {
      ...{ quiet: true, said: `${email} has it now.` },
      ...{ becomes: accountBillingKey(account), changes: [['admin-customers']] },
      onDone: () => (form.reset(), onClose()),
    },
  );
  const give = ({ plan, reason, days }: typeof form.values): void => {
    const endsAt = days === '' ? {} : { endsAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
    grant.mutate({ plan, reason, ...endsAt });
  };
  const choices = plans.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <Modal opened={opened} onClose={onClose} title={`Give ${email} a plan`}>
      <form onSubmit={form.onSubmit(give)}>
        <Stack>
          <Select label="Plan" placeholder="Choose one" data={choices} {...form.getInputProps('plan')} />
          <Select label="For how long" data={TERMS} {...form.getInputProps('days')} />
          <Textarea
            label="Reason"
            description="Admins alone read this"
            autosize
            minRows={2}
            maxLength={500}
            {...form.getInputProps('reason')}
          />
          <FormError error={grant.error ?? plans.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={grant.isPending}>
              Give it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
