import { expect, test } from 'vitest';
import { type Access, type Caller, decide } from '../../../src/server/access.js';

const everyone: Access = 'public';
const readers: Access = [{ role: 'reader' }, { role: 'editor' }, { role: 'admin' }];
const owners: Access = [{ role: 'editor', when: 'own' }, { role: 'admin' }];
const nobody: Access = [];

const user = (id: number, role: string, scheme: 'token' | 'cookie' = 'token'): Caller => ({
  kind: 'user',
  user: { id, username: 'somebody', role },
  scheme,
});
const anonymous: Caller = { kind: 'anonymous', why: 'no credentials' };
const rejected: Caller = { kind: 'rejected', scheme: 'token', why: 'the token has expired' };

test.for([
  { who: 'anonymous', caller: anonymous, access: everyone, owner: 1, decision: 'allow' },
  { who: 'a worthless token', caller: rejected, access: everyone, owner: 1, decision: 'allow' },
  { who: 'anonymous', caller: anonymous, access: readers, owner: 1, decision: 'unauthenticated' },
  { who: 'a worthless token', caller: rejected, access: readers, owner: 1, decision: 'unauthenticated' },
  { who: 'anonymous', caller: anonymous, access: owners, owner: 1, decision: 'unauthenticated' },
  { who: 'a reader', caller: user(2, 'reader'), access: readers, owner: 1, decision: 'allow' },
  {
    who: 'a reader by cookie',
    caller: user(2, 'reader', 'cookie'),
    access: readers,
    owner: 1,
    decision: 'allow',
  },
  { who: 'a reader, own object', caller: user(2, 'reader'), access: owners, owner: 2, decision: 'forbidden' },
  {
    who: 'a reader, no object',
    caller: user(2, 'reader'),
    access: owners,
    owner: undefined,
    decision: 'forbidden',
  },
  { who: 'an editor, own object', caller: user(1, 'editor'), access: owners, owner: 1, decision: 'allow' },
  {
    who: 'an editor, other object',
    caller: user(1, 'editor'),
    access: owners,
    owner: 2,
    decision: 'forbidden',
  },
  {
    who: 'an editor, no object',
    caller: user(1, 'editor'),
    access: owners,
    owner: undefined,
    decision: 'absent',
  },
  { who: 'an admin, other object', caller: user(3, 'admin'), access: owners, owner: 2, decision: 'allow' },
  {
    who: 'an admin, no object',
    caller: user(3, 'admin'),
    access: owners,
    owner: undefined,
    decision: 'allow',
  },
  { who: 'an unknown role', caller: user(4, 'auditor'), access: readers, owner: 4, decision: 'forbidden' },
  { who: 'a role in other case', caller: user(3, 'Admin'), access: owners, owner: 3, decision: 'forbidden' },
  {
    who: 'an admin where nobody may',
    caller: user(3, 'admin'),
    access: nobody,
    owner: 3,
    decision: 'forbidden',
  },
])('$who on $access: $decision', ({ caller, access, owner, decision }) => {
  expect(decide(access, caller, () => owner).kind).toBe(decision);
});

test('a role that may anyhow needs not own anything', () => {
  const both: Access = [{ role: 'editor', when: 'own' }, { role: 'editor' }];
  expect(decide(both, user(1, 'editor'), () => 2).kind).toBe('allow');
});

test('whether an object exists is not looked up for a caller without any grant', () => {
  const ownerOf = () => expect.unreachable('the object was looked up');
  for (const caller of [anonymous, rejected, user(2, 'reader')]) decide(owners, caller, ownerOf);
});
