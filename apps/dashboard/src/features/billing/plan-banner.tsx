import { Button, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { useInstance, useMe } from '../../api/session.js';
import { bannerOf } from './billing-words.js';
import classes from './plan-banner.module.css';
import { useBilling } from './use-billing.js';

/** Above every page but the one about money: what stops soon, or has stopped, and where something is done about it. */
export function PlanBanner() {
  const sold = useInstance().data?.billing === true;
  const { pathname } = useLocation();
  const there = pathname === '/billing';
  const hasStreamer = Boolean(useMe().data?.streamer);
  const { data } = useBilling(sold && hasStreamer && !there);
  const banner = data && bannerOf(data);
  if (!banner || there) return null;
  const { level, title, text, act, to } = banner;
  return (
    <div role="region" aria-label="Your plan" className={classes['banner']} data-level={level}>
      <TriangleAlert size={20} aria-hidden />
      <div>
        <Text fw={600}>{title}</Text>
        <Text className={classes['text']}>{text}</Text>
      </div>
      {to.startsWith('/') ? (
        <Button component={Link} to={to} variant="default">
          {act}
        </Button>
      ) : (
        <Button component="a" href={to} target="_blank" rel="noreferrer">
          {act}
        </Button>
      )}
    </div>
  );
}
