import { expect, test } from 'vitest';
import { loginCommand, type Wanted } from '../../../src/session/login-command.js';

const client = {
  issuer: 'https://id.example.com',
  tokenEndpoint: 'https://id.example.com/token',
  clientId: 'ci',
  authentication: { method: 'none' },
} as const;

test.for<{ wanted: Wanted; command: string }>([
  { wanted: {}, command: 'authctl login' },
  {
    wanted: { name: 'agus', server: 'https://api.example.com', username: 'agus', flow: 'json' },
    command: 'authctl login https://api.example.com --username agus',
  },
  {
    wanted: { name: "o'neil", server: 'https://api.example.com', flow: 'session' },
    command: "authctl login https://api.example.com --username 'o'\\''neil' --flow session",
  },
  {
    wanted: { name: 'agus-web', username: 'agus', server: 'https://id.example.com', flow: 'code', client },
    command: 'authctl login https://id.example.com --as agus-web --flow code --client-id ci',
  },
  {
    wanted: {
      name: 'ci',
      server: 'https://id.example.com',
      flow: 'client-credentials',
      client: { ...client, audience: 'the api', resource: ['https://a.example/', 'https://b.example/'] },
    },
    command:
      "authctl login https://id.example.com --as ci --flow client-credentials --client-id ci --audience 'the api' --resource https://a.example/ --resource https://b.example/",
  },
])('$command', ({ wanted, command }) => {
  expect(loginCommand(wanted)).toBe(command);
});
