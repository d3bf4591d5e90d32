import { Progress, Text } from '@mantine/core';
import { PASSWORD_LENGTH } from '#libs/contracts';

const STEPS = [
  { from: 18, colour: 'green', words: 'Strong' },
  { from: 13, colour: 'green', words: 'Good' },
  { from: PASSWORD_LENGTH.min, colour: 'amber', words: 'Long enough; longer is safer' },
  { from: 0, colour: 'red', words: `At least ${PASSWORD_LENGTH.min} characters; a few words make a good one` },
];

/** How long a new password is, as a bar and in words. Length is what protects. */
export function PasswordStrength({ password }: { password: string }) {
  const step = STEPS.find(({ from }) => password.length >= from);
  return (
    <div>
      <Progress
        value={Math.min(100, (password.length / 18) * 100)}
        color={step?.colour}
        size={6}
        mt={8}
        aria-label="Length of the password"
      />
      <Text size="sm" c="dimmed" mt={6} aria-live="polite">
        {step?.words}
      </Text>
    </div>
  );
}
