import { passwordMatches } from './password.js';

/** Somebody with an account on the bundled server. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly role: string;
}

export interface Account extends User {
  /** scrypt, as a PHC string. */
  readonly passwordHash: string;
}

/** An account whose password is no secret: it is printed when the server starts. */
export interface DemoAccount extends Account {
  readonly password: string;
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

const withoutHash = ({ id, username, role }: Account): User => ({ id, username, role });

/** Who has an account, while one server runs. Password hashes never leave it. */
export class UserDirectory {
  readonly #accounts: Map<number, Account>;

  constructor(accounts: readonly Account[]) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
  }

  /** In order of id. */
  list(): readonly User[] {
    return [...this.#accounts.values()].map(withoutHash).sort((a, b) => a.id - b.id);
  }

  get(id: number): User | undefined {
    const account = this.#accounts.get(id);
    return account && withoutHash(account);
  }

  /** Whether there was one. */
  remove(id: number): boolean {
    return this.#accounts.delete(id);
  }

  /** The user with this name and password. An unknown name costs the same work as a wrong password. */
  async authenticate(username: string, password: string): Promise<User | undefined> {
    const account = [...this.#accounts.values()].find((candidate) => candidate.username === username);
    const matches = await passwordMatches(password, account?.passwordHash ?? DECOY_HASH);
    return matches && account ? withoutHash(account) : undefined;
  }
}
