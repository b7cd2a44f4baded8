import type { FlowName, OAuthClient, Session } from './session.js';
import { shellWord } from './shell-word.js';

/** What is known of a session that is to be had; all of it optional, as much as there is goes into the command. */
export type Wanted = Partial<Pick<Session, 'name' | 'server' | 'username' | 'flow' | 'client'>>;

/** Flows that take a user name, as far as the command line is concerned. */
const WITH_USERNAME: readonly (FlowName | undefined)[] = [
  undefined,
  'json',
  'form',
  'session',
  'basic',
  'password',
];

/** Found out by itself where the command names none. */
const USUAL: readonly (FlowName | undefined)[] = [undefined, 'json', 'token'];

/** The command line that logs a subject in, ready to be pasted into a shell. */
export function loginCommand({ name, server, username = name, flow, client }: Wanted = {}): string {
  const named = WITH_USERNAME.includes(flow) ? username : undefined;
  return [
    'authctl login',
    ...(server ? [shellWord(server)] : []),
    ...(named === undefined ? [] : ['--username', shellWord(named)]),
    ...(name === undefined || name === named ? [] : ['--as', shellWord(name)]),
    ...(flow === undefined || USUAL.includes(flow) ? [] : ['--flow', flow]),
    ...(client === undefined ? [] : clientOptions(client)),
  ].join(' ');
}

const clientOptions = ({ clientId, audience, resource = [] }: OAuthClient): readonly string[] => [
  ...['--client-id', shellWord(clientId)],
  ...(audience === undefined ? [] : ['--audience', shellWord(audience)]),
  ...resource.flatMap((each) => ['--resource', shellWord(each)]),
];
