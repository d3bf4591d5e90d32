import { Code, List, Modal, Stack, Tabs, Text } from '@mantine/core';
import type { WidgetView } from '#libs/contracts';
import type { Links } from '../studio/addresses.js';
import { KINDS, nameOf } from '../studio/kinds.js';
import { WidgetLink } from './widget-link.js';

interface Props {
  /** `any`: the steps alone, without a link. */
  widget: WidgetView | 'any' | undefined;
  links: Links | undefined;
  onClose: () => void;
}

/** How a widget gets on stream. */
export function ObsSteps({ widget, links, onClose }: Props) {
  const one = widget === 'any' ? undefined : widget;
  const [width, height] = one ? KINDS[one.type].size : [1920, 1080];
  return (
    <Modal
      opened={widget !== undefined}
      onClose={onClose}
      title={one ? `Add "${nameOf(one)}" to your stream` : 'Add a widget to your stream'}
      size="lg"
      centered
    >
      <Stack>
        {one && <WidgetLink widget={one} links={links} />}
        <Tabs defaultValue="obs">
          <Tabs.List>
            <Tabs.Tab value="obs">OBS Studio</Tabs.Tab>
            <Tabs.Tab value="tiktok">TikTok LIVE Studio</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="obs" pt="md">
            <List type="ordered" spacing="xs" size="sm">
              <List.Item>{one ? 'Copy the link above.' : 'Copy the link of the widget.'}</List.Item>
              <List.Item>
                In OBS, under Sources, press <b>+</b>, choose <b>Browser</b>, and give it a name.
              </List.Item>
              <List.Item>
                Paste the link into <b>URL</b>.
              </List.Item>
              <List.Item>
                Set <b>Width</b> <Code>{width}</Code> and <b>Height</b> <Code>{height}</Code>
                {one ? '.' : ', or the size that is written on the widget.'}
              </List.Item>
              <List.Item>
                Leave <b>Shutdown source when not visible</b> off, tick <b>Control audio via OBS</b> if the widget has
                sounds, and press OK.
              </List.Item>
              <List.Item>Press a button in the test panel: it should appear in OBS.</List.Item>
            </List>
          </Tabs.Panel>
          <Tabs.Panel value="tiktok" pt="md">
            <List type="ordered" spacing="xs" size="sm">
              <List.Item>{one ? 'Copy the link above.' : 'Copy the link of the widget.'}</List.Item>
              <List.Item>
                In TikTok LIVE Studio press <b>Add source</b> and choose <b>Link</b>.
              </List.Item>
              <List.Item>
                Paste the link and press <b>Add source</b>.
              </List.Item>
              <List.Item>
                For a vertical canvas set the size to <Code>1080</Code> by <Code>1920</Code>, and keep clear of the top
                and of the lower third: TikTok puts its own buttons and chat there.
              </List.Item>
            </List>
            <Text size="sm" c="dimmed" mt="sm">
              TikTok LIVE Studio takes no links that begin with <Code>localhost</Code> or <Code>127.0.0.1</Code>. There
              the server needs an address of its own.
            </Text>
          </Tabs.Panel>
        </Tabs>
        <Text size="sm" c="dimmed">
          A change in the editor reaches OBS within a second. You never have to copy the link again, unless you replace
          it.
        </Text>
      </Stack>
    </Modal>
  );
}
