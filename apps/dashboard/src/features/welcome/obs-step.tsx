import { Button, Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { ArrowLeft, ArrowRight, Bell } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useInstance } from '../../api/session.js';
import { useTestEvent } from '../../api/use-test-event.js';
import { useWidgetKey, widgetLink } from '../../api/widget-links.js';
import { ErrorState } from '../../ui/states.js';
import { ConnectedChip } from './connected-chip.js';
import { LinkCard } from './link-card.js';
import { ObsGuide } from './obs-guide.js';
import { StudioGuide } from './studio-guide.js';
import classes from './welcome.module.css';

/** The link, how it gets into the streaming program, and the proof that it did. */
export function ObsStep({ streamerId: id, onBack }: { streamerId: string; onBack: () => void }) {
  const key = useWidgetKey(id);
  const { data: instance } = useInstance();
  const [program, setProgram] = useState<'obs' | 'studio'>('obs');
  const test = useTestEvent(id, { said: 'A test alert is on its way.' });
  const link = key.data && instance ? widgetLink(instance.widgetsUrl, key.data, 'alerts') : undefined;
  return (
    <>
      <Title order={1}>Put it on your stream</Title>
      <Text c="dimmed" size="lg" mt={4} mb="lg">
        One link shows all your alerts. Open it in your streaming program.
      </Text>
      <div className={classes['obs']}>
        <div className={classes['obsLeft']}>
          {link ? (
            <LinkCard link={link} />
          ) : key.isError ? (
            <ErrorState small error={key.error} onRetry={() => void key.refetch()} />
          ) : (
            <Skeleton height={204} radius="lg" />
          )}
          <div className={classes['proof']}>
            <ConnectedChip streamerId={id} widget="alerts" />
            <Button
              variant="light"
              leftSection={<Bell size={18} aria-hidden />}
              loading={test.isPending}
              onClick={() => test.mutate({ kind: 'streak', name: 'StreamShape', count: 5 })}
            >
              Send a test alert
            </Button>
          </div>
        </div>
        <div className={classes['guide']}>
          <SegmentedControl
            fullWidth
            aria-label="Your program"
            value={program}
            onChange={(value) => setProgram(value === 'studio' ? 'studio' : 'obs')}
            data={[
              { value: 'obs', label: 'OBS' },
              { value: 'studio', label: 'TikTok LIVE Studio' },
            ]}
          />
          {program === 'obs' ? <ObsGuide /> : <StudioGuide link={link} />}
        </div>
      </div>
      <Group justify="space-between" mt="xl">
        <Button variant="subtle" color="gray" leftSection={<ArrowLeft size={20} aria-hidden />} onClick={onBack}>
          Another look
        </Button>
        <Button component={Link} to="/overview" size="lg" rightSection={<ArrowRight size={20} aria-hidden />}>
          To my dashboard
        </Button>
      </Group>
    </>
  );
}
