import { Group, SegmentedControl, Text } from '@mantine/core';
import { Coins, Eye, Gift, Heart, Share2, Sparkles, UserPlus, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Counts, Overview } from '#libs/contracts';
import { Section } from '../../ui/section.js';
import { count } from '../../ui/numbers.js';
import classes from './overview.module.css';

const FIELDS: { key: keyof Counts; label: string; icon: LucideIcon }[] = [
  { key: 'coins', label: 'Coins', icon: Coins },
  { key: 'gifts', label: 'Gifts', icon: Gift },
  { key: 'likes', label: 'Likes', icon: Heart },
  { key: 'follows', label: 'New followers', icon: UserPlus },
  { key: 'shares', label: 'Shares', icon: Share2 },
  { key: 'subscribes', label: 'Subscriptions', icon: Sparkles },
];

type Span = 'session' | 'today' | 'allTime';

/** Tonight in numbers. */
export function Totals({ overview }: { overview: Overview }) {
  const live = overview.stream !== null;
  const [chosen, setChosen] = useState<Span | undefined>();
  const span = chosen ?? (live ? 'session' : 'today');
  const totals = overview.totals[span];
  const { viewers } = overview;
  return (
    <Section
      title="Totals"
      aside={
        <SegmentedControl
          size="sm"
          radius="md"
          aria-label="Of which time"
          value={span}
          onChange={(value) => setChosen(value)}
          data={[
            { value: 'session', label: live ? 'This stream' : 'Last stream' },
            { value: 'today', label: 'Today' },
            { value: 'allTime', label: 'Ever' },
          ]}
        />
      }
    >
      <dl className={classes['totals']}>
        {viewers && live && (
          <Total icon={Eye} label="Watching now" value={viewers.current} note={`peak ${count(viewers.peak)}`} />
        )}
        {FIELDS.map(({ key, label, icon }) => (
          <Total key={key} icon={icon} label={label} value={totals[key]} />
        ))}
      </dl>
    </Section>
  );
}

function Total({ icon: Icon, label, value, note }: { icon: LucideIcon; label: string; value: number; note?: string }) {
  return (
    <div className={classes['total']}>
      <Group component="dt" gap={6} wrap="nowrap" className={classes['totalLabel']}>
        <Icon size={16} aria-hidden />
        {label}
      </Group>
      <dd className={classes['totalValue']}>
        {count(value)}
        {note && (
          <Text span size="sm" c="dimmed" ml={8}>
            {note}
          </Text>
        )}
      </dd>
    </div>
  );
}
