import { Button, Skeleton } from '@mantine/core';
import { SearchX } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { useWidgets, useWidgetTypes } from '../studio/queries.js';
import { EditorView } from './editor-view.js';
import classes from './editor.module.css';

/** The editor of one widget. */
export default function EditorPage() {
  const { widget: id = '' } = useParams();
  const widgets = useWidgets();
  const types = useWidgetTypes();
  const failed = [widgets, types].find(({ data, isError }) => isError && data === undefined);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!widgets.data || !types.data) return <Loading />;
  const widget = widgets.data.items.find((item) => item.id === id);
  const type = types.data.items.find((item) => item.type === widget?.type);
  if (!widget || !type) return <Missing />;
  return <EditorView key={widget.id} widget={widget} type={type} />;
}

function Loading() {
  return (
    <div className={classes['editor']} role="status" aria-label="Loading" data-wide-page>
      <Skeleton className={classes['loading']} />
      <Skeleton className={classes['loading']} />
    </div>
  );
}

function Missing() {
  return (
    <EmptyState
      heading
      icon={SearchX}
      title="This widget is not there any more"
      text="It may have been deleted. The others are where they were."
      action={
        <Button component={Link} to="/widgets">
          To all widgets
        </Button>
      }
    />
  );
}
