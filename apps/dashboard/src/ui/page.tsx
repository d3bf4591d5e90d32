import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './page.module.css';
import { useTitle } from './use-title.js';

interface PageProps {
  title: string;
  /** One sentence: what the page is for. */
  lead?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  back?: { to: string; label: string };
  children: ReactNode;
}

/** A page with its title, and buttons beside it. */
export function Page({ title, lead, actions, back, children }: PageProps) {
  useTitle(title);
  return (
    <Stack gap="lg">
      <header className={classes['header']}>
        <div>
          {back && (
            <Anchor component={Link} to={back.to} className={classes['back']} size="sm">
              <ArrowLeft size={16} aria-hidden />
              {back.label}
            </Anchor>
          )}
          <Title order={1} className={classes['title']}>
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" mt={4} maw="42rem">
              {lead}
            </Text>
          )}
        </div>
        {actions && (
          <Group gap="xs" className={classes['actions']}>
            {actions}
          </Group>
        )}
      </header>
      {children}
    </Stack>
  );
}
