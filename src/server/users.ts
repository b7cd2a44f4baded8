import { passwordMatches, plainPasswordMatches } from './password.js';

/** Somebody with an account on the bundled server, as the API shows them. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly role: string;
  /** What they like to be called. */
  readonly name?: string;
}

/** An account as it is configured. */
export interface Account extends User {
  /** Where it is known: the demo's passwords are no secrets, and a configuration file may hold plain ones. */
  readonly password?: string;
  /** scrypt, as a PHC string; goes before `password`. One of the two is there. */
  readonly passwordHash?: string;
  /** What tokens say of this user besides. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An account whose password is no secret: it is printed when the server starts. */
export interface DemoAccount extends Account {
  readonly password: string;
  readonly passwordHash: string;
}

/** The people of the demo, one for each role. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 1,
    username: 'william',
    role: 'editor',
    password: 'william-demo',
    passwordHash: '$scrypt$ln=14,r=8,p=1$/Rq13P0mWNywXVVOSufW9A$KF63QrxyAnWPaj5mx+b3ayUKBLniieCWG2y9ZNS0ENc',
  },
  {
    id: 2,
    username: 'agus',
    role: 'reader',
    password: 'agus-demo',
    passwordHash: '$scrypt$ln=14,r=8,p=1$HZCCk5hdOTsQhI/CkuI73Q$SxwbIHuFo4U6OkLGoMK9KTJ1HJmNPSiKwJ0/SYAp+C4',
  },
  {
    id: 3,
    username: 'sari',
    role: 'admin',
    password: 'sari-demo',
    passwordHash: '$scrypt$ln=14,r=8,p=1$WoicueHvpQ7uS2Nc1vDuQg$4kUaymnp09iie9eEMW9MFDzREzr/YseKm8aVY3E/JZ8',
  },
];

/** A hash that no password is known for: checking it costs what checking a real one costs. */
const DECOY_HASH = '$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const shown = ({ id, username, role, name }: Account): User => ({
  id,
  username,
  role,
  ...(name === undefined ? {} : { name }),
});

/** Who has an account, while one server runs. Passwords and their hashes never leave it. */
export class UserDirectory {
  readonly #accounts: Map<number, Account>;
  /** Where one password is hashed, checking any name costs as much as checking that one. */
  readonly #hashes: boolean;

  constructor(accounts: readonly Account[]) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#hashes = accounts.some(({ passwordHash }) => passwordHash !== undefined);
  }

  /** In order of id. */
  list(): readonly User[] {
    return [...this.#accounts.values()].map(shown).sort((a, b) => a.id - b.id);
  }

  get(id: number): User | undefined {
    const account = this.#accounts.get(id);
    return account && shown(account);
  }

  named(username: string): User | undefined {
    const account = this.#find(username);
    return account && shown(account);
  }

  /** What tokens say of a user besides what they say of everyone. */
  claimsOf(id: number): Readonly<Record<string, unknown>> {
    return this.#accounts.get(id)?.claims ?? {};
  }

  /** Changes a role or a name. @returns the user as it is now; undefined where there is none. */
  update(id: number, changes: Partial<Pick<User, 'role' | 'name'>>): User | undefined {
    const account = this.#accounts.get(id);
    if (!account) return undefined;
    const changed = { ...account, ...changes };
    this.#accounts.set(id, changed);
    return shown(changed);
  }

  /** Whether there was one. */
  remove(id: number): boolean {
    return this.#accounts.delete(id);
  }

  /** The user with this name and password. An unknown name costs the same work as a wrong password. */
  async authenticate(username: string, password: string): Promise<User | undefined> {
    const account = this.#find(username);
    const matches = await this.#matches(password, account);
    return matches && account ? shown(account) : undefined;
  }

  async #matches(password: string, account: Account | undefined): Promise<boolean> {
    const { passwordHash, password: plain = '' } = account ?? {};
    const hashMatches = this.#hashes && (await passwordMatches(password, passwordHash ?? DECOY_HASH));
    return passwordHash === undefined ? plainPasswordMatches(password, plain) : hashMatches;
  }

  #find(username: string): Account | undefined {
    return [...this.#accounts.values()].find((candidate) => candidate.username === username);
  }
}
