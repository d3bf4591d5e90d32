import { Anchor, Badge, Button, Group, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { formatMoney, type Invoice, type InvoicePage } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { Section } from '../../ui/section.js';
import { ErrorState } from '../../ui/states.js';
import { dayText } from './billing-words.js';

const STATUS: Record<Invoice['status'], { text: string; color: string }> = {
  draft: { text: 'Being made', color: 'gray' },
  open: { text: 'To pay', color: 'red' },
  paid: { text: 'Paid', color: 'green' },
  uncollectible: { text: 'Not paid', color: 'gray' },
  void: { text: 'Void', color: 'gray' },
};

function Row({ invoice }: { invoice: Invoice }) {
  const { text, color } = STATUS[invoice.status];
  return (
    <Table.Tr>
      <Table.Td>{dayText(invoice.createdAt)}</Table.Td>
      <Table.Td visibleFrom="sm">{invoice.number ?? ''}</Table.Td>
      <Table.Td visibleFrom="sm">{invoice.lines.map((line) => line.text).join(', ')}</Table.Td>
      <Table.Td>
        <Badge color={color} variant="light" miw="max-content">
          {text}
        </Badge>
      </Table.Td>
      <Table.Td ta="right">{formatMoney(invoice.total)}</Table.Td>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          {invoice.pageUrl !== null && (
            <Anchor href={invoice.pageUrl} target="_blank" rel="noreferrer">
              Open
            </Anchor>
          )}
          {invoice.pdfUrl !== null && (
            <Anchor href={invoice.pdfUrl} target="_blank" rel="noreferrer">
              PDF
            </Anchor>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** Page by page, newest first. */
export function InvoicesSection() {
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined]);
  const cursor = cursors.at(-1);
  const page = useApi<InvoicePage>(['billing', 'invoices', cursor ?? ''], (signal) =>
    api.GET('/api/v1/me/billing/invoices', { signal, params: { query: { limit: 12, ...(cursor && { cursor }) } } }),
  );
  const { items = [], nextCursor = null } = page.data ?? {};
  return (
    <Section title="Invoices">
      {page.isError && !page.data && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {page.data && items.length === 0 && <Text c="dimmed">There are none yet.</Text>}
      {items.length > 0 && (
        <ScrollArea>
          <Table miw={{ base: 0, sm: 640 }}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Date</Table.Th>
                <Table.Th visibleFrom="sm">Number</Table.Th>
                <Table.Th visibleFrom="sm">For</Table.Th>
                <Table.Th>Status</Table.Th>
                <Table.Th ta="right">Amount</Table.Th>
                <Table.Th aria-label="Documents" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((invoice) => (
                <Row key={invoice.id} invoice={invoice} />
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      <Group gap="xs">
        {cursors.length > 1 && (
          <Button variant="default" onClick={() => setCursors((list) => list.slice(0, -1))}>
            Newer
          </Button>
        )}
        {nextCursor !== null && (
          <Button variant="default" onClick={() => setCursors((list) => [...list, nextCursor])}>
            Older
          </Button>
        )}
      </Group>
    </Section>
  );
}
