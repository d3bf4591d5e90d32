import { Card, Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTitle } from '../../ui/use-title.js';
import classes from './signing-in.module.css';

interface EntryCardProps {
  title: string;
  lead?: ReactNode;
  icon?: LucideIcon;
  children?: ReactNode;
  /** Under the card: the other ways on. */
  below?: ReactNode;
}

/** One small form or message in the middle of the page. */
export function EntryCard({ title, lead, icon: Icon, children, below }: EntryCardProps) {
  useTitle(title);
  return (
    <>
      <Card className={classes['card']} padding="xl" radius="xl">
        <Stack gap="md">
          {Icon && (
            <div className={classes['icon']}>
              <Icon size={28} aria-hidden />
            </div>
          )}
          <div>
            <Title order={1} size="h2">
              {title}
            </Title>
            {lead && (
              <Text c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Card>
      {below && <div className={classes['below']}>{below}</div>}
    </>
  );
}
