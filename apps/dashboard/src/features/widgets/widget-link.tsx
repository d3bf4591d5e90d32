import { ActionIcon, CopyButton, Group, Popover, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { Check, Copy, ExternalLink, Eye, EyeOff, QrCode } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import type { WidgetView } from '#libs/contracts';
import { maskedAddress, widgetAddress, type Links } from '../studio/addresses.js';
import { nameOf } from '../studio/kinds.js';
import classes from './widget-link.module.css';

/** The link of a widget. Its key stays hidden until it is asked for: this screen may be on stream. */
export function WidgetLink({ widget, links }: { widget: WidgetView; links: Links | undefined }) {
  const [shown, setShown] = useState(false);
  if (links === undefined) return <Skeleton height={36} radius="sm" />;
  const address = widgetAddress(links, widget);
  const name = nameOf(widget);
  return (
    <Group gap={4} wrap="nowrap" className={classes['link']}>
      <Text className={classes['address']} size="xs" ff="monospace" data-testid="address">
        {shown ? address : maskedAddress(widget)}
      </Text>
      <Tooltip label={shown ? 'Hide the link' : 'Show the link'}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={shown ? `Hide the link of ${name}` : `Show the link of ${name}`}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={16} /> : <Eye size={16} />}
        </ActionIcon>
      </Tooltip>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy the link'}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'teal' : 'gray'}
              aria-label={`Copy the link of ${name}`}
              onClick={copy}
            >
              {copied ? <Check size={16} /> : <Copy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      <QrPopover address={address} name={name} />
      <Tooltip label="Open in a new tab">
        <ActionIcon
          variant="subtle"
          color="gray"
          component="a"
          href={address}
          target="_blank"
          rel="noreferrer noopener"
          aria-label={`Open ${name} in a new tab`}
        >
          <ExternalLink size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function QrPopover({ address, name }: { address: string; name: string }) {
  return (
    <Popover position="top" shadow="md" withArrow trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`QR code of ${name}`}>
          <QrCode size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" align="center">
          <div className={classes['code']}>
            <QRCodeSVG value={address} size={180} title={`QR code of the link of ${name}`} />
          </div>
          <Text size="xs" c="dimmed" maw={200} ta="center">
            Holds the secret link. Scan it with another device, and not on stream.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
