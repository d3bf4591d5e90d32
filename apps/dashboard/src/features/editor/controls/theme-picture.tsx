import classes from './theme-picture.module.css';

/** A card as small as a stamp, in the colours and shapes of a theme. A theme that is not known here gets a plain one. */
export function ThemePicture({ theme }: { theme: string }) {
  return (
    <span className={classes['scene']} data-look={theme} aria-hidden>
      <span className={classes['plate']}>
        <span className={classes['hero']} />
        <span className={classes['words']}>
          <span className={classes['name']} />
          <span className={classes['text']} />
        </span>
      </span>
    </span>
  );
}
