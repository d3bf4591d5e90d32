import { Badge, Text } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import type { PastStream } from '#libs/contracts';
import { shortCount } from '../../ui/numbers.js';
import { blindText, dayText, spanText } from './stream-words.js';
import classes from './streams.module.css';

export function StreamRow({ stream }: { stream: PastStream }) {
  const blind = blindText(stream);
  const { totals, peakViewers } = stream;
  return (
    <li>
      <Link to={`/streams/${encodeURIComponent(stream.id)}`} className={classes['card']}>
        <div className={classes['when']}>
          <Text fw={600} size="lg">
            {dayText(stream)}
          </Text>
          <Text c="dimmed" size="sm">
            {spanText(stream)}
          </Text>
          {blind && (
            <Badge color="amber" mt={6}>
              {blind}
            </Badge>
          )}
        </div>
        <Number label="Coins" value={totals.coins} />
        <Number label="Likes" value={totals.likes} />
        <Number label="Followers" value={totals.follows} />
        <Number label="Peak viewers" value={peakViewers} />
        <ChevronRight size={20} aria-hidden className={classes['arrow']} />
      </Link>
    </li>
  );
}

function Number({ label, value }: { label: string; value: number | null }) {
  return (
    <div className={classes['number']}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600} size="lg">
        {value === null ? '–' : shortCount(value)}
      </Text>
    </div>
  );
}
