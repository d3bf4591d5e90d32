import { Inject, Injectable } from '@nestjs/common';
import { ReadinessService } from './readiness.service.js';

/** Answers "has it come up?": whether everything that it needs was reached at least once. Then it stays so. */
@Injectable()
export class StartupService {
  private started = false;

  constructor(@Inject(ReadinessService) private readonly readiness: ReadinessService) {}

  async check(): Promise<boolean> {
    this.started ||= (await this.readiness.check()).status === 'ok';
    return this.started;
  }
}
