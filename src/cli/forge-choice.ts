import { AuthctlError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { ForgeList } from '../report/forge.js';
import { besideTokens } from '../token/forge/beside-tokens.js';
import type { Mutation } from '../token/forge/mutation.js';
import { families, mutationById, mutations } from '../token/forge/registry.js';

/**
 * What `--list` shows: all there is, or what has a word in its id.
 *
 * @throws {AuthctlError} `USAGE` where no id has it, or more than one word is given.
 */
export function listed(word: string | undefined, another: string | undefined): ForgeList {
  if (another !== undefined) {
    throw new AuthctlError('USAGE', '--list takes one word', { hint: 'leave out the token: none is made' });
  }
  if (word === undefined) return { families, beside: besideTokens };
  const isMeant = ({ id }: { readonly id: string }) => id.toLowerCase().includes(word.toLowerCase());
  const found = {
    families: families
      .map(({ title, mutations: members }) => ({ title, mutations: members.filter(isMeant) }))
      .filter(({ mutations: members }) => members.length > 0),
    beside: besideTokens.filter(isMeant),
  };
  if (found.families.length + found.beside.length > 0) return found;
  throw unknownMutation(word);
}

/** A mutation that a user named, with one of its variants or all of them. */
export interface ChosenMutation {
  readonly mutation: Mutation;
  /** Undefined for all. */
  readonly variant: string | undefined;
}

/**
 * The mutation that a name means: its id, or `id:variant`.
 *
 * @throws {AuthctlError} `USAGE` for an unknown one, with the names that are nearest.
 */
export function chosenMutation(name: string): ChosenMutation {
  const mutation = mutationById(name);
  if (mutation) return { mutation, variant: undefined };
  const colon = name.indexOf(':');
  const named = colon === -1 ? undefined : mutationById(name.slice(0, colon));
  if (named) return { mutation: named, variant: name.slice(colon + 1) };
  throw unknownMutation(name);
}

function unknownMutation(name: string): AuthctlError {
  const beside = besideTokens.find(({ id }) => id === name);
  if (beside) {
    return new AuthctlError('USAGE', `${name} makes no token: ${beside.title}`, {
      hint: '`authctl forge --list` lists what makes one',
    });
  }
  const [id = name] = name.split(':');
  return new AuthctlError('USAGE', `there is no mutation '${id}'`, {
    hint: nearMutations(id) ?? '`authctl forge --list` lists them all',
  });
}

/** The ids that were probably meant: the nearest one, or those of the family that was named. */
function nearMutations(name: string): string | undefined {
  const ids = mutations.map(({ id }) => id);
  const family = ids.filter((id) => id.startsWith(`${name.replace(/[.*]+$/, '')}.`));
  if (family.length > 0) return `did you mean one of ${family.join(', ')}?`;
  const ends = ids.filter((id) => id.endsWith(`.${name}`));
  if (ends.length > 0) return `did you mean ${ends.map((id) => `'${id}'`).join(' or ')}?`;
  return didYouMean(name, ids);
}

/** @throws {AuthctlError} `USAGE` for a variant that the mutation does not have. */
export function unknownVariant(id: string, variant: string, known: readonly string[]): AuthctlError {
  const some = known.length > 12 ? `${known.slice(0, 12).join(', ')}, ...` : known.join(', ');
  return new AuthctlError('USAGE', `the mutation ${id} has no variant '${variant}'`, {
    hint: didYouMean(variant, known) ?? (known.length === 0 ? `name it as ${id}` : `it has ${some}`),
  });
}
