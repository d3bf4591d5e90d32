import { Check } from 'lucide-react';
import { STEP_WORDS, STEPS, type StepName } from './steps.js';
import classes from './welcome.module.css';

/** Where one is in the first steps. */
export function Progress({ step }: { step: StepName }) {
  const at = STEPS.indexOf(step);
  return (
    <ol className={classes['progress']} aria-label="First steps">
      {STEPS.map((name, index) => (
        <li
          key={name}
          aria-current={name === step ? 'step' : undefined}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
        >
          <span className={classes['number']}>
            {index < at ? <Check size={16} strokeWidth={3} aria-label="done" /> : index + 1}
          </span>
          {STEP_WORDS[name]}
        </li>
      ))}
    </ol>
  );
}
