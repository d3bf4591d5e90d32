import { Text, Title } from '@mantine/core';
import { Gauge, HeartPulse, Palette, ShieldCheck, type LucideIcon } from 'lucide-react';
import classes from './front-page.module.css';

const REASONS: { icon: LucideIcon; title: string; text: string }[] = [
  {
    icon: Gauge,
    title: 'On stream in five minutes',
    text: 'Type your handle, pick a look, paste one link into OBS. A test alert shows that it works before you go live.',
  },
  {
    icon: HeartPulse,
    title: 'Always tells the truth',
    text: 'Whether it is connected, since when, and what may have been missed. When TikTok drops the line, it comes back by itself.',
  },
  {
    icon: Palette,
    title: 'Looks like you',
    text: 'Six themes from calm to loud, for alerts, chat, goals and rankings. Change a colour and your OBS follows within a second.',
  },
  {
    icon: ShieldCheck,
    title: 'Yours to keep',
    text: 'Free software on a server of your choice. Take your data with you, or delete it, whenever you like.',
  },
];

export function Reasons() {
  return (
    <ul className={classes['reasons']} aria-label="What it does">
      {REASONS.map(({ icon: Icon, title, text }) => (
        <li key={title}>
          <Icon size={28} strokeWidth={1.75} aria-hidden />
          <Title order={2} size="h3" mb={6}>
            {title}
          </Title>
          <Text c="dimmed">{text}</Text>
        </li>
      ))}
    </ul>
  );
}
