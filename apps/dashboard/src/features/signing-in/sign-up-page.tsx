import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { MailCheck } from 'lucide-react';
import { Link, Navigate } from 'react-router';
import { PASSWORD_LENGTH, type SignUp } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useMe } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { OutboxHint } from '../../ui/outbox-hint.js';
import { EntryCard } from './entry-card.js';
import { PasswordStrength } from './password-strength.js';

export default function SignUpPage() {
  const me = useMe();
  const signUp = useChange<unknown, SignUp>((body) => api.POST('/api/v1/sign-up', { body }), { quiet: true });
  if (me.data) return <Navigate to="/overview" replace />;
  if (signUp.isSuccess && signUp.variables) return <CheckMail email={signUp.variables.email} />;
  return <SignUpForm busy={signUp.isPending} error={signUp.error} onSubmit={(given) => signUp.mutate(given)} />;
}

interface FormProps {
  busy: boolean;
  error: (Error & { fields?: Readonly<Record<string, string>> }) | null;
  onSubmit: (given: SignUp) => void;
}

function SignUpForm({ busy, error, onSubmit }: FormProps) {
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      email: (email) => (/.@.+\../.test(email) ? null : 'An e-mail address like name@example.org'),
      password: (password) =>
        password.length >= PASSWORD_LENGTH.min ? null : `At least ${PASSWORD_LENGTH.min} characters`,
    },
  });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = error?.fields ?? {};
  return (
    <EntryCard
      title="Make your account"
      lead="Free, and on stream in five minutes."
      below={
        <Text ta="center" c="dimmed">
          Have one already?{' '}
          <Anchor component={Link} to="/sign-in">
            Sign in
          </Anchor>
        </Text>
      }
    >
      <form onSubmit={form.onSubmit((given) => onSubmit({ ...given, timeZone }))} noValidate>
        <Stack gap="md">
          <TextInput
            label="What should we call you?"
            autoComplete="nickname"
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            {...form.getInputProps('email')}
            error={form.errors['email'] ?? known['email']}
          />
          <div>
            <PasswordInput
              label="Password"
              autoComplete="new-password"
              maxLength={PASSWORD_LENGTH.max}
              {...form.getInputProps('password')}
              error={form.errors['password'] ?? known['password']}
            />
            <PasswordStrength password={form.values.password} />
          </div>
          <FormError error={error} />
          <Button type="submit" fullWidth loading={busy}>
            Make my account
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}

/** The same for a new address and one that has an account: nobody learns which it is. */
function CheckMail({ email }: { email: string }) {
  const resend = useChange(() => api.POST('/api/v1/verify-email/resend', { body: { email } }), {
    said: 'Another mail is on its way.',
  });
  return (
    <EntryCard
      icon={MailCheck}
      title="Check your mail"
      lead={
        <>
          We sent a link to <b>{email}</b>. Open it on this device and you are signed in. It can take a minute; look
          into the spam folder too.
        </>
      }
      below={
        <Text ta="center" c="dimmed">
          Confirmed already?{' '}
          <Anchor component={Link} to="/sign-in">
            Sign in
          </Anchor>
        </Text>
      }
    >
      <OutboxHint />
      <Button variant="default" onClick={() => resend.mutate()} loading={resend.isPending}>
        Send it once more
      </Button>
    </EntryCard>
  );
}
