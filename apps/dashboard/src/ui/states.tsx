import { Button, Stack, Text, Title } from '@mantine/core';
import { RotateCcw, Unplug, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../api/problem.js';
import classes from './states.module.css';

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  /** The next step. */
  text?: ReactNode;
  action?: ReactNode;
  /** It is the whole page, so its title is the page's. */
  heading?: boolean;
  /** Within a card: less room around. */
  small?: boolean;
}

/** Says that there is nothing, and what to do about it. */
export function EmptyState({ icon: Icon, title, text, action, heading, small }: EmptyProps) {
  return (
    <Stack className={classes['state']} align="center" gap="sm" data-small={small || undefined}>
      <div className={classes['icon']}>
        <Icon size={28} strokeWidth={1.75} aria-hidden />
      </div>
      {heading ? (
        <Title order={1} size="h2">
          {title}
        </Title>
      ) : (
        <Text fw={600} size="lg">
          {title}
        </Text>
      )}
      {text && (
        <Text c="dimmed" maw="34rem">
          {text}
        </Text>
      )}
      {action}
    </Stack>
  );
}

/** Says what went wrong, and offers another try. */
export function ErrorState({ error, onRetry, small }: { error: unknown; onRetry?: () => void; small?: boolean }) {
  return (
    <div role="alert">
      <EmptyState
        icon={Unplug}
        small={small}
        title="This could not be loaded"
        text={messageOf(error)}
        action={
          onRetry && (
            <Button variant="default" leftSection={<RotateCcw size={18} aria-hidden />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}
