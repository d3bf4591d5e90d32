import classes from './logo.module.css';

/** Three bars like a level meter, inside a rounded tile, and the name. */
export function Logo({ name = true }: { name?: boolean }) {
  return (
    <span className={classes['logo']}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="10" fill="var(--accent-tile)" />
        <path d="M10 20v-5M16 23V9M22 19v-6" stroke="#fff" strokeWidth="3.6" strokeLinecap="round" fill="none" />
      </svg>
      {name && 'StreamShape'}
    </span>
  );
}
