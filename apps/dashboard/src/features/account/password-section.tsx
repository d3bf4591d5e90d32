import { Button, Group, PasswordInput, SimpleGrid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { PASSWORD_LENGTH, type ChangePassword } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { Section } from '../../ui/section.js';

export function PasswordSection() {
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (text) => (text === '' ? 'Your present password' : null),
      next: (text) => (text.length >= PASSWORD_LENGTH.min ? null : `At least ${PASSWORD_LENGTH.min} characters`),
    },
  });
  const change = useChange<unknown, ChangePassword>((body) => api.POST('/api/v1/me/password', { body }), {
    quiet: true,
    said: 'Your password is changed. You were signed out everywhere else.',
    changes: [['sessions']],
    onDone: () => form.reset(),
  });
  return (
    <Section title="Password">
      <form onSubmit={form.onSubmit((given) => change.mutate(given))} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mb="sm">
          <PasswordInput label="Present password" autoComplete="current-password" {...form.getInputProps('current')} />
          <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('next')} />
        </SimpleGrid>
        <FormError error={change.error} />
        <Group mt="md">
          <Button type="submit" loading={change.isPending}>
            Change the password
          </Button>
          <Text size="sm" c="dimmed">
            Signs you out everywhere else. Access tokens stay: revoke them below if somebody may have seen one.
          </Text>
        </Group>
      </form>
    </Section>
  );
}
