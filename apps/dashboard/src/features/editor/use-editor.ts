import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WidgetList, WidgetView } from '#libs/contracts';
import { ApiError } from '../../api/problem.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys } from '../studio/queries.js';
import { beginHistory, record, redo, undo } from './history.js';
import { clashes, differing, patchOf, rebase, type Settings } from './overrides.js';

/** What somebody else saved while this edit was open. */
export interface Conflict {
  theirs: WidgetView;
  /** Settings that both changed. */
  clashing: readonly string[];
}

/** Settings and what may still be done to them: the state behind the editor. */
export interface Editor {
  draft: Settings;
  defaults: Settings;
  /** Names of settings that are not saved. */
  unsaved: readonly string[];
  /** Names of settings that differ from the defaults. */
  changed: ReadonlySet<string>;
  set: (name: string, value: unknown) => void;
  reset: (name: string) => void;
  resetAll: () => void;
  discard: () => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  save: () => void;
  saving: boolean;
  /** What the server said against single settings. */
  errors: Readonly<Record<string, string>>;
  conflict: Conflict | undefined;
  /** Goes on with my changes on top of theirs, or with theirs alone. */
  settle: (keepMine: boolean) => void;
}

/** Edits the settings `names` of a widget; whatever else it has is not the form's to change. */
export function useEditor(
  streamerId: string,
  widget: WidgetView,
  defaults: Settings,
  names: readonly string[],
): Editor {
  const [saved, setSaved] = useState(widget);
  const [history, setHistory] = useState(() => beginHistory<Settings>(widget.settings));
  const [conflict, setConflict] = useState<Conflict>();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const remember = useRemember(streamerId);
  const draft = history.present;
  const change = (next: Settings, tag: string) => {
    setErrors(({ [tag]: _gone, ...rest }) => rest);
    setHistory((before) => record(before, next, tag, Date.now()));
  };
  const take = (next: WidgetView, present: Settings) => {
    setSaved(next);
    setErrors({});
    setHistory((before) => ({ ...before, present, at: 0 }));
    remember(next);
  };
  const save = useMutation({
    mutationFn: ({ base, settings }: { base: WidgetView; settings: Settings }) =>
      studio.updateWidget(streamerId, widget.id, {
        rev: base.rev,
        settings: patchOf(base.settings, settings, defaults),
      }),
    onSuccess: (next, { settings }) => {
      // What was typed while it was on its way is kept, and is unsaved.
      setHistory((before) => ({ ...before, present: rebase(settings, before.present, next.settings), at: 0 }));
      setSaved(next);
      setErrors({});
      remember(next);
      notifyDone('Saved. OBS shows it within a second.');
    },
    onError: async (error, { base, settings }) => {
      if (!(error instanceof ApiError)) return notifyFailed(error);
      if (error.status !== 409) {
        setErrors(byName(error.fields));
        return notifyFailed(error);
      }
      try {
        const theirs = await studio.widget(streamerId, widget.id);
        setConflict({ theirs, clashing: clashes(base.settings, settings, theirs.settings) });
      } catch (failure) {
        notifyFailed(failure);
      }
    },
  });
  const unsaved = differing(saved.settings, draft, names);
  return {
    draft,
    defaults,
    unsaved,
    changed: new Set(differing(draft, defaults, names)),
    set: (name, value) => change({ ...draft, [name]: value }, name),
    reset: (name) => change({ ...draft, [name]: defaults[name] }, `reset ${name}`),
    resetAll: () => change({ ...draft, ...Object.fromEntries(names.map((name) => [name, defaults[name]])) }, 'reset'),
    discard: () => change(saved.settings, 'discard'),
    undo: history.past.length > 0 ? () => setHistory(undo) : undefined,
    redo: history.future.length > 0 ? () => setHistory(redo) : undefined,
    save: () => unsaved.length > 0 && !save.isPending && save.mutate({ base: saved, settings: draft }),
    saving: save.isPending,
    errors,
    conflict,
    settle: (keepMine) => {
      if (!conflict) return;
      const { theirs } = conflict;
      setConflict(undefined);
      take(theirs, keepMine ? rebase(saved.settings, draft, theirs.settings) : theirs.settings);
    },
  };
}

/** Puts what was saved where lists and the next visit find it. */
function useRemember(streamerId: string): (widget: WidgetView) => void {
  const client = useQueryClient();
  return (widget) =>
    client.setQueryData<WidgetList>(keys.widgets(streamerId), (list) =>
      list ? { items: list.items.map((item) => (item.id === widget.id ? widget : item)) } : list,
    );
}

/** `settings.durationMs` and `settings.variations.0.when`: under the name of the setting. */
function byName(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, words]) => [path.replace(/^settings\./, '').split('.')[0] ?? path, words]),
  );
}
