import { Badge, Box, Button, Card, Group, Skeleton, Text, ThemeIcon, Tooltip } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { Link } from 'react-router';
import type { OpenPages, WidgetView } from '#libs/contracts';
import type { Links } from '../studio/addresses.js';
import { KINDS, nameOf } from '../studio/kinds.js';
import { CardLook } from './card-look.js';
import { CardMenu } from './card-menu.js';
import { WidgetLink } from './widget-link.js';

interface Props {
  widget: WidgetView;
  links: Links | undefined;
  /** Undefined while it is not known yet; null: not open anywhere. */
  pages: OpenPages | null | undefined | 'unknown';
  onSteps: () => void;
}

/** One widget: how it looks, where its link is, whether OBS has it. */
export function WidgetCard({ widget, links, pages, onSteps }: Props) {
  const { icon: Icon, label, text, size } = KINDS[widget.type];
  const name = nameOf(widget);
  const changed = Object.keys(widget.overrides).length;
  return (
    <Card withBorder radius="md" padding="md" component="article" aria-label={name} data-widget={widget.id}>
      <Card.Section>
        <Link to={`/widgets/${encodeURIComponent(widget.id)}`} tabIndex={-1} aria-hidden>
          <CardLook widget={widget} links={links} />
        </Link>
      </Card.Section>
      <Group mt="md" gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" size="lg" aria-hidden>
          <Icon size={18} />
        </ThemeIcon>
        <Box flex={1} miw={0}>
          <Text component="h2" fw={650} truncate title={name}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={2} h="2.9em">
            {widget.name ? `${label}. ${text}` : text}
          </Text>
        </Box>
        <CardMenu widget={widget} />
      </Group>
      <Group gap="xs" my="sm" mih={24}>
        <OpenBadge pages={pages} />
        <Tooltip label="Recommended width and height of the source in OBS">
          <Badge variant="default">
            {size[0]} × {size[1]}
          </Badge>
        </Tooltip>
        {changed > 0 && <Badge variant="light">{changed} changed</Badge>}
      </Group>
      <WidgetLink widget={widget} links={links} />
      <Group mt="sm" grow gap="xs">
        <Button
          component={Link}
          to={`/widgets/${encodeURIComponent(widget.id)}`}
          variant="light"
          size="sm"
          leftSection={<Pencil size={16} aria-hidden />}
          aria-label={`Edit: ${name}`}
        >
          Edit
        </Button>
        <Button variant="default" size="sm" onClick={onSteps} aria-label={`Add to OBS: ${name}`}>
          Add to OBS
        </Button>
      </Group>
    </Card>
  );
}

function OpenBadge({ pages }: { pages: Props['pages'] }) {
  if (pages === undefined) return <Skeleton height={20} width={120} radius="xl" />;
  if (pages === 'unknown') {
    return <Badge variant="default">Not known whether it is open</Badge>;
  }
  if (pages && pages.obs > 0) {
    return (
      <Badge color="teal" variant="light" leftSection="●">
        Connected in OBS{pages.obs > 1 ? ` (${pages.obs}×)` : ''}
      </Badge>
    );
  }
  if (pages && pages.pages > 0) {
    return (
      <Badge color="blue" variant="light" leftSection="●">
        Open in a browser
      </Badge>
    );
  }
  return (
    <Badge variant="default" leftSection="○">
      Not in OBS
    </Badge>
  );
}
