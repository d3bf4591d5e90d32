import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MailCheck } from 'lucide-react';
import { Link } from 'react-router';
import type { EmailOnly } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { OutboxHint } from '../../ui/outbox-hint.js';
import { EntryCard } from './entry-card.js';

const back = (
  <Text ta="center" c="dimmed">
    <Anchor component={Link} to="/sign-in">
      Back to signing in
    </Anchor>
  </Text>
);

export default function ForgotPasswordPage() {
  const ask = useChange<unknown, EmailOnly>((body) => api.POST('/api/v1/password-reset', { body }), { quiet: true });
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: (email) => (/.@.+\../.test(email) ? null : 'An e-mail address like name@example.org') },
  });
  if (ask.isSuccess) {
    const lead = `If ${ask.variables.email} has an account here, a link for a new password is on its way. It works for a short time only.`;
    return (
      <EntryCard icon={MailCheck} title="Check your mail" lead={lead} below={back}>
        <OutboxHint />
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title="Forgot your password?"
      lead="Tell us your address and we send you a link for a new one."
      below={back}
    >
      <form onSubmit={form.onSubmit((given) => ask.mutate(given))} noValidate>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <FormError error={ask.error} />
          <Button type="submit" fullWidth loading={ask.isPending}>
            Send me a link
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}
