import type { EventOf, EventSpec, UserSpec } from '../messages/event-spec.js';
import { RIVALS } from './people.js';
import type { Random } from './random.js';
import type { Schedule } from './schedule.js';

export interface BattleContext {
  random: Random;
  schedule: Schedule;
  emit: (event: EventSpec) => void;
  nextId: () => string;
  host: UserSpec;
}

const BATTLE_MS = 60_000;
const SCORE_EVERY_MS = 2_500;

/** One battle at a time: gifts to the host count for the host, the rival's side is played. */
export class BattleScript {
  private running = false;
  private hostScore = 0;
  private readonly supporters = new Map<string, { user: UserSpec; score: number }>();

  constructor(private readonly context: BattleContext) {}

  /** Coins given to the host while a battle runs. */
  credit(user: UserSpec, coins: number): void {
    if (!this.running) return;
    this.hostScore += coins;
    const score = (this.supporters.get(user.id)?.score ?? 0) + coins;
    this.supporters.set(user.id, { user, score });
  }

  play(at: number): void {
    const { random, schedule, emit, host } = this.context;
    const battleId = this.context.nextId();
    const rival = random.pick(RIVALS);
    let rivalScore = 0;
    this.running = true;
    this.hostScore = 0;
    this.supporters.clear();
    const battle = (action: 'open' | 'finish'): EventOf<'battle'> => ({
      type: 'battle',
      battleId,
      action,
      startedAt: Math.floor(at),
      durationSeconds: BATTLE_MS / 1000,
      hosts: [
        { user: host, score: this.hostScore },
        { user: rival, score: rivalScore },
      ],
    });
    emit(battle('open'));
    for (let time = at + SCORE_EVERY_MS; time < at + BATTLE_MS; time += SCORE_EVERY_MS) {
      schedule.add(time, () => {
        rivalScore += random.chance(0.15) ? random.int(80, 400) : random.int(0, 25);
        emit(this.scores(battleId, rival, rivalScore));
      });
    }
    schedule.add(at + BATTLE_MS, () => {
      emit(this.scores(battleId, rival, rivalScore));
      emit(battle('finish'));
      this.running = false;
    });
  }

  private scores(battleId: string, rival: UserSpec, rivalScore: number): EventOf<'armies'> {
    const supporters = [...this.supporters.values()].sort((a, b) => b.score - a.score).slice(0, 3);
    return {
      type: 'armies',
      battleId,
      armies: [
        { host: this.context.host, score: this.hostScore, supporters },
        { host: rival, score: rivalScore },
      ],
    };
  }
}
