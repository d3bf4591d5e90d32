import { Text, UnstyledButton } from '@mantine/core';
import { choiceWords } from '../choice-words.js';
import classes from '../form.module.css';
import type { ControlProps } from './control.js';
import { ThemePicture } from './theme-picture.js';

/** Themes with a little picture of each. */
export function ThemeControl({ labelledBy, field, value, onChange }: ControlProps<string>) {
  const themes = field.options ?? [];
  const move = (event: React.KeyboardEvent<HTMLElement>) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = themes[(themes.indexOf(value) + by + themes.length) % themes.length];
    if (next === undefined) return;
    onChange(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-theme-choice="${next}"]`)?.focus();
  };
  return (
    <div className={classes['themes']} role="radiogroup" aria-labelledby={labelledBy} onKeyDown={move}>
      {themes.map((theme) => (
        <UnstyledButton
          key={theme}
          role="radio"
          aria-checked={theme === value}
          tabIndex={theme === value ? 0 : -1}
          data-theme-choice={theme}
          className={classes['theme']}
          onClick={() => onChange(theme)}
        >
          <ThemePicture theme={theme} />
          <Text size="xs" fw={550} mt={4}>
            {choiceWords('theme', theme)}
          </Text>
        </UnstyledButton>
      ))}
    </div>
  );
}
