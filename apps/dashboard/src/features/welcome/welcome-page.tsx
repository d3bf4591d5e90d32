import { useSearchParams } from 'react-router';
import { useMe } from '../../api/session.js';
import { useTitle } from '../../ui/use-title.js';
import { HandleStep } from './handle-step.js';
import { LookStep } from './look-step.js';
import { ObsStep } from './obs-step.js';
import { Progress } from './progress.js';
import { stepOf, type StepName } from './steps.js';
import classes from './welcome.module.css';

/** From a confirmed address to a widget in OBS. The step is in the address, so a reload loses nothing. */
export default function WelcomePage() {
  useTitle('First steps');
  const { data } = useMe();
  const [search, setSearch] = useSearchParams();
  const streamer = data?.streamer;
  const step = stepOf(search.get('step'), Boolean(streamer));
  const go = (next: StepName): void => setSearch({ step: next });
  return (
    <div className={classes['page']} data-step={step}>
      <Progress step={step} />
      {step === 'handle' && <HandleStep present={streamer?.handle} onDone={() => go('look')} />}
      {step === 'look' && streamer && <LookStep streamerId={streamer.id} onDone={() => go('obs')} />}
      {step === 'obs' && streamer && <ObsStep streamerId={streamer.id} onBack={() => go('look')} />}
    </div>
  );
}
