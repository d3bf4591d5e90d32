import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { Link, Navigate, useSearchParams } from 'react-router';
import { useInstance, useMe } from '../../api/session.js';
import { useTitle } from '../../ui/use-title.js';
import { DemoNote } from '../signing-in/demo-note.js';
import classes from './front-page.module.css';
import { LiveStage } from './live-stage.js';
import { Reasons } from './reasons.js';

/** The product page; who is signed in goes on to the overview. */
export default function FrontPage() {
  useTitle('');
  const me = useMe();
  const { data: instance } = useInstance();
  const [search] = useSearchParams();
  if (me.data) return <Navigate to="/overview" replace />;
  return (
    <>
      {search.get('account') === 'deleted' && (
        <Alert color="green" mb="lg" role="status">
          Your account and everything in it is deleted.
        </Alert>
      )}
      <section className={classes['hero']}>
        <Stack gap="lg" className={classes['words']}>
          <Title order={1} className={classes['headline']}>
            Your TikTok LIVE, on your stage.
          </Title>
          <Text size="lg" c="dimmed" className={classes['lead']}>
            Gift alerts, chat, goals and leaderboards for OBS and TikTok LIVE Studio. Six looks, every detail yours, and
            a connection that tells you when it is lost and brings itself back.
          </Text>
          <Group gap="sm">
            <Button component={Link} to="/sign-up" size="lg" rightSection={<ArrowRight size={20} aria-hidden />}>
              Make your overlay
            </Button>
            <Button component={Link} to="/sign-in" size="lg" variant="default">
              Sign in
            </Button>
          </Group>
          {instance?.demo && <DemoNote demo={instance.demo} />}
        </Stack>
        <LiveStage demo={Boolean(instance?.demo)} widgetsUrl={instance?.widgetsUrl} />
      </section>
      <Reasons />
    </>
  );
}
