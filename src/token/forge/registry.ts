import type { Mutation } from './mutation.js';
import { algorithm } from './mutations/algorithm.js';
import { ecdsa } from './mutations/ecdsa.js';
import { encrypted } from './mutations/encrypted.js';
import { headerMeaning } from './mutations/header-meaning.js';
import { identityClaims } from './mutations/identity.js';
import { injectedKeys } from './mutations/injected-keys.js';
import { jsonText } from './mutations/json-text.js';
import { keyConfusion } from './mutations/key-confusion.js';
import { keyId } from './mutations/key-id.js';
import { privilege } from './mutations/privilege.js';
import { signature } from './mutations/signature.js';
import { spelling } from './mutations/spelling.js';
import { time } from './mutations/time.js';
import { typeJuggle } from './mutations/type-juggle.js';
import { unsigned } from './mutations/unsigned.js';

/** Mutations that belong together, under the heading that lists and guides give them. */
export interface MutationFamily {
  readonly title: string;
  readonly mutations: readonly Mutation[];
}

/** Every mutation, in the order in which they are listed and made. */
export const families: readonly MutationFamily[] = [
  { title: 'No signature', mutations: [...unsigned, ...algorithm, ...signature] },
  { title: 'Signatures that are almost right', mutations: [...ecdsa, ...spelling] },
  { title: 'The wrong key', mutations: keyConfusion },
  { title: 'Keys that the token brings', mutations: injectedKeys },
  { title: 'Key ids', mutations: keyId },
  { title: 'What the header means', mutations: headerMeaning },
  { title: 'How the JSON is written', mutations: jsonText },
  { title: 'More rights', mutations: privilege },
  { title: 'Times', mutations: time },
  { title: 'Issuer, audience, subject', mutations: identityClaims },
  { title: 'Types', mutations: typeJuggle },
  { title: 'Encrypted tokens', mutations: encrypted },
];

export const mutations: readonly Mutation[] = families.flatMap((family) => family.mutations);

const byId: ReadonlyMap<string, Mutation> = new Map(mutations.map((mutation) => [mutation.id, mutation]));

/** The mutation with this id, if there is one. */
export const mutationById = (id: string): Mutation | undefined => byId.get(id);
