import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './welcome.module.css';

export interface GuideStep {
  title: string;
  text: ReactNode;
  picture: ReactNode;
}

/** Steps with a drawing each. */
export function Guide({ steps, label }: { steps: readonly GuideStep[]; label: string }) {
  return (
    <ol className={classes['steps']} aria-label={label}>
      {steps.map(({ title, text, picture }, index) => (
        <li key={title} className={classes['step']}>
          <div className={classes['drawing']} aria-hidden>
            {picture}
          </div>
          <div>
            <Text fw={600}>
              {index + 1}. {title}
            </Text>
            <Text c="dimmed" size="sm">
              {text}
            </Text>
          </div>
        </li>
      ))}
    </ol>
  );
}
