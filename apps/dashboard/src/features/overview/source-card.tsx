import { Card, Text, Title } from '@mantine/core';
import {
  CircleCheck,
  CircleSlash,
  EyeOff,
  LoaderCircle,
  Moon,
  Radio,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { BlindGap, Overview } from '#libs/contracts';
import { agoText, clockText, durationText } from '../../ui/time.js';
import { useNow } from '../../ui/use-now.js';
import { describeGaps, describeSource, gapMs, sinceText, type Tone } from './describe-source.js';
import classes from './overview.module.css';

const ICONS: Record<Tone, LucideIcon> = { good: Radio, calm: Moon, busy: LoaderCircle, bad: TriangleAlert };
/** More than these are told as a number. */
const GAPS_SHOWN = 4;

/** First thing: is it working, since when, what was missed. */
export function SourceCard({ overview, stale }: { overview: Overview; stale: boolean }) {
  const now = useNow();
  const { source, gaps, stream, lastEventAt } = overview;
  const words = describeSource(source, now);
  const missed = describeGaps(gaps, stream !== null, now);
  const Icon = source.state === 'stopped' ? CircleSlash : ICONS[words.tone];
  return (
    <Card className={classes['source']} data-tone={words.tone} padding={0}>
      <div className={classes['sourceMain']}>
        <div className={classes['sourceIcon']}>
          <Icon size={28} aria-hidden className={words.tone === 'busy' ? classes['turning'] : undefined} />
        </div>
        <div>
          {/* Read out when it changes, and not every second. */}
          <div role="status">
            <Title order={2} className={classes['sourceTitle']}>
              {words.headline}
            </Title>
          </div>
          <Text c="dimmed">{sinceText(source, now)}</Text>
          <Text mt={8}>{words.text}</Text>
        </div>
      </div>
      <div className={classes['missed']} data-missed={missed.missed || undefined}>
        {missed.missed ? <EyeOff size={20} aria-hidden /> : <CircleCheck size={20} aria-hidden />}
        <div>
          <Text fw={500}>{missed.text}</Text>
          {gaps.length > 0 && <Gaps gaps={gaps} now={now} />}
        </div>
        <Text size="sm" c="dimmed" className={classes['lastEvent']}>
          {stale
            ? 'The server does not answer; this is the last that we know'
            : lastEventAt
              ? `Last event ${agoText(lastEventAt, now)}`
              : 'No event yet'}
        </Text>
      </div>
    </Card>
  );
}

function Gaps({ gaps, now }: { gaps: readonly BlindGap[]; now: number }) {
  const shown = gaps.slice(-GAPS_SHOWN);
  const more = gaps.length - shown.length;
  return (
    <Text size="sm" c="dimmed">
      {more > 0 && `${more} before, then `}
      {shown
        .map(
          (gap) =>
            `${clockText(gap.from, now)} for ${durationText(gapMs(gap, now))}${gap.to === null ? ' until now' : ''}`,
        )
        .join(', ')}
    </Text>
  );
}
