import { FirstLooks } from './first-looks.js';
import { HandleChecksService } from './handle-checks.service.js';
import { LookService } from './look.service.js';
import { OnboardingController } from './onboarding.controller.js';
import { RoomChecker } from './room-checker.js';

export const ONBOARDING_CONTROLLERS = [OnboardingController];
export const ONBOARDING_PROVIDERS = [FirstLooks, RoomChecker, HandleChecksService, LookService];
