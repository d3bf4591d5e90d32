import { useHotkeys } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { WidgetTypeView, WidgetView } from '#libs/contracts';
import { useTitle } from '../../ui/use-title.js';
import { nameOf } from '../studio/kinds.js';
import { useStudio } from '../studio/use-studio.js';
import { ConflictQuestion } from './conflict-question.js';
import { EditorHead } from './editor-head.js';
import classes from './editor.module.css';
import { formOf } from './form-model.js';
import { PreviewPane } from './preview-pane.js';
import { SettingsForm } from './settings-form.js';
import { TimerButtons } from './timer-buttons.js';
import { useEditor } from './use-editor.js';
import { LeaveGuard } from './leave-guard.js';

/** The preview, the largest thing, and the form beside it. */
export function EditorView({ widget, type }: { widget: WidgetView; type: WidgetTypeView }) {
  const { streamerId } = useStudio();
  const [opened] = useState(widget);
  const sections = useMemo(() => formOf(type), [type]);
  const fields = useMemo(() => sections.flatMap((section) => section.fields), [sections]);
  const defaults = useMemo(() => Object.fromEntries(fields.map((field) => [field.name, field.default])), [fields]);
  const names = useMemo(() => fields.map(({ name }) => name), [fields]);
  const editor = useEditor(streamerId, opened, defaults, names);
  useTitle(nameOf(widget));
  useHotkeys(
    [
      ['mod+z', () => editor.undo?.()],
      ['mod+shift+z', () => editor.redo?.()],
      ['mod+y', () => editor.redo?.()],
      ['mod+s', () => editor.save()],
    ],
    [],
  );
  return (
    <div data-wide-page className={classes['page']}>
      <EditorHead widget={widget} editor={editor} />
      <div className={classes['editor']}>
        <PreviewPane widget={widget} draft={editor.draft} />
        <div className={classes['form']}>
          {widget.type === 'timer' && <TimerButtons widget={widget} />}
          <SettingsForm sections={sections} editor={editor} type={widget.type} />
        </div>
      </div>
      <ConflictQuestion editor={editor} fields={fields} />
      <LeaveGuard unsaved={editor.unsaved.length > 0} />
    </div>
  );
}
