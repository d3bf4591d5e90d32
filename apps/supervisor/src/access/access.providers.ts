import { AccessService } from './access.service.js';
import { CallerResolver } from './caller-resolver.js';

export const ACCESS_PROVIDERS = [CallerResolver, AccessService];
