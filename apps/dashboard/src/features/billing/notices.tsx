import { Alert, Button, Group, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { BillingNotice } from '#libs/contracts';
import { noticeText } from './billing-words.js';
import { usePortal } from './use-billing.js';

/** What has to be known about money now. */
export function BillingNotices({ notices }: { notices: readonly BillingNotice[] }) {
  return notices.map((notice) => {
    const { title, text } = noticeText(notice);
    const color = notice.kind === 'trial-ending' || notice.kind === 'grant-ending' ? 'blue' : 'red';
    return (
      <Alert key={notice.kind} color={color} title={title} icon={<TriangleAlert aria-hidden />} role="alert">
        <Text>{text}</Text>
        {notice.kind === 'two-subscriptions' && <EndOne />}
        {notice.payUrl !== null && (
          <Group mt="sm">
            <Button component="a" href={notice.payUrl} target="_blank" rel="noreferrer">
              Pay now
            </Button>
          </Group>
        )}
      </Alert>
    );
  });
}

/** The page of the payment service shows them all. */
function EndOne() {
  const portal = usePortal();
  return (
    <Group mt="sm">
      <Button variant="default" loading={portal.isPending} onClick={() => portal.mutate()}>
        End one of them
      </Button>
    </Group>
  );
}
