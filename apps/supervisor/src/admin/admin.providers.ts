import { AccountsAdminController } from './accounts-admin.controller.js';
import { AccountsAdminService } from './accounts-admin.service.js';
import { AdminController } from './admin.controller.js';
import { AnnouncementsAdminController } from './announcements-admin.controller.js';

export const ADMIN_CONTROLLERS = [AccountsAdminController, AnnouncementsAdminController, AdminController];
export const ADMIN_PROVIDERS = [AccountsAdminService];
