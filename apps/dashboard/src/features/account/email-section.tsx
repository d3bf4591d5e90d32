import { Alert, Badge, Button, Group, PasswordInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Mail } from 'lucide-react';
import type { Account, ChangeEmail } from '#libs/contracts';
import { api } from '../../api/client.js';
import { ME } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { OutboxHint } from '../../ui/outbox-hint.js';
import { Section } from '../../ui/section.js';

export function EmailSection({ account }: { account: Account }) {
  const [open, { open: show, close }] = useDisclosure(false);
  return (
    <Section
      title="E-mail"
      aside={
        !open && (
          <Button variant="default" size="sm" onClick={show}>
            Change
          </Button>
        )
      }
    >
      <Group gap="sm">
        <Text style={{ overflowWrap: 'anywhere' }}>{account.email}</Text>
        <Badge color={account.emailVerified ? 'green' : 'amber'}>
          {account.emailVerified ? 'Confirmed' : 'Not confirmed yet'}
        </Badge>
      </Group>
      {account.pendingEmail && (
        <Alert icon={<Mail size={20} aria-hidden />} color="amber">
          <Text>
            Open the link that we sent to <b>{account.pendingEmail}</b>. Until then the old address counts.
          </Text>
          <OutboxHint />
        </Alert>
      )}
      {open && <EmailForm onClose={close} />}
    </Section>
  );
}

function EmailForm({ onClose }: { onClose: () => void }) {
  const change = useChange<unknown, ChangeEmail>((body) => api.POST('/api/v1/me/email', { body }), {
    quiet: true,
    said: 'Open the link that we sent to the new address.',
    changes: [ME],
    onDone: onClose,
  });
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: (email) => (/.@.+\../.test(email) ? null : 'An e-mail address like name@example.org') },
  });
  return (
    <form onSubmit={form.onSubmit((given) => change.mutate(given))} noValidate>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="New address"
          type="email"
          autoComplete="email"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput label="Your password" autoComplete="current-password" {...form.getInputProps('password')} />
      </SimpleGrid>
      <FormError error={change.error} />
      <Group mt="md" gap="xs">
        <Button type="submit" loading={change.isPending}>
          Send me a link
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
