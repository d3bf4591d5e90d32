import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { WidgetType } from '#libs/contracts';
import { Control } from './controls/control.js';
import type { Field } from './form-model.js';
import classes from './form.module.css';
import type { Editor } from './use-editor.js';

/** One setting: label, whether it was changed, what it is for, and its control. */
export function FieldRow({ field, editor, type }: { field: Field; editor: Editor; type: WidgetType }) {
  const id = useId();
  const changed = editor.changed.has(field.name);
  const error = editor.errors[field.name];
  const ids = { label: `${id}-label`, help: `${id}-help` };
  return (
    <div className={classes['row']} data-changed={changed || undefined} data-field={field.name}>
      <div className={classes['label']}>
        <Text component="label" id={ids.label} htmlFor={id} fw={550} size="sm">
          {field.title}
        </Text>
        {changed && (
          <Tooltip label="Back to the default">
            <ActionIcon size="sm" aria-label={`Reset ${field.title}`} onClick={() => editor.reset(field.name)}>
              <RotateCcw size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {field.description !== '' && (
        <div id={ids.help} className={classes['help']}>
          {field.description}
        </div>
      )}
      <Control
        id={id}
        labelledBy={ids.label}
        describedBy={field.description === '' ? undefined : ids.help}
        field={field}
        type={type}
        value={editor.draft[field.name]}
        onChange={(value) => editor.set(field.name, value)}
      />
      {error && (
        <div role="alert" className={classes['error']}>
          {error}
        </div>
      )}
    </div>
  );
}
