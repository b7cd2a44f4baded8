import type { Grant } from '../access.js';

/** The roles of the demo, from least to most privileged. */
export const everyRole: readonly Grant[] = [{ role: 'reader' }, { role: 'editor' }, { role: 'admin' }];

export const editorsAndAdmins: readonly Grant[] = [{ role: 'editor' }, { role: 'admin' }];

export const adminsOnly: readonly Grant[] = [{ role: 'admin' }];

/** Editors only what is theirs, admins everything. */
export const ownersAndAdmins: readonly Grant[] = [{ role: 'editor', when: 'own' }, { role: 'admin' }];
