import { ActionIcon, Anchor, Badge, Button, Group, Menu, Text, Title, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ArrowLeft, Copy, EllipsisVertical, FlaskConical, Redo2, RotateCcw, Save, Type, Undo2 } from 'lucide-react';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate } from 'react-router';
import type { WidgetView } from '#libs/contracts';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { KINDS, nameOf } from '../studio/kinds.js';
import { keys, useRefresh } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { TestDrawer } from '../test-panel/test-drawer.js';
import { askName } from '../widgets/ask-name.js';
import classes from './editor.module.css';
import type { Editor } from './use-editor.js';

/** Name, undo, redo and save; the rest in a menu. */
export function EditorHead({ widget, editor }: { widget: WidgetView; editor: Editor }) {
  const unsaved = editor.unsaved.length;
  const [testing, test] = useDisclosure(false);
  return (
    <header className={classes['head']}>
      <div className={classes['title']}>
        <Anchor component={Link} to="/widgets" size="sm" className={classes['back']}>
          <ArrowLeft size={16} aria-hidden />
          Widgets
        </Anchor>
        <Title order={1} size="h2" lineClamp={1}>
          {nameOf(widget)}
        </Title>
        {widget.name !== '' && <Text c="dimmed">{KINDS[widget.type].label}</Text>}
      </div>
      <Group gap={6} wrap="nowrap" className={classes['tools']}>
        <Tooltip label="Undo (Ctrl+Z)">
          <ActionIcon aria-label="Undo" disabled={!editor.undo} onClick={editor.undo}>
            <Undo2 size={20} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo (Ctrl+Shift+Z)">
          <ActionIcon aria-label="Redo" disabled={!editor.redo} onClick={editor.redo}>
            <Redo2 size={20} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Test panel">
          <ActionIcon aria-label="Open the test panel" onClick={test.open}>
            <FlaskConical size={20} />
          </ActionIcon>
        </Tooltip>
        <EditorMenu widget={widget} editor={editor} />
        <Badge
          className={classes['unsaved']}
          variant={unsaved > 0 ? 'light' : 'default'}
          color="amber"
          size="lg"
          aria-live="polite"
        >
          {unsaved > 0 ? `${unsaved} not saved` : 'All saved'}
        </Badge>
        <Button
          leftSection={<Save size={18} aria-hidden />}
          disabled={unsaved === 0}
          loading={editor.saving}
          onClick={editor.save}
        >
          Save
        </Button>
      </Group>
      <TestDrawer opened={testing} onClose={test.close} />
    </header>
  );
}

function EditorMenu({ widget, editor }: { widget: WidgetView; editor: Editor }) {
  const { streamerId } = useStudio();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const rename = useMutation({
    mutationFn: (name: string) => studio.updateWidget(streamerId, widget.id, { name }),
    onSuccess: () => refresh(keys.widgets(streamerId)),
    onError: notifyFailed,
  });
  const duplicate = useMutation({
    mutationFn: (name: string) => studio.duplicateWidget(streamerId, widget.id, name),
    onSuccess: async (copy) => {
      await refresh(keys.widgets(streamerId));
      notifyDone(`"${nameOf(copy)}" was made of what is saved, with a link of its own`);
      await navigate(`/widgets/${encodeURIComponent(copy.id)}`);
    },
    onError: notifyFailed,
  });
  const copyName = `${nameOf(widget)} copy`.slice(0, 60);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon aria-label="More">
          <EllipsisVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Type size={16} />}
          onClick={() => askName({ title: 'Rename', value: widget.name, confirm: 'Rename', onName: rename.mutate })}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={16} />}
          onClick={() =>
            askName({ title: 'Duplicate', value: copyName, confirm: 'Duplicate', onName: duplicate.mutate })
          }
        >
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Undo2 size={16} />} disabled={editor.unsaved.length === 0} onClick={editor.discard}>
          Back to what is saved
        </Menu.Item>
        <Menu.Item leftSection={<RotateCcw size={16} />} disabled={editor.changed.size === 0} onClick={editor.resetAll}>
          Reset every setting
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
