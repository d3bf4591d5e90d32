import { Button, Card, Group, Popover, Text } from '@mantine/core';
import { QrCode, Share2 } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { CopyField } from '../../ui/copy-field.js';
import { notifyFailed } from '../../ui/notify.js';
import classes from './welcome.module.css';

/** Gives the link to another device. Closing the phone's own window is no failure. */
async function share(link: string): Promise<void> {
  try {
    await navigator.share({ title: 'My alerts for OBS', url: link });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) notifyFailed(error);
  }
}

/** The link for OBS: masked, to copy, and for another device. */
export function LinkCard({ link }: { link: string }) {
  return (
    <Card>
      <CopyField label="Your link for OBS" value={link} secret />
      <Text size="sm" c="dimmed" mt="xs">
        Keep it to yourself: whoever has it sees your alerts.
      </Text>
      <Group mt="md" gap="xs">
        <Popover position="bottom-start" radius="lg" shadow="md" withinPortal trapFocus>
          <Popover.Target>
            <Button variant="default" leftSection={<QrCode size={18} aria-hidden />}>
              QR code
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label="QR code of the link">
            <div className={classes['qr']}>
              <QRCodeSVG value={link} size={208} marginSize={2} title="The link as a QR code" />
            </div>
            <Text size="sm" c="dimmed" maw={208} mt={8}>
              Point the camera of your other device at it.
            </Text>
          </Popover.Dropdown>
        </Popover>
        {'share' in navigator && (
          <Button variant="default" leftSection={<Share2 size={18} aria-hidden />} onClick={() => void share(link)}>
            Send to my computer
          </Button>
        )}
      </Group>
    </Card>
  );
}
