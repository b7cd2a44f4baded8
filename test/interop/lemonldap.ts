import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** An OpenID provider in Perl: Debian's liblemonldap-ng-portal-perl. */
export interface Lemonldap {
  readonly issuer: string;
  /** The one port that its clients' redirect URI names: it knows no others. */
  readonly callbackPort: number;
  close(): Promise<void>;
}

/** Whether all of its Perl is there: what of it OpenID Connect takes, Debian only recommends. */
export const LEMONLDAP =
  'perl -MPlack -MString::Random -MIO::String -MLemonldap::NG::Portal::Main -e1 2>/dev/null';

/** Of the client `service`. Its hyphens must arrive as they are: this server decodes nothing that comes in `Authorization`. */
export const SERVICE_SECRET = 'llng-service-secret';

const PORTAL = resolve('test/interop/lemonldap.psgi');
const LIMIT_MS = 15_000;

/** @throws {Error} with what it wrote where it does not start. */
export async function startLemonldap(): Promise<Lemonldap> {
  const folder = await mkdtemp(join(tmpdir(), 'authctl-lemonldap-'));
  const [port, callbackPort] = await freePorts();
  const issuer = `http://127.0.0.1:${port}`;
  await mkdir(join(folder, 'sessions'));
  await writeFile(join(folder, 'lmConf-1.json'), JSON.stringify(configuration(folder, issuer, callbackPort)));
  const child = spawn(
    '/usr/bin/plackup',
    // One connection at a time: one on which nothing is asked must not keep the others waiting.
    [...['-s', 'HTTP::Server::PSGI', '-o', '127.0.0.1', '-p', `${port}`, '--timeout', '5'], PORTAL],
    { env: { PATH: process.env.PATH, LLNG_FOLDER: folder }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await ready(child, issuer);
  return {
    issuer,
    callbackPort,
    close: async () => {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Two that nothing listens on at the moment. */
async function freePorts(): Promise<readonly [number, number]> {
  const [one, other] = [createServer(), createServer()];
  const port = async (server: typeof one) => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };
  const ports = [await port(one), await port(other)] as const;
  for (const server of [one, other]) await new Promise((done) => server.close(done));
  return ports;
}

async function ready(child: ChildProcess, issuer: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString('utf8');
  });
  for (const until = Date.now() + LIMIT_MS; Date.now() < until && child.exitCode === null; ) {
    await new Promise((done) => setTimeout(done, 100));
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`).catch(() => undefined);
    if (answer?.ok) return;
  }
  child.kill('SIGKILL');
  throw new Error(`LemonLDAP::NG does not start:\n${said.slice(0, 2_000)}`);
}

function configuration(folder: string, issuer: string, callbackPort: number): object {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sessions = { Directory: join(folder, 'sessions'), LockDirectory: join(folder, 'sessions') };
  return {
    cfgNum: 1,
    cfgDate: 1,
    portal: `${issuer}/`,
    domain: '127.0.0.1',
    key: 'a key for cookies',
    securedCookie: 0,
    locationRules: { '127.0.0.1': { default: 'accept' } },
    exportedHeaders: {},
    authentication: 'Demo',
    userDB: 'Same',
    requireToken: 0,
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: sessions,
    persistentStorage: 'Apache::Session::File',
    persistentStorageOptions: sessions,
    whatToTrace: 'uid',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: issuer,
    oidcServiceAllowAuthorizationCodeFlow: 1,
    oidcServicePrivateKeySig: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    oidcServicePublicKeySig: publicKey.export({ type: 'spki', format: 'pem' }),
    oidcServiceKeyIdSig: 'k1',
    oidcRPMetaDataExportedVars: { cli: { preferred_username: 'uid' }, service: {} },
    oidcRPMetaDataOptions: {
      cli: {
        oidcRPMetaDataOptionsClientID: 'cli',
        oidcRPMetaDataOptionsPublic: 1,
        oidcRPMetaDataOptionsRequirePKCE: 1,
        oidcRPMetaDataOptionsRedirectUris: `http://127.0.0.1:${callbackPort}/callback`,
        oidcRPMetaDataOptionsBypassConsent: 1,
        oidcRPMetaDataOptionsIDTokenSignAlg: 'RS256',
        oidcRPMetaDataOptionsIDTokenForceClaims: 1,
        oidcRPMetaDataOptionsRefreshToken: 1,
      },
      service: {
        oidcRPMetaDataOptionsClientID: 'service',
        oidcRPMetaDataOptionsClientSecret: SERVICE_SECRET,
        oidcRPMetaDataOptionsAllowClientCredentialsGrant: 1,
        oidcRPMetaDataOptionsAllowPasswordGrant: 1,
        oidcRPMetaDataOptionsAccessTokenJWT: 1,
        oidcRPMetaDataOptionsAccessTokenSignAlg: 'RS256',
        oidcRPMetaDataOptionsIDTokenSignAlg: 'RS256',
      },
    },
    oidcRPMetaDataScopeRules: { service: { 'articles:read': '1' }, cli: {} },
  };
}
