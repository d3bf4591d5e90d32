import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { KeyRound, LinkIcon } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { PASSWORD_LENGTH, type ResetPassword } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { EntryCard } from './entry-card.js';
import { linkToken } from './link-token.js';
import { PasswordStrength } from './password-strength.js';

/** Where the link for a new password leads. */
export default function ResetPasswordPage() {
  const token = linkToken(useLocation());
  const reset = useChange<unknown, ResetPassword>((body) => api.PUT('/api/v1/password-reset', { body }), {
    quiet: true,
  });
  const form = useForm({
    initialValues: { password: '' },
    validate: {
      password: (password) =>
        password.length >= PASSWORD_LENGTH.min ? null : `At least ${PASSWORD_LENGTH.min} characters`,
    },
  });
  if (reset.isSuccess) {
    return (
      <EntryCard
        icon={KeyRound}
        title="Your new password is set"
        lead="You were signed out everywhere, and all access tokens were revoked: programs that used one need a new one."
      >
        <Button component={Link} to="/sign-in">
          Sign in
        </Button>
      </EntryCard>
    );
  }
  if (token === '' || reset.error?.status === 410) {
    return (
      <EntryCard
        icon={LinkIcon}
        title="This link does not work any more"
        lead="It was used, or it is too old. Have another one sent to you."
      >
        <Button component={Link} to="/forgot-password">
          Send me a new link
        </Button>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Choose a new password">
      <form onSubmit={form.onSubmit(({ password }) => reset.mutate({ token, password }))} noValidate>
        <Stack gap="md">
          <div>
            <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('password')} />
            <PasswordStrength password={form.values.password} />
          </div>
          <FormError error={reset.error} />
          <Button type="submit" fullWidth loading={reset.isPending}>
            Set it
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}
