import { Badge, Button, Skeleton, Text } from '@mantine/core';
import { MonitorPlay } from 'lucide-react';
import { Link } from 'react-router';
import type { OpenPages } from '#libs/contracts';
import { widgetName } from '../../ui/widget-names.js';
import { many } from '../../ui/numbers.js';
import { Section } from '../../ui/section.js';
import { EmptyState } from '../../ui/states.js';
import classes from './overview.module.css';

/** Which widgets are open in OBS or a browser now. */
export function OpenPagesCard({ pages }: { pages: OpenPages[] | undefined }) {
  return (
    <Section title="Open in OBS" flush>
      {pages === undefined && <Skeleton height={72} mx="lg" mb="lg" w="auto" />}
      {pages?.length === 0 && (
        <EmptyState
          small
          icon={MonitorPlay}
          title="No widget is open"
          text="Add one to OBS and it shows up here by itself."
          action={
            <Button component={Link} to="/welcome?step=obs" variant="light" size="sm">
              Add to OBS
            </Button>
          }
        />
      )}
      {pages && pages.length > 0 && (
        <ul className={classes['list']}>
          {pages.map((entry) => (
            <PageRow key={entry.widget.id} entry={entry} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function PageRow({ entry: { widget, pages, obs } }: { entry: OpenPages }) {
  const others = pages - obs;
  return (
    <li className={classes['row']}>
      <Text fw={500} flex={1}>
        {widgetName(widget.type)}
        {widget.id !== widget.type && (
          <Text span size="sm" c="dimmed">
            {' '}
            (another one)
          </Text>
        )}
      </Text>
      {obs > 0 && <Badge color="green">{obs > 1 ? `${obs} in OBS` : 'In OBS'}</Badge>}
      {others > 0 && <Badge color="gray">{many(others, 'browser')}</Badge>}
    </li>
  );
}
