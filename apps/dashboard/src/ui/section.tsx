import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './section.module.css';

interface SectionProps {
  title: string;
  /** What it is for. */
  text?: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  /** The card has a table or a list that reaches its edges. */
  flush?: boolean;
  danger?: boolean;
}

/** A card with a title of its own. */
export function Section({ title, text, aside, children, flush, danger }: SectionProps) {
  return (
    <Card component="section" padding={0} data-danger={danger || undefined} className={classes['section']}>
      <div className={classes['head']}>
        <div>
          <Title order={2} size="h3">
            {title}
          </Title>
          {text && (
            <Text c="dimmed" mt={4} maw="40rem">
              {text}
            </Text>
          )}
        </div>
        {aside}
      </div>
      {flush ? children : <Stack className={classes['body']}>{children}</Stack>}
    </Card>
  );
}
