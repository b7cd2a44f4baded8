import { AuthctlError } from '../../errors.js';
import type { IssuedToken, TokenWishes } from '../issued-token.js';
import type { LiveState } from '../live-state.js';
import type { User } from '../users.js';
import type { ServerControls, ServerSnapshot } from './server-controls.js';

/** The controls of one server. */
export class Operations implements ServerControls {
  readonly #state: LiveState;

  constructor(state: LiveState) {
    this.#state = state;
  }

  snapshot(): ServerSnapshot {
    const { issuer, clock, keys, faults, weaknesses, users, sessions, settings } = this.#state;
    const objects = settings.resources.map(
      ({ name }) => [name, this.#state.objects(name).list().length] as const,
    );
    return {
      issuer,
      now: clock.now(),
      clockOffset: clock.offset,
      keys: keys.all.map(({ kid }) => kid),
      faults: faults.specs,
      weaknesses,
      users: users.list(),
      sessions: sessions.size,
      objects: Object.fromEntries(objects),
    };
  }

  setFaults(specs: readonly string[]): void {
    this.#state.faults.set(specs);
  }

  setWeaknesses(ids: readonly string[]): void {
    this.#state.weaken(ids);
  }

  async decideDevice(userCode: string, username?: string): Promise<boolean> {
    const decision = username === undefined ? 'deny' : { approveAs: this.#user(username).id };
    const engine = await this.#state.oauth.load();
    return engine.decideDevice(userCode, decision);
  }

  async rotateKeys(): Promise<string> {
    return (await this.#state.keys.rotate()).kid;
  }

  moveClock(seconds: number): void {
    this.#state.clock.moveBy(seconds);
  }

  setClock(instant: number): void {
    this.#state.clock.moveTo(instant);
  }

  async mintToken(username: string, wishes: TokenWishes = {}): Promise<IssuedToken> {
    return this.#state.tokens.issue(this.#user(username), wishes);
  }

  setRole(username: string, role: string): User {
    const roles = this.#state.settings.roles.map(({ name }) => name);
    if (!roles.includes(role)) {
      throw new AuthctlError('USAGE', `there is no role '${role}'`, { hint: `roles: ${roles.join(', ')}` });
    }
    const { id } = this.#user(username);
    return this.#state.users.update(id, { role }) ?? this.#user(username);
  }

  reset(): void {
    this.#state.reset();
  }

  #user(username: string): User {
    const user = this.#state.users.named(username);
    if (user) return user;
    const names = this.#state.users.list().map((each) => each.username);
    throw new AuthctlError('USAGE', `there is no user '${username}'`, { hint: `users: ${names.join(', ')}` });
  }
}
