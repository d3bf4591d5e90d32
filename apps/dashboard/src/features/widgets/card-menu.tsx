import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Copy, EllipsisVertical, FlaskConical, Pencil, RotateCcw, Trash2, Type } from 'lucide-react';
import { useNavigate } from 'react-router';
import type { WidgetView } from '#libs/contracts';
import { askBefore } from '../../ui/confirm.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { nameOf } from '../studio/kinds.js';
import { keys, useRefresh } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { askName } from './ask-name.js';

/** What can be done with a widget besides editing it. */
export function CardMenu({ widget }: { widget: WidgetView }) {
  const { streamerId } = useStudio();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const name = nameOf(widget);
  const isDefault = widget.id === widget.type;
  const settle = { onSuccess: () => refresh(keys.widgets(streamerId)) };
  const rename = useMutation({
    mutationFn: (next: string) => studio.updateWidget(streamerId, widget.id, { name: next }),
    ...settle,
    onError: notifyFailed,
  });
  const duplicate = useMutation({
    mutationFn: (next: string) => studio.duplicateWidget(streamerId, widget.id, next),
    onSuccess: async (copy) => {
      await refresh(keys.widgets(streamerId));
      notifyDone(`"${nameOf(copy)}" has a link of its own`);
    },
    onError: notifyFailed,
  });
  const remove = useMutation({
    mutationFn: () => studio.deleteWidget(streamerId, widget.id),
    ...settle,
    onError: notifyFailed,
  });
  const confirm = () =>
    askBefore({
      title: isDefault ? `Reset "${name}"?` : `Delete "${name}"?`,
      text: isDefault
        ? 'All settings of this widget are lost and it looks as it did at the start. Its link goes on working.'
        : 'Its settings are lost and its link stops working: it goes dark in OBS at once.',
      act: isDefault ? 'Reset' : 'Delete',
      onConfirm: () => remove.mutate(),
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More about ${name}`}>
          <EllipsisVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={16} />} onClick={() => void navigate(`/widgets/${widget.id}`)}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<FlaskConical size={16} />} onClick={() => void navigate('/test')}>
          Test it
        </Menu.Item>
        <Menu.Item
          leftSection={<Type size={16} />}
          onClick={() => askName({ title: 'Rename', value: widget.name, confirm: 'Rename', onName: rename.mutate })}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={16} />}
          onClick={() =>
            askName({
              title: 'Duplicate',
              value: `${name} copy`.slice(0, 60),
              confirm: 'Duplicate',
              onName: duplicate.mutate,
            })
          }
        >
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={isDefault ? <RotateCcw size={16} /> : <Trash2 size={16} />}
          onClick={confirm}
        >
          {isDefault ? 'Reset to the start' : 'Delete'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
